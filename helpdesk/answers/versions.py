"""Which version of a wording is the newest, that editors work on, and whether it is the one that everybody else reads."""

from django.db.models import F

from helpdesk.answers.models import Answer, TopicRule, Wording, WordingVersion

WORDS = ("title", "text", "short_text", "keywords")


def needs_second_person(topic: str) -> bool:
    """Tell whether a second person approves the answers of a topic; where nothing was said, yes."""
    rule = TopicRule.objects.filter(topic=topic).first()
    return rule is None or rule.needs_second_person


def newest(answer: Answer) -> dict[str, WordingVersion]:
    """Return the newest version of each wording of an answer, by language."""
    rows = WordingVersion.objects.filter(wording__answer=answer, number=F("wording__version")).select_related("wording", "written_by")
    return {row.wording.language: row for row in rows.order_by("wording__language")}


def latest(wording: Wording) -> Wording | WordingVersion:
    """Return the newest words of a wording: the row itself, unless a change of it waits for approval."""
    return wording.versions.get(number=wording.version) if wording.is_waiting else wording


def is_read(version: WordingVersion) -> bool:
    """Tell whether the words of a version are those that its wording shows."""
    return all(getattr(version, name) == getattr(version.wording, name) for name in WORDS)
