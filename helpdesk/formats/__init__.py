"""How dates are written where Django's own form is not the European one, or gives a month a capital that its language does not."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

SMALL_MONTHS = ("nl", "fr")


def short_day(day: date) -> str:
    """Return a day with its month's short name: "25 Nov" in English, "25 nov" in Dutch and French, "25. Nov" in German."""
    language = get_language()
    said = date_format(day, "j. M" if language == "de" else "j M")
    return said.lower() if language in SMALL_MONTHS else said
