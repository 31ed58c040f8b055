"""The full-text index: FTS5 on SQLite, tsvector with GIN on PostgreSQL. One row a message."""

from typing import Any

from django.db import migrations

CREATE = {
    "sqlite": ["CREATE VIRTUAL TABLE inbox_search USING fts5(document, question_id UNINDEXED, tokenize='unicode61 remove_diacritics 2', prefix='3 4 5')"],
    "postgresql": [
        "CREATE TABLE inbox_search (message_id bigint PRIMARY KEY, question_id bigint NOT NULL, document tsvector NOT NULL)",
        "CREATE INDEX inbox_search_document ON inbox_search USING gin (document)",
    ],
}


def create(apps: Any, schema_editor: Any) -> None:
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE inbox_search")


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
