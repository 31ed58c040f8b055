"""A desk that is set up wrongly refuses to start, in one sentence."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).parents[2]


def _check(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "SECRET_KEY"}}
    return subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, check=False)


def test_it_refuses_to_start_without_a_secret_key() -> None:
    done = _check()
    assert done.returncode == 1
    assert done.stderr.startswith("SECRET_KEY is not set")
    assert len(done.stderr.splitlines()) == 1


def test_it_names_the_setting_that_cannot_be_read() -> None:
    assert _check(DEBUG="perhaps").stderr == "DEBUG is 'perhaps': set it to yes or no.\n"


def test_a_refused_page_is_logged_once(db: None, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/nowhere/")
    assert logging.getLogger("django").handlers == []
    assert [record.name for record in caplog.records] == ["django.request"]
