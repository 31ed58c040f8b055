"""Companies are answered in the language of their region."""

import pytest

from inbox import language_law
from inbox.models import Question
from tests.conftest import Ask

NL, FR, OWN_CHOICE = ("2000", "9000", "1500", "9999"), ("1400", "5000", "4000"), ("1000", "4700", "1630", "7780", "", "x")


@pytest.mark.parametrize(("postcode", "language"), [*((code, "nl") for code in NL), *((code, "fr") for code in FR), *((code, None) for code in OWN_CHOICE)])
def test_the_region_decides_where_it_has_one_language(postcode: str, language: str | None) -> None:
    assert language_law.due(postcode) == language


def test_a_company_gets_its_regions_language_with_the_reason(ask: Ask) -> None:
    question = ask("Where do we find the brochure?", language="en", asker="company", postcode="9000").question
    assert (question.language, question.language_reason) == ("nl", "law")


def test_a_company_in_brussels_gets_the_language_it_chose(ask: Ask) -> None:
    question = ask("Where do we find the brochure?", language="fr", asker="company", postcode="1000").question
    assert (question.language, question.language_reason) == ("fr", "chosen")


def test_a_citizens_postcode_decides_nothing(ask: Ask) -> None:
    assert ask(language="fr", postcode="9000").question.language == "fr"
    assert Question.objects.get().language_reason == "chosen"
