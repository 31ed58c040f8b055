from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answers", "0007_the_directory_of_administrations")]

    operations = [
        migrations.AddField(model_name="wordingversion", name="rests_on", field=models.PositiveIntegerField(blank=True, null=True)),
    ]
