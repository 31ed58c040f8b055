"""The three forms of a file of answers. All say the same: an answer's number, its details, and its words by language.

CSV has one row an answer and a column for each field and language (`title_nl`); JSON is a list; the ZIP holds a folder an answer with one
Markdown file a language, its details between two lines of dashes on top. A file without the number makes a new answer.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import slugify

from helpdesk.answers import citing, versions
from helpdesk.answers.editing import Words
from helpdesk.answers.models import Answer
from helpdesk.answers.versions import WORDS
from helpdesk.people.models import Language

DETAILS = ("id", "topic", "source_language", "valid_until", "review_on", "is_public", "sources")
MOST_ROWS = 20_000
MOST_BYTES = 30_000_000
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json", "zip": "application/zip"}
_RULE = "---"

Row = tuple[str, dict[str, Any]]


class Unreadable(Exception):
    """The file cannot be taken apart; `why` is "kind", "text", "shape", "size" or "empty"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def of(answer: Answer) -> dict[str, Any]:
    """Return an answer as it is written to a file: its newest words, approved or not."""
    return {
        "id": answer.pk,
        "topic": answer.topic,
        "source_language": answer.source_language,
        "valid_until": answer.valid_until.isoformat() if answer.valid_until else "",
        "review_on": answer.review_on.isoformat() if answer.review_on else "",
        "is_public": answer.is_public,
        "sources": citing.written(answer),
        "wordings": {wording.language: Words.of(versions.latest(wording)).fields for wording in answer.wordings.all()},
    }


def written(kind: str, answers: Iterable[Answer]) -> bytes:
    """Return the answers as a file of `kind`, one of KINDS."""
    rows = [of(answer) for answer in answers]
    if kind == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1).encode()
    return _csv(rows) if kind == "csv" else _zip(rows)


def read(name: str, content: bytes) -> list[Row]:
    """Return the rows of a file, each with the place it stands at (its line, its number, its folder); raises Unreadable."""
    kind = name.rpartition(".")[2].lower()
    if len(content) > MOST_BYTES:
        raise Unreadable("size")
    readers = {"csv": _from_csv, "json": _from_json, "zip": _from_zip}
    if kind not in readers:
        raise Unreadable("kind")
    try:
        rows = list(readers[kind](content))
    except UnicodeDecodeError as error:
        raise Unreadable("text") from error
    except (ValueError, TypeError, KeyError, AttributeError, csv.Error, zipfile.BadZipFile) as error:
        raise Unreadable("shape") from error
    if any("\\u0000" in json.dumps(data) for _place, data in rows):
        raise Unreadable("shape")
    if not rows:
        raise Unreadable("empty")
    if len(rows) > MOST_ROWS:
        raise Unreadable("size")
    return rows


def _csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    names = [*DETAILS, *(f"{name}_{code}" for code in Language.values for name in WORDS)]
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for row in rows:
        words = {f"{name}_{code}": text for code, wording in row["wordings"].items() for name, text in wording.items()}
        writer.writerow({name: row[name] for name in DETAILS} | {name: _inert(text) for name, text in words.items()})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _inert(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "@") else text


def _from_csv(content: bytes) -> Iterator[Row]:
    text = content.decode("utf-8-sig")
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    if "topic" not in (reader.fieldnames or ()):
        raise ValueError(first)
    for number, line in enumerate(reader, 2):
        row: dict[str, Any] = {name: (line.get(name) or "").strip() for name in DETAILS if name in line}
        row["wordings"] = {}
        for code in Language.values:
            words = {name: (line.get(f"{name}_{code}") or "").removeprefix("'") for name in WORDS}
            if any(words.values()):
                row["wordings"][code] = words
        yield str(number), row


def _from_json(content: bytes) -> Iterator[Row]:
    for number, row in enumerate(json.loads(content.decode("utf-8-sig")), 1):
        wordings = row.get("wordings", {})
        details = {name: row[name] for name in DETAILS if name in row and row[name] is not None}
        yield str(number), {**details, "wordings": {str(code): dict(words) for code, words in wordings.items()}}


def _zip(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for row in rows:
            title = row["wordings"].get(row["source_language"]) or next(iter(row["wordings"].values()), {"title": ""})
            place = f"answers/{row['id']}-{slugify(title['title'])[:50] or 'answer'}"
            for code, words in row["wordings"].items():
                head = {name: row[name] for name in DETAILS if name != "sources"} | {"sources": " | ".join(row["sources"].splitlines())}
                head |= {name: " ".join(words[name].split()) for name in WORDS if name != "text"}
                lines = [_RULE, *(f"{name}: {value}" for name, value in head.items()), _RULE, "", words["text"], ""]
                folder.writestr(f"{place}/{code}.md", "\n".join(lines))
    return out.getvalue()


def _from_zip(content: bytes) -> Iterator[Row]:
    found: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        if sum(each.file_size for each in folder.infolist()) > 2 * MOST_BYTES:
            raise Unreadable("size")
        for name in sorted(folder.namelist()):
            place, _slash, file = name.rpartition("/")
            code = file.removesuffix(".md")
            if file.endswith(".md") and code in Language.values:
                head, text = _apart(folder.read(name).decode("utf-8-sig"))
                row = found.setdefault(place, {"wordings": {}})
                row |= {key: value for key, value in head.items() if key in DETAILS}
                row["wordings"][code] = {key: head.get(key, "") for key in WORDS if key != "text"} | {"text": text}
    for row in found.values():
        row["sources"] = "\n".join(part.strip() for part in row.get("sources", "").split(" | "))
    yield from found.items()


def _apart(text: str) -> tuple[dict[str, str], str]:
    """Return the fields on top of a Markdown file, and the text below them."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != _RULE or _RULE not in lines[1:]:
        raise ValueError(lines[0])
    end = lines.index(_RULE, 1)
    head = (line.partition(":") for line in lines[1:end] if ":" in line)
    return {name.strip(): value.strip() for name, _colon, value in head}, "\n".join(lines[end + 1 :]).strip()
