"""The training and test questions: enough, apart, and consistent."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from classifier import check_data, examples
from classifier.check_data import Data
from classifier.language import identify

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data() -> Data:
    """All questions as they stand in the files."""
    return check_data.read()


@pytest.fixture
def leaking(tmp_path: Path) -> Path:
    """Files in which training holds a question kept aside."""
    for name in ("archetypes.jsonl", "test-facets-nl.jsonl"):
        shutil.copy(examples.DATA / name, tmp_path)
    known = (tmp_path / "test-facets-nl.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "train-nl.jsonl").write_text(known, encoding="utf-8")
    return tmp_path


def test_nothing_kept_aside_is_known_to_training(data: Data) -> None:
    assert check_data.leaks(data) == []


def test_every_question_agrees_with_its_archetype_and_stands_once(data: Data) -> None:
    assert check_data.faults(data) == []


def test_training_says_nothing_twice_in_nearly_the_same_words(data: Data) -> None:
    assert check_data.duplicates(data.of("train")) == []


def test_the_data_card_has_the_counts_of_the_files(data: Data) -> None:
    assert "\n".join(check_data.card(data)) in (examples.DATA / "README.md").read_text(encoding="utf-8")


def test_the_check_passes_and_prints_no_text_kept_aside(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_data.main([]) == 0
    printed = capsys.readouterr().out
    assert not [row for row in data.of(*check_data.ASIDE) if row.text in printed]


def test_the_check_fails_on_leakage(leaking: Path) -> None:
    assert check_data.main([], leaking) == 1


def test_a_leak_is_seen_as_archetype_as_split_and_as_duplicate(leaking: Path) -> None:
    assert len(check_data.leaks(check_data.read(leaking))) == 3


def test_a_later_question_that_was_asked_before_is_a_leak(data: Data) -> None:
    known = data.of("test")[0]
    again = check_data.Row(**{**vars(known), "part": "later", "archetype": data.of("later")[0].archetype})
    assert check_data.leaks(Data([known, again], data.archetypes)) == ["1 later texts have a near-duplicate among those kept aside before."]


def test_a_wrong_label_is_a_fault(data: Data) -> None:
    row = data.rows[0]
    wrong = check_data.Row(**{**vars(row), "team": "online" if row.team == "editorial" else "editorial"})
    assert len(check_data.faults(Data([*data.rows[1:], wrong], data.archetypes))) == 1


@pytest.mark.parametrize("part", ["facets", "later"])
def test_the_first_test_set_of_the_teams_holds_no_other_questions_kept_aside(data: Data, part: str) -> None:
    assert not {row.text for row in data.of(part)} & {e.text for e in examples.load("test")}


def test_only_the_evaluation_reads_the_later_questions() -> None:
    files = [file for package in ("classifier", "helpdesk", "inbox") for file in (ROOT / package).rglob("*.py")]
    assert {file.name for file in files if "test-later" in file.read_text(encoding="utf-8")} == {"check_data.py", "evaluate_classifier.py", "examples.py"}


@pytest.mark.parametrize("language", examples.LANGUAGES)
def test_the_later_questions_are_as_many_in_each_language_and_hold_exceptions(data: Data, language: str) -> None:
    rows = [row for row in data.of("later") if row.language == language]
    assert set(Counter(row.archetype for row in rows).values()) == {2}
    assert 0.2 <= sum(row.is_exception for row in rows) / len(rows) <= 0.3


@pytest.mark.parametrize("facet", [None, "refer", "service", "spam", "care"])
@pytest.mark.parametrize("language", examples.LANGUAGES)
def test_each_facet_has_questions_to_learn_from_and_to_measure_on(data: Data, facet: str | None, language: str) -> None:
    counts = Counter(row.part for row in data.rows if (row.facet, row.language) == (facet, language))
    assert counts["train"] >= 25
    assert counts["facets"] >= 15


@pytest.mark.parametrize("language", examples.LANGUAGES)
def test_each_team_has_enough_questions_in_each_language(language: str) -> None:
    counts = Counter(e.team for e in [*examples.load("train"), *examples.load("test")] if e.language == language)
    assert min(counts["editorial"], counts["online"]) >= 400


def test_short_questions_kept_aside_are_recognised_in_their_language() -> None:
    test = examples.load("test")
    right = sum(identify(" ".join(e.text.split()[:8])).code == e.language for e in test)
    assert right / len(test) > 0.95


def test_too_little_text_is_no_language() -> None:
    assert identify("?").code is None
    assert identify("12 34").code is None


def test_another_language_is_none_of_ours() -> None:
    assert identify("Dzień dobry, chciałbym zapytać o podatki w Belgii").code is None
