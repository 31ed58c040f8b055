"""What the migrations make of the answers that are there: an address becomes a source, what was approved becomes what is read."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = [("answers", "0004_rows_of_the_editors_day")], [("answers", "0005_sources_and_bases")]


@pytest.fixture
def _newest_afterwards(transactional_db: None) -> Iterator[None]:
    """Leave the tables as every other test expects them, those of the apps that rest on the answers, too."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.usefixtures("_newest_afterwards")
def test_an_address_becomes_a_source_and_an_address_again() -> None:
    old = MigrationExecutor(connection).migrate(BEFORE).apps
    answer = old.get_model("answers", "Answer").objects.create(topic="taxes", source_language="nl", source_url="https://portal.example/a")
    wordings = old.get_model("answers", "Wording")
    for language, version in (("nl", 3), ("fr", 1)):
        wordings.objects.create(answer=answer, language=language, title="A", text="B", version=version)
    new = MigrationExecutor(connection).migrate(AFTER).apps
    assert [source.url for source in new.get_model("answers", "Source").objects.all()] == ["https://portal.example/a"]
    assert dict(new.get_model("answers", "Wording").objects.values_list("language", "rests_on")) == {"nl": None, "fr": 3}
    again = MigrationExecutor(connection).migrate(BEFORE).apps
    assert again.get_model("answers", "Answer").objects.get().source_url == "https://portal.example/a"


@pytest.mark.usefixtures("_newest_afterwards")
def test_a_published_wording_shows_what_was_approved_last() -> None:
    old = MigrationExecutor(connection).migrate([("answers", "0008_versions_rest_on_a_source")]).apps
    answer = old.get_model("answers", "Answer").objects.create(topic="taxes", source_language="nl", state="published")
    wordings = old.get_model("answers", "Wording").objects
    changed = wordings.create(answer=answer, language="nl", title="A", text="New", version=2, approved=1)
    wordings.create(answer=answer, language="fr", title="A", text="Jamais approuvé", version=1)
    for number, text in ((1, "Old"), (2, "New")):
        old.get_model("answers", "WordingVersion").objects.create(wording=changed, number=number, title="A", text=text)
    new = MigrationExecutor(connection).migrate([("answers", "0009_what_was_approved_is_what_is_read")]).apps
    rows = new.get_model("answers", "Wording").objects.values_list("language", "text", "version", "approved")
    assert set(rows) == {("nl", "Old", 2, 1), ("fr", "Jamais approuvé", 1, 1)}
