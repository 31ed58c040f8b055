"""The public help centre: what everybody may read, by theme and by words. Only published answers that are meant for the public."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone, translation
from django.utils.text import slugify

from helpdesk.answers import gaps, rendering, shelf, suggestions
from helpdesk.answers.models import Answer, Reading, Wording
from helpdesk.recent import Recent
from helpdesk.sanitize import markdown

MOST_READ = 6
RELATED = 5
PAGE = 30
OF_THEME = 60
FOUND = 20
READ_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Theme:
    """A theme of the portal with its name and its part of the address in one language, and how many answers it has there."""

    topic: str
    label: str
    slug: str
    count: int


@dataclass(frozen=True, slots=True)
class Link:
    """A wording in a list: its title, and where it is read."""

    title: str
    language: str
    path: str


@dataclass(frozen=True)
class Shown:
    """A wording as the public reads it: variables filled or taken out, Markdown rendered."""

    wording: Wording
    title: str
    html: str
    text: str
    path: str


def path(wording: Wording) -> str:
    """Return the address of a wording: its language, its title, the answer's number."""
    return f"/{wording.language}/answers/{slugify(rendering.bare(wording.title))[:70].strip('-') or 'a'}-{wording.answer_id}/"


def link(wording: Wording) -> Link:
    """Return a wording as lists name it."""
    return Link(wording.title, wording.language, path(wording))


def public() -> QuerySet[Wording]:
    """Return the wordings that everybody may read today."""
    return suggestions.offered().filter(answer__is_public=True)


def themes(language: str) -> list[Theme]:
    """Return the themes that have an answer in `language`, in the portal's order; remembered for a minute."""
    return list(_themes.get(language))


def _read_themes(language: str) -> list[Theme]:
    counts = dict(public().filter(language=language).values_list("answer__topic").annotate(Count("pk")).order_by())
    with translation.override(language):
        labels = {choice: str(label) for choice, label in Answer.Topic.choices}
    return [Theme(topic, label, slugify(label), counts[topic]) for topic, label in labels.items() if topic in counts]


def of_theme(topic: str, language: str) -> QuerySet[Wording]:
    """Return the wordings of a theme in `language`, by title."""
    return public().filter(language=language, answer__topic=topic).order_by("title")


def theme_page(topic: str, language: str, number: int) -> list[Link]:
    """Return one page of a theme in `language`, by title; remembered for a minute."""
    return list(_theme_pages.get(topic, language, number))


def _read_theme_page(topic: str, language: str, number: int) -> list[Link]:
    rows = of_theme(topic, language).select_related(None).only("title", "language", "answer_id")
    return [link(wording) for wording in rows[(number - 1) * OF_THEME : number * OF_THEME]]


def latest(language: str, limit: int = PAGE) -> QuerySet[Wording]:
    """Return the wordings in `language` that changed last."""
    return public().filter(language=language).order_by("-updated_at", "-pk")[:limit]


def most_read(language: str) -> list[Wording]:
    """Return the wordings read most in the last month, filled up with the latest; remembered for a minute."""
    return list(_most_read.get(language))


def _read_most_read(language: str) -> list[Wording]:
    since = timezone.localdate() - READ_FOR
    read = Reading.objects.filter(day__gte=since, wording__language=language).values("wording").annotate(reads=Sum("read")).order_by("-reads")
    keys = [row["wording"] for row in read[: 3 * MOST_READ]]
    found = public().in_bulk(keys)
    ordered = [found[key] for key in keys if key in found]
    rest = (wording for wording in latest(language, 2 * MOST_READ) if wording.pk not in found)
    return [*ordered, *rest][:MOST_READ]


def of_answer(answer_pk: int) -> dict[str, Wording]:
    """Return every wording of an answer that the public may read, by language."""
    return {wording.language: wording for wording in public().filter(answer=answer_pk).order_by("language")}


def related(wording: Wording) -> list[Link]:
    """Return the answers nearest to this one in its language; remembered for a minute."""
    return list(_related.get(wording.answer_id, wording.language, f"{wording.title}\n{wording.keywords}"))


def _read_related(answer_pk: int, language: str, words: str) -> list[Link]:
    near = suggestions.published(words, language, limit=RELATED + 1)
    return [link(other) for other in near if other.answer_id != answer_pk][:RELATED]


def show(wording: Wording) -> Shown:
    """Return a wording as the public reads it."""
    text = rendering.public(wording.text, wording.language)
    return Shown(wording, rendering.public(wording.title, wording.language), markdown(text), text, path(wording))


def search(words: str, language: str) -> list[Wording]:
    """Return what fits best, wherever its words stand; without accents and with typing errors, too. What is not found is noted.

    First the answers that hold every word, then those whose letters are nearest.
    """
    found = suggestions.found(words, language, FOUND)
    if not found:
        gaps.searched(words, language)
    return found


_themes = Recent(_read_themes, shelf.changes)
_theme_pages = Recent(_read_theme_page, shelf.changes)
_most_read = Recent(_read_most_read, shelf.changes)
_related = Recent(_read_related, shelf.changes)
