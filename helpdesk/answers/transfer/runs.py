"""An import from file to answers: taken apart, checked in pieces, written in pieces when its editor says so. A piece done twice changes nothing."""

from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from helpdesk.answers.models import ImportRow, ImportRun
from helpdesk.answers.transfer import formats, rows
from helpdesk.people.models import User

PIECE = 50
STUCK_AFTER = timedelta(minutes=2)
KEPT_FOR = timedelta(days=30)
State = ImportRun.State


def start(by: User, name: str, content: bytes) -> ImportRun:
    """Take a file apart and have it checked; nothing is written yet. Raises formats.Unreadable."""
    found = formats.read(name, content)
    with transaction.atomic():
        run = ImportRun.objects.create(editor=by, name=name[:200], total=len(found))
        lines = [ImportRow(run=run, number=number, place=place[:200], data=data) for number, (place, data) in enumerate(found, 1)]
        ImportRow.objects.bulk_create(lines, batch_size=500)
        _ring(run)
    return run


def write(run: ImportRun) -> bool:
    """Have the good rows of a checked import written; False when that was said before."""
    with transaction.atomic():
        begun = ImportRun.objects.filter(pk=run.pk, state=State.CHECKED).update(state=State.WRITING, done=0, moved_at=timezone.now())
        if begun:
            _ring(run)
    return bool(begun)


def step(run: ImportRun) -> bool:
    """Do the next piece; True when there is more to do."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state == State.CHECKING:
            return _check(locked)
        return _write(locked) if locked.state == State.WRITING else False


def counts(run: ImportRun) -> dict[str, int]:
    """Return how many rows have which effect."""
    return dict(run.rows.values_list("effect").annotate(Count("pk")).order_by())


def stuck() -> QuerySet[ImportRun]:
    """Return the imports that no bell rang for."""
    return ImportRun.objects.filter(state__in=[State.CHECKING, State.WRITING], moved_at__lt=timezone.now() - STUCK_AFTER)


def sweep() -> None:
    """Ring for the imports that stand still, and forget the old ones."""
    for run in stuck():
        _ring(run)
    ImportRun.objects.filter(started_at__lt=timezone.now() - KEPT_FOR).delete()


def _check(run: ImportRun) -> bool:
    waiting = list(run.rows.filter(effect=ImportRow.Effect.WAITING)[:PIECE])
    for row in waiting:
        try:
            row.effect, row.changes = rows.effect(rows.meant(row.data))
        except rows.BadRow as error:
            _refuse(row, error)
    ImportRow.objects.bulk_update(waiting, ["effect", "changes", "problem", "about"])
    return _moved(run, len(waiting), State.CHECKED)


def _write(run: ImportRun) -> bool:
    good = [ImportRow.Effect.NEW, ImportRow.Effect.CHANGED]
    waiting = list(run.rows.filter(effect__in=good, is_written=False)[:PIECE])
    for row in waiting:
        try:
            with transaction.atomic():
                row.answer = rows.write(rows.meant(row.data), run.editor)
                row.is_written = True
        except rows.BadRow as error:
            _refuse(row, error)
    ImportRow.objects.bulk_update(waiting, ["answer", "is_written", "effect", "problem", "about"])
    if not waiting:
        run.done = run.total
    return _moved(run, len(waiting), State.DONE)


def _refuse(row: ImportRow, error: rows.BadRow) -> None:
    row.effect, row.problem, row.about = ImportRow.Effect.BAD, error.problem, error.about


def _moved(run: ImportRun, count: int, end: ImportRun.State) -> bool:
    """Count what was done; a piece that is not full was the last."""
    run.done = min(run.total, run.done + count)
    is_over = count < PIECE
    if is_over:
        run.state, run.done = end, run.total
    run.save(update_fields=["done", "state", "moved_at"])
    return not is_over


def _ring(run: ImportRun) -> None:
    transaction.on_commit(lambda: current_app.send_task("inbox.tasks.import_answers", [run.pk], retry=False), robust=True)
