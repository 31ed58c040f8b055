"""Writing the directory of administrations: every change is a version with who and when, and no editor overwrites another.

What the desk loads by itself never overwrites what a person wrote.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from helpdesk.answers import directory
from helpdesk.answers.models import Body, BodyVersion
from helpdesk.people.models import User

SOURCE = Path(__file__).with_name("data") / "bodies.json"
BY_LANGUAGE = ("names", "does", "at_hand", "web", "forms")
FIELDS = (*BY_LANGUAGE, "level", "topics", "languages", "phone", "email", "handover_email", "is_active", "checked_on")


class EditedMeanwhile(Exception):
    """Somebody saved since the editor opened; nothing was written."""


def data(body: Body) -> dict[str, Any]:
    """Return what a version keeps of a body: plain values, the day as text."""
    kept = {name: getattr(body, name) for name in FIELDS}
    return {**kept, "checked_on": kept["checked_on"].isoformat() if kept["checked_on"] else None}


def save(body: Body | None, by: User | None, changes: Mapping[str, Any], *, opened_version: int = 0) -> Body:
    """Write an administration and its version; the same data again writes nothing.

    Parameters
    ----------
    body : Body or None
        None adds one; `changes` then holds its `key`.
    by : User or None
        The editor; None for what the desk loads by itself.
    changes : Mapping[str, Any]
        Values by name of FIELDS; what is left out stays.
    opened_version : int
        The version the editor started from.

    Raises
    ------
    EditedMeanwhile
        When somebody saved since that version.
    """
    values = {name: _read(name, changes[name]) for name in FIELDS if name in changes}
    with transaction.atomic():
        if body is None:
            body = Body.objects.create(key=changes["key"], **values)
        elif all(getattr(body, name) == value for name, value in values.items()):
            return body
        elif not Body.objects.filter(pk=body.pk, version=opened_version).update(**values, version=opened_version + 1, updated_at=timezone.now()):
            raise EditedMeanwhile
        body.refresh_from_db()
        BodyVersion.objects.create(body=body, number=body.version, data=data(body), written_by=by)
    directory.forget()
    return body


def restore(body: Body, number: int, by: User) -> Body:
    """Make version `number` the newest again; raises EditedMeanwhile as `save` does."""
    return save(body, by, body.versions.get(number=number).data, opened_version=body.version)


def check(body: Body, by: User) -> Body:
    """Note that somebody looked today whether everything is still true."""
    return save(body, by, {"checked_on": timezone.localdate()}, opened_version=body.version)


def load() -> tuple[int, int]:
    """Bring the first set of administrations into the directory; return how many are new and how many were renewed.

    A row that a person ever wrote stays as it is.
    """
    new = renewed = 0
    known = {body.key: body for body in Body.objects.all()}
    edited = set(BodyVersion.objects.exclude(written_by=None).values_list("body__key", flat=True))
    with transaction.atomic():
        for row in rows():
            body = known.get(row["key"])
            if body is None:
                save(None, None, row)
                new += 1
            elif body.key not in edited and save(body, None, row, opened_version=(before := body.version)).version > before:
                renewed += 1
    return new, renewed


def rows() -> list[dict[str, Any]]:
    """Return the administrations of the file."""
    found: list[dict[str, Any]] = json.loads(SOURCE.read_text(encoding="utf-8"))
    return found


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "checked_on" and isinstance(value, str) else value
