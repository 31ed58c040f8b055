"""The public help centre: what everybody may read, by theme and by words. Only published answers that are meant for the public."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone, translation
from django.utils.text import slugify

from helpdesk.answers import gaps, rendering, shelf, suggestions
from helpdesk.answers.models import Answer, Reading, Wording
from helpdesk.people.models import Language
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


def public() -> QuerySet[Wording]:
    """Return the wordings that everybody may read today."""
    return suggestions.offered().filter(answer__is_public=True)


def themes(language: str) -> list[Theme]:
    """Return the themes that have an answer in `language`, in the portal's order; remembered for a minute."""
    return list(_themes_in[language].get())


def _themes(language: str) -> list[Theme]:
    counts = dict(public().filter(language=language).values_list("answer__topic").annotate(Count("pk")).order_by())
    with translation.override(language):
        labels = {choice: str(label) for choice, label in Answer.Topic.choices}
    return [Theme(topic, label, slugify(label), counts[topic]) for topic, label in labels.items() if topic in counts]


def of_theme(topic: str, language: str) -> QuerySet[Wording]:
    """Return the wordings of a theme in `language`, by title."""
    return public().filter(language=language, answer__topic=topic).order_by("title")


def latest(language: str, limit: int = PAGE) -> QuerySet[Wording]:
    """Return the wordings in `language` that changed last."""
    return public().filter(language=language).order_by("-updated_at", "-pk")[:limit]


def most_read(language: str) -> list[Wording]:
    """Return the wordings read most in the last month, filled up with the latest; remembered for a minute."""
    return list(_most_read_in[language].get())


def _most_read(language: str) -> list[Wording]:
    since = timezone.localdate() - READ_FOR
    read = Reading.objects.filter(day__gte=since, wording__language=language).values("wording").annotate(reads=Sum("read")).order_by("-reads")
    keys = [row["wording"] for row in read[: 3 * MOST_READ]]
    found = public().in_bulk(keys)
    ordered = [found[key] for key in keys if key in found]
    rest = (wording for wording in latest(language, 2 * MOST_READ) if wording.pk not in found)
    return [*ordered, *rest][:MOST_READ]


_themes_in = {language: Recent(partial(_themes, language), shelf.changes) for language in Language.values}
_most_read_in = {language: Recent(partial(_most_read, language), shelf.changes) for language in Language.values}


def get(answer_pk: int, language: str) -> Wording | None:
    """Return the wording of an answer in `language`, None when the public has none there."""
    return public().filter(answer=answer_pk, language=language).first()


def others(answer_pk: int) -> list[Wording]:
    """Return every wording of an answer that the public may read, for the links between the languages."""
    return list(public().filter(answer=answer_pk).order_by("language"))


def related(wording: Wording) -> list[Wording]:
    """Return the answers nearest to this one in its language."""
    near = suggestions.published(f"{wording.title}\n{wording.keywords}", wording.language, limit=RELATED + 1)
    return [other for other in near if other.answer_id != wording.answer_id][:RELATED]


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
