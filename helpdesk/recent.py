"""Rows that hardly ever change and that every page or every reader needs: read once a minute in each process."""

import time
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar, TypeVarTuple

T = TypeVar("T")
Key = TypeVarTuple("Key")
KEPT_FOR_S = 60.0
MOST_KEYS = 2000


class Recent(Generic[*Key, T]):
    """What `read` returned at most a minute ago, or as long ago as was wished, for each of the things it was asked for."""

    _all: ClassVar[list["Recent[*tuple[Any, ...], Any]"]] = []

    def __init__(self, read: Callable[[*Key], T], stamp: Callable[[], object] = lambda: None, *, for_s: float = KEPT_FOR_S) -> None:
        """Keep what `read` returns for so many seconds; `stamp` tells another thing when this process has changed what is read."""
        self._read, self._stamp, self._for_s = read, stamp, for_s
        self._kept: dict[tuple[*Key], tuple[float, object, T]] = {}
        self._all.append(self)

    def get(self, *key: *Key) -> T:
        """Return the value, reading it when it is too old. Asked for too many things, all is read anew."""
        now, stamp, kept = time.monotonic(), self._stamp(), self._kept.get(key)
        if kept is None or now - kept[0] >= self._for_s or kept[1] != stamp:
            if len(self._kept) >= MOST_KEYS:
                self.drop()
            kept = self._kept[key] = (now, stamp, self._read(*key))
        return kept[2]

    def drop(self) -> None:
        """Read it anew at the next question: this process has changed it."""
        self._kept = {}

    @classmethod
    def forget(cls) -> None:
        """Read everything anew at the next question (after a change, and between tests)."""
        for one in cls._all:
            one.drop()
