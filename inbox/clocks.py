"""Working days of the federal administration, and what we promise a citizen.

The legal holidays come from the `holidays` library; 2 and 15 November and 26 December are the federal extras.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

BRUSSELS = ZoneInfo("Europe/Brussels")
ANSWER_WITHIN_DAYS = 2
PROMISE_WITHIN_DAYS = 5
FEDERAL_EXTRAS = ((11, 2), (11, 15), (12, 26))
CLOSING_TIME = time(17, 0)


@lru_cache(maxsize=16)
def _legal_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("BE", years=year))


def is_working_day(day: date) -> bool:
    """Tell whether the desk answers on `day`."""
    return day.weekday() < 5 and day not in _legal_holidays(day.year) and (day.month, day.day) not in FEDERAL_EXTRAS


def add_working_days(day: date, count: int) -> date:
    """Return the working day that lies `count` working days after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def promise(received_at: datetime) -> tuple[datetime, date]:
    """Return until when an agent should answer (aware, closing time) and the date promised to the citizen."""
    received_on = received_at.astimezone(BRUSSELS).date()
    due_on = add_working_days(received_on, ANSWER_WITHIN_DAYS)
    return datetime.combine(due_on, CLOSING_TIME, BRUSSELS), add_working_days(received_on, PROMISE_WITHIN_DAYS)
