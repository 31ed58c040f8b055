"""What the public finds by words."""

from helpdesk.answers import editing, suggestions
from helpdesk.answers.models import Answer

from .conftest import Write


def test_what_holds_every_word_comes_before_what_is_near(write: Write) -> None:
    near = write({"en": editing.Words("Passport applications", "At the town hall.")})
    exact = write({"en": editing.Words("Travelling", "You need a passport.")})
    assert [row.answer_id for row in suggestions.found("need passport", "en", 10)] == [exact.pk, near.pk]


def test_only_what_everybody_may_read_is_found(write: Write) -> None:
    hidden = write({"en": editing.Words("Passport for agents", "Inside only.")})
    shown = write({"en": editing.Words("Passport", "For all.")})
    Answer.objects.filter(pk=hidden.pk).update(is_public=False)
    assert [row.answer_id for row in suggestions.found("passport", "en", 10)] == [shown.pk]


def test_only_the_language_asked_for_is_found(tax: Answer) -> None:
    assert [[row.language for row in suggestions.found("dossier", code, 10)] for code in ("nl", "en", "de")] == [["nl"], ["en"], []]


def test_nothing_asked_finds_nothing(tax: Answer) -> None:
    assert suggestions.found(" ?", "en", 10) == []
