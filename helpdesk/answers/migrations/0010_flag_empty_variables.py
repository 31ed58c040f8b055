from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answers", "0009_what_was_approved_is_what_is_read")]

    operations = [
        migrations.AlterField(
            "answer",
            "flag",
            models.CharField(
                blank=True,
                choices=[
                    ("changed", "a source changed"),
                    ("dead", "a source cannot be reached"),
                    ("review", "its review date passed"),
                    ("variable", "a variable in it stays empty in the help centre"),
                ],
                max_length=10,
            ),
        ),
    ]
