"""The team model: training, prediction, reasons and files."""

from pathlib import Path

import pytest

from classifier import explain, store
from classifier.examples import Example
from classifier.model import Model
from classifier.train import train

CONTENT = ("The amount on the page about pensions is wrong", "Which brochure explains voting", "The text on taxes has a mistake", "When was the law decided")
FAULTS = ("The page gives error 404", "The site does not load", "My screen reader cannot read the menu", "The link is broken and hangs")
OWN = ("Where is my refund", "My visa is late", "Which service pays my pension", "My landlord raises the rent")
WAYS = (("form", "editorial"), ("social", "online"))


@pytest.fixture(scope="module")
def model() -> Model:
    """A small model, quickly trained."""
    rows = [Example(f"{text} {n}", "en", "editorial", f"content-{i}-{n}", "form", False, "editorial") for i, text in enumerate(CONTENT) for n in range(3)]
    rows += [Example(f"{text} {n}", "en", "online", f"fault-{i}-{n}", "social", True, "online") for i, text in enumerate(FAULTS) for n in range(3)]
    rows += [Example(f"{text} {n}", "en", team, f"own-{i}-{n}", way, way == "social") for i, text in enumerate(OWN) for n in range(3) for way, team in WAYS]
    return train(rows)


def test_it_tells_teams_apart(model: Model) -> None:
    assert model.predict("the text about pensions has a wrong amount", "form", False).best == "editorial"
    assert model.predict("error 404 on this link", "telegram", True).best == "online"


def test_probabilities_add_up_to_one(model: Model) -> None:
    assert sum(model.predict("anything at all", "email", False).probabilities.values()) == pytest.approx(1)


def test_reasons_point_into_the_text(model: Model) -> None:
    text = "Bonjour, ERROR 404!"
    words = [reason for reason in model.predict(text, "form", False).reasons if reason.kind == "word"]
    assert words
    assert all(text[reason.start : reason.end] == reason.text for reason in words)


def test_the_channel_is_a_reason_too(model: Model) -> None:
    assert "channel" in {reason.kind for reason in model.predict("Where is my pension", "form", False).reasons}


def test_the_channel_decides_where_the_matter_does_not(model: Model) -> None:
    assert model.predict("Which service pays my visa", "form", False).best == "editorial"
    assert model.predict("Which service pays my visa", "telegram", True).best == "online"


@pytest.mark.parametrize("text", ["Hallo", "https://example.org/x", "?!", "ok top"])
def test_too_little_text_names_no_team(model: Model, text: str) -> None:
    assert model.predict(text, "telegram", True).team is None


def test_odd_texts_are_predicted_too(model: Model) -> None:
    for text in ("", "\0\0", "🙂", "א" * 50_000, "a\u0301" * 1000):
        assert 0 < model.predict(text, "form", False).confidence <= 1


def test_a_saved_model_predicts_the_same(model: Model, tmp_path: Path) -> None:
    store.save(model, tmp_path / "model", "key")
    again = store.load(tmp_path / "model", "key")
    found, said = again.predict("error 404", "form", False), model.predict("error 404", "form", False)
    assert found.probabilities == pytest.approx(said.probabilities)
    assert (found.team, found.best, found.facet.name, found.version) == (said.team, said.best, said.facet.name, said.version)


def test_a_model_signed_with_another_key_is_refused(model: Model, tmp_path: Path) -> None:
    store.save(model, tmp_path / "model", "key")
    with pytest.raises(store.Corrupt):
        store.load(tmp_path / "model", "another key")


def test_a_cut_off_model_is_refused(model: Model, tmp_path: Path) -> None:
    store.save(model, tmp_path / "model", "key")
    (tmp_path / "model").write_bytes((tmp_path / "model").read_bytes()[:-100])
    with pytest.raises(store.Corrupt):
        store.load(tmp_path / "model", "key")


def test_a_missing_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(store.Missing):
        store.load(tmp_path / "none", "key")


def test_reasons_speak_for_and_against(model: Model) -> None:
    weights = [reason.weight for reason in model.predict("The wrong amount on the page gives error 404", "form", False).reasons if reason.kind == "word"]
    assert max(weights) > 0 > min(weights)


def test_words_left_out_change_the_probability(model: Model) -> None:
    text = "The amount about pensions, which brochure: error, error"
    start = text.index("error")
    before, after = (model.predict(explain.blank(text, gone), "form", False).probabilities["online"] for gone in ((), [(start, start + 5)]))
    assert after < before


def test_a_word_left_out_is_left_out_everywhere(model: Model) -> None:
    text, once = "error on the page, error on the menu", "on the page, on the menu"
    assert model.predict(explain.blank(text, [(0, 5)]), "form", False).confidence == pytest.approx(model.predict(once, "form", False).confidence)


def test_nonsense_and_other_languages_name_no_team(model: Model) -> None:
    for text in ("asdkjh aksjdh kajshd lkjasd qwpoei", "gdzie jest mój paszport proszę pana"):
        assert model.predict(text, "form", False).team is None


@pytest.mark.parametrize("text", ["Bonjour, ik heb een vraag", "Hello, I have a question", "Hallo, kunt u mij helpen?", "Guten Tag, ich habe eine Frage"])
def test_a_greeting_and_a_wish_to_ask_say_too_little(model: Model, text: str) -> None:
    said = model.predict(text, "form", False)
    assert (said.says_enough, said.team) == (False, None)
