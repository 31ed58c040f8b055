"""Turns an answer's one address into its first source, and says which version of the source wording each translation rests on."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def to_rows(apps, schema_editor):
    answers, sources, wordings = (apps.get_model("answers", name) for name in ("Answer", "Source", "Wording"))
    found = answers.objects.exclude(source_url="").values_list("pk", "source_url")
    sources.objects.bulk_create([sources(answer_id=pk, url=url) for pk, url in found.iterator(2000)], batch_size=500, ignore_conflicts=True)
    first = wordings.objects.filter(answer=OuterRef("answer"), language=F("answer__source_language"))
    wordings.objects.filter(rests_on=None).exclude(language=F("answer__source_language")).update(rests_on=Subquery(first.values("version")[:1]))
    wordings.objects.filter(answer__state="published").update(approved=F("version"))


def to_addresses(apps, schema_editor):
    answers, sources = apps.get_model("answers", "Answer"), apps.get_model("answers", "Source")
    first = sources.objects.filter(answer=OuterRef("pk")).order_by("position", "pk")
    answers.objects.filter(pk__in=sources.objects.values("answer")).update(source_url=Subquery(first.values("url")[:1]))


class Migration(migrations.Migration):
    dependencies = [("answers", "0004_rows_of_the_editors_day")]

    operations = [
        migrations.RunPython(to_rows, to_addresses),
        migrations.RemoveField("answer", "source_url"),
    ]
