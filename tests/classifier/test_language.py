"""Which language a text is in: ours by few words, mixed ones by the matter, others by their name."""

import pytest

from classifier import examples, language
from classifier.language import identify
from classifier.measure import ABROAD

OURS = [
    ("nl", "Waar vind ik de brochure?"),
    ("fr", "Où est ma déclaration ?"),
    ("de", "Wo ist mein Antrag?"),
    ("en", "Where is my form?"),
    ("nl", "ge moogt mij da toch es uitleggen"),
    ("fr", "c koi le numero svp"),
    ("de", "wat is dat denn für en formular"),
    ("en", "pls help with the form"),
]


@pytest.mark.parametrize(("code", "text"), OURS)
def test_a_few_words_are_enough(code: str, text: str) -> None:
    assert identify(text).code == code


@pytest.mark.parametrize(("code", "text"), ABROAD.items())
def test_another_language_is_called_by_its_name(code: str, text: str) -> None:
    found = identify(text)
    assert (found.code, found.other) == (None, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("nl", "Bonjour, ik heb een vraag"),
        ("nl", "Bonjour, ik heb een vraag over mijn belastingen. Merci!"),
        ("fr", "Goedendag, je voudrais savoir où trouver la brochure"),
        ("de", "Bonjour, ich habe eine Frage zu meinem Ausweis"),
    ],
)
def test_the_matter_decides_in_a_mixed_text(code: str, text: str) -> None:
    found = identify(text)
    assert (found.code, found.is_mixed) == (code, True)


def test_a_text_in_one_language_is_not_mixed() -> None:
    assert not identify("Goedendag, waar vind ik de brochure over pensioenen? Alvast bedankt!").is_mixed


@pytest.mark.parametrize("text", ["", "?", "12 34", "https://belgium.be", "a@b.example", "👍"])
def test_too_little_is_not_sure(text: str) -> None:
    assert identify(text).code is None


def test_the_form_s_language_helps_with_one_word() -> None:
    assert identify("info", "fr").code in ("fr", None)


def test_it_is_right_on_texts_it_did_not_learn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = examples.load("train")
    groups = sorted({row.archetype for row in rows})
    kept = set(groups[::4])
    profiles = language.learn([row for row in rows if row.archetype not in kept])
    monkeypatch.setattr(language, "_profiles", lambda: profiles)
    asked = [row for row in rows if row.archetype in kept and len(row.text.split()) >= 10]
    right = sum(identify(" ".join(row.text.split()[:10])).code == row.language for row in asked)
    assert right / len(asked) >= 0.98
