"""One answer of a file: what is wrong with it, what it would change, and writing it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from helpdesk.answers import citing, rendering, versions
from helpdesk.answers.editing import LONGEST, Details, EditedMeanwhile, HoldsPersonalData, OnlyInReplies, UnknownVariable, Words, refuse_numbers, save
from helpdesk.answers.models import Answer, ImportRow
from helpdesk.answers.versions import WORDS
from helpdesk.people.models import Language, User

YES, NO = ("true", "1", "yes", "ja", "oui"), ("false", "0", "no", "nee", "non", "nein")
Effect = ImportRow.Effect


class BadRow(Exception):
    """The row cannot be taken over; `problem` is a code that `saying.problem` knows, `about` what it is about."""

    def __init__(self, problem: str, about: str = "") -> None:
        super().__init__(problem)
        self.problem, self.about = problem, about[:300]


@dataclass(frozen=True)
class Meant:
    """What a row wants: the answer it changes (None for a new one), its details and its words."""

    answer: Answer | None
    details: Details
    words: dict[str, Words]


def meant(data: Mapping[str, Any]) -> Meant:
    """Return what a row wants; raises BadRow at the first thing that is wrong."""
    answer = _answer(data.get("id", ""))
    wordings = {wording.language: wording for wording in answer.wordings.all()} if answer else {}
    if not data.get("wordings") and not answer:
        raise BadRow("no_text")
    numbers = {code: wording.version for code, wording in wordings.items()}
    words = {code: _words(code, typed, numbers.get(code, 0)) for code, typed in data.get("wordings", {}).items()}
    details = _details(data, answer)
    if answer and answer.state == Answer.State.PUBLISHED and details.is_public:
        _refuse_private(words)
    return Meant(answer, details, words)


def effect(wanted: Meant) -> tuple[Effect, list[str]]:
    """Return what writing a row would do, and the names of what it changes."""
    if wanted.answer is None:
        return Effect.NEW, sorted(wanted.words)
    now = {wording.language: Words.of(versions.latest(wording)) for wording in wanted.answer.wordings.all()}
    texts = sorted(code for code, words in wanted.words.items() if now.get(code) != words)
    before = replace(Details.of(wanted.answer), sources=citing.written(wanted.answer))
    after = replace(wanted.details, sources=before.sources if wanted.details.sources is None else wanted.details.sources)
    changes = [*texts, *(["details"] if before != after else [])]
    return (Effect.CHANGED if changes else Effect.SAME), changes


def write(wanted: Meant, by: User) -> Answer:
    """Write a row as its editor would; a new answer is a draft. Raises BadRow when somebody was first."""
    try:
        return save(wanted.answer, by, wanted.details, wanted.words)
    except EditedMeanwhile as error:
        raise BadRow("edited", ", ".join(error.conflicts)) from error
    except OnlyInReplies as error:
        raise BadRow("only_in_replies", f"{{{error.names[0]}}} {error.language}") from error
    except (HoldsPersonalData, UnknownVariable) as error:
        raise BadRow("numbers", error.language) from error


def _refuse_private(words: Mapping[str, Words]) -> None:
    for code, typed in words.items():
        if names := rendering.only_in_replies(typed.title, typed.text):
            raise BadRow("only_in_replies", f"{{{names[0]}}} {code}")


def _answer(number: object) -> Answer | None:
    text = str(number).strip()
    if not text:
        return None
    found = Answer.objects.prefetch_related("wordings", "sources").filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None
    if found is None:
        raise BadRow("no_answer", text)
    return found


def _details(data: Mapping[str, Any], answer: Answer | None) -> Details:
    topic = str(data.get("topic", "") or (answer.topic if answer else ""))
    if topic not in Answer.Topic.values:
        raise BadRow("topic", topic)
    first = str(data.get("source_language", "") or (answer.source_language if answer else Language.NL))
    if first not in Language.values:
        raise BadRow("language", first)
    base = Details.of(answer) if answer else Details(topic)
    changed: dict[str, Any] = {"topic": topic, "source_language": first}
    for name in ("valid_until", "review_on"):
        if name in data:
            changed[name] = _day(str(data[name]))
    if str(data.get("is_public", "")).strip():
        changed["is_public"] = _yes(str(data["is_public"]))
    if "sources" in data:
        changed["sources"] = _sources(str(data["sources"]))
    return replace(base, **changed)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise BadRow("day", text) from error


def _yes(text: str) -> bool:
    if text.strip().lower() not in YES + NO:
        raise BadRow("yes", text)
    return text.strip().lower() in YES


def _sources(text: str) -> str:
    try:
        return "\n".join(f"{url} {title}".strip() for url, title in citing.read(text).items())
    except citing.BadLink as error:
        raise BadRow("link", error.line) from error


def _words(code: str, typed: Mapping[str, Any], version: int) -> Words:
    if code not in Language.values:
        raise BadRow("language", code)
    texts: dict[str, Any] = {name: str(typed.get(name) or "").replace("\r\n", "\n").strip() for name in WORDS}
    for name, problem in (("title", "no_title"), ("text", "no_text_in")):
        if not texts[name]:
            raise BadRow(problem, code)
    for name, most in LONGEST.items():
        if len(texts[name]) > most:
            raise BadRow("long", f"{name} {code}: {len(texts[name])} / {most}")
    if names := rendering.unknown("\n".join(texts.values())):
        raise BadRow("variable", f"{{{names[0]}}} {code}")
    words = Words(**texts, opened_version=version)
    try:
        refuse_numbers(code, words)
    except HoldsPersonalData as error:
        raise BadRow("numbers", code) from error
    return words
