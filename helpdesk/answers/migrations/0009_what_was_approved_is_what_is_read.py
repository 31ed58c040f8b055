"""Have published wordings show the version that was approved last; one that was never approved stays as it is and counts as approved.

Backwards the wordings show their newest version again, as they did before.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

WORDS = ("title", "text", "short_text", "keywords")


def show_approved(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Note what each newest version rests on, then show what was approved."""
    rows = apps.get_model("answers", "Wording").objects.using(editor.connection.alias)
    for row in rows.exclude(rests_on=None).iterator():
        row.versions.filter(number=row.version).update(rests_on=row.rests_on)
    out = rows.filter(answer__state="published")
    out.filter(approved=None).update(approved=F("version"))
    for row in out.exclude(approved=F("version")).iterator():
        _show(row, row.approved)


def show_newest(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Show the newest version."""
    rows = apps.get_model("answers", "Wording").objects.using(editor.connection.alias)
    for row in rows.filter(answer__state="published").exclude(approved=F("version")).iterator():
        _show(row, row.version)


def _show(row: object, number: int) -> None:
    version = row.versions.filter(number=number).first()  # type: ignore[attr-defined]
    if version:
        words = {name: getattr(version, name) for name in WORDS}
        type(row).objects.filter(pk=row.pk).update(**words, updated_by=version.written_by_id, updated_at=version.written_at)  # type: ignore[attr-defined]


class Migration(migrations.Migration):
    dependencies = [("answers", "0008_versions_rest_on_a_source")]

    operations = [migrations.RunPython(show_approved, show_newest)]
