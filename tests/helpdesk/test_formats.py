"""Days are written as each language writes them."""

from datetime import date

import pytest
from django.utils import translation

from helpdesk.formats import short_day


@pytest.mark.parametrize(("language", "said"), [("en", "25 Nov"), ("nl", "25 nov"), ("fr", "25 nov"), ("de", "25. Nov")])
def test_a_short_day_has_the_months_capital_only_where_the_language_gives_it(language: str, said: str) -> None:
    with translation.override(language):
        assert short_day(date(2026, 11, 25)) == said
