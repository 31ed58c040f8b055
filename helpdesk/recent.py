"""Rows that hardly ever change and that every page needs: read once a minute in each process."""

import time
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")
KEPT_FOR_S = 60.0


class Recent(Generic[T]):
    """What `read` returned at most a minute ago, or as long ago as was wished."""

    _all: ClassVar[list["Recent"]] = []

    def __init__(self, read: Callable[[], T], stamp: Callable[[], object] = lambda: None, *, for_s: float = KEPT_FOR_S) -> None:
        """Keep what `read` returns for so many seconds; `stamp` tells another thing when this process has changed what is read."""
        self._read, self._stamp, self._for_s = read, stamp, for_s
        self._kept: tuple[float, object, T] | None = None
        self._all.append(self)

    def get(self) -> T:
        """Return the value, reading it when it is too old."""
        now, stamp, kept = time.monotonic(), self._stamp(), self._kept
        if kept is None or now - kept[0] >= self._for_s or kept[1] != stamp:
            kept = self._kept = (now, stamp, self._read())
        return kept[2]

    def drop(self) -> None:
        """Read it anew at the next question: this process has changed it."""
        self._kept = None

    @classmethod
    def forget(cls) -> None:
        """Read everything anew at the next question (after a change, and between tests)."""
        for one in cls._all:
            one._kept = None
