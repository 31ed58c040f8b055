"""Working days and promises."""

from datetime import date, datetime

from inbox import clocks


def test_the_federal_extras_are_no_working_days() -> None:
    assert not clocks.is_working_day(date(2026, 11, 2))
    assert not clocks.is_working_day(date(2025, 12, 26))


def test_easter_monday_is_no_working_day() -> None:
    assert not clocks.is_working_day(date(2026, 4, 6))


def test_a_question_of_friday_evening_is_due_on_tuesday() -> None:
    due_at, promised_on = clocks.promise(datetime(2026, 9, 18, 20, 0, tzinfo=clocks.BRUSSELS))
    assert due_at == datetime(2026, 9, 22, 17, 0, tzinfo=clocks.BRUSSELS)
    assert promised_on == date(2026, 9, 25)


def test_a_promise_leaps_over_the_end_of_the_year() -> None:
    _due_at, promised_on = clocks.promise(datetime(2026, 12, 24, 9, 0, tzinfo=clocks.BRUSSELS))
    assert promised_on == date(2027, 1, 4)
