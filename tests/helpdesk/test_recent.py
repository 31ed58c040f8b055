"""What is remembered for a minute."""

import pytest

from helpdesk import recent


def test_each_thing_is_read_once() -> None:
    asked: list[str] = []

    def read(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = recent.Recent(read)
    assert [lengths.get("one"), lengths.get("three"), lengths.get("one")] == [3, 5, 3]
    assert asked == ["one", "three"]


def test_a_change_here_is_seen_at_once() -> None:
    stamp, number = [1], [10]
    kept = recent.Recent(lambda: number[0], lambda: stamp[0])
    kept.get()
    number[0] = 20
    before = kept.get()
    stamp[0] = 2
    assert (before, kept.get()) == (10, 20)


def test_it_never_holds_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST_KEYS", 3)
    doubled = recent.Recent(lambda number: 2 * number)
    assert [doubled.get(number) for number in range(10)] == list(range(0, 20, 2))
    assert len(doubled._kept) <= 3
