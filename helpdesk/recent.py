"""Rows that hardly ever change and that every question needs: read once a minute in each process."""

import time
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")
KEPT_FOR_S = 60.0


class Recent(Generic[T]):
    """What `read` returned at most a minute ago."""

    _all: ClassVar[list["Recent"]] = []

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._kept: tuple[float, T] | None = None
        self._all.append(self)

    def get(self) -> T:
        """Return the value, reading it when it is older than a minute."""
        now = time.monotonic()
        if self._kept is None or now - self._kept[0] >= KEPT_FOR_S:
            self._kept = (now, self._read())
        return self._kept[1]

    def drop(self) -> None:
        """Read it anew at the next question: this process has changed it."""
        self._kept = None

    @classmethod
    def forget(cls) -> None:
        """Read everything anew at the next question (after a change, and between tests)."""
        for one in cls._all:
            one._kept = None
