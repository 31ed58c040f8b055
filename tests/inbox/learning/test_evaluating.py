"""`manage.py evaluate_classifier`: the same table for each set kept aside and for both together."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from classifier import evaluate, examples
from classifier.model import Model
from inbox.management.commands.evaluate_classifier import Command


@pytest.fixture
def printed(model: Model, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command prints of the teams; the other measures, which take long, are left out."""
    for name in ("_spoilt", "_facets", "_languages", "_sizes"):
        monkeypatch.setattr(Command, name, lambda *_: None)
    monkeypatch.setattr(evaluate, "DRAWS", 2)
    out = StringIO()
    call_command("evaluate_classifier", plot=tmp_path / "curve.svg", stdout=out)
    return out.getvalue()


def test_it_prints_the_same_table_for_each_set_and_for_both(printed: str) -> None:
    tables = re.split("test-.*jsonl|both sets", printed)[1:]
    names = [[line[:36].strip() for line in table.splitlines() if "macro-F1" in line or "accuracy" in line] for table in tables]
    assert names[0] == names[1] == names[2] != []


def test_it_prints_how_long_training_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    known = examples.load("train")[::20]
    monkeypatch.setattr(examples, "load", lambda _split: known)
    out = StringIO()
    call_command("evaluate_classifier", training=len(known) + 50, stdout=out)
    assert f"training on {len(known) + 50} questions" in out.getvalue()
