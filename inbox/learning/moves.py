"""The moves of a question that people meant: a move that was taken back with Undo says nothing, nor does the Undo."""

from collections.abc import Iterable

from inbox.models import Event


def meant(moves: Iterable[Event]) -> list[Event]:
    """Return a question's moves, in their order, without those that were taken back."""
    kept: list[Event] = []
    for move in moves:
        if move.data.get("undo") and kept:
            kept.pop()
        else:
            kept.append(move)
    return kept
