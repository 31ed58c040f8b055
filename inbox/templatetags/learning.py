"""Saying figures and verdicts of the classifier in whole sentences of the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classifier.duel import LEAST_CASES
from classifier.intervals import Measured
from helpdesk.people.models import Language, Team
from inbox.learning.training import LEAST_NEW
from inbox.models import ModelChange

register = template.Library()
Figures = Mapping[str, Any]
SPACE = "\N{NO-BREAK SPACE}"


@register.filter
def percent(value: float) -> str:
    """Return a share in percent with one digit after the comma; the sign stays with its number."""
    return f"{formats.number_format(round(value * 100, 1), 1)}{SPACE}%"


@register.filter
def interval(one: Measured) -> str:
    """Return the 95 % interval of a share."""
    return f"{formats.number_format(round(one.low * 100, 1), 1)} – {percent(one.high)}"


@register.simple_tag
def named(key: str, teams: Iterable[Team]) -> str:
    """Return the name of a language or a team."""
    return str(Language(key).label) if key in Language.values else next((str(team) for team in teams if team.key == key), key)


@register.simple_tag
def verdict(change: ModelChange, teams: Iterable[Team]) -> str:
    """Return why a model was put to use or not, or what is aimed at with it."""
    if change.kind == ModelChange.Kind.ROLLED_BACK:
        return change.because or _("No reason was given.")
    if change.kind == ModelChange.Kind.AIMED:
        return _aimed(change.figures, change.because)
    if change.kind == ModelChange.Kind.TRUSTED:
        return _trusted(change.figures)
    say = _SAY.get(change.reason)
    return say(_Words(change.figures, teams)) if say else ""


def _aimed(figures: Figures, because: str) -> str:
    shares = {name: percent(figures[name]) for name in ("before", "after", "coverage") if name in figures}
    if "coverage" not in shares:
        said = _("The target is %(after)s instead of %(before)s.") % shares
    else:
        said = _("The target is %(after)s instead of %(before)s: the model in use sends %(coverage)s of the questions to a team.") % shares
    return f"{said} {because}".strip()


def _trusted(figures: Figures) -> str:
    people = ngettext("%(people)s person gave them.", "%(people)s people gave them.", figures["people"])
    labels = ngettext(
        "%(labels)s label that contradicted both models was looked at and found right.",
        "%(labels)s labels that contradicted both models were looked at and found right.",
        figures["labels"],
    )
    return f"{labels} {people}" % figures


class _Words(dict[str, Any]):
    """A change's figures as words to put into a sentence."""

    def __init__(self, figures: Figures, teams: Iterable[Team]) -> None:
        super().__init__(
            new=figures.get("new", 0), later=figures.get("later", 0), count=figures.get("count", 0), least_new=LEAST_NEW, least_later=LEAST_CASES,
            p=formats.number_format(figures.get("p_value", 1.0), 3),
            **{name: percent(figures.get(name, 0.0)) for name in ("champion", "challenger", "contradicted")},
            groups=", ".join(
                f"{named(one['name'], teams)} ({percent(one['champion'])} → {percent(one['challenger'])})"
                for one in figures.get("groups", []) if one["champion"] - one["challenger"] > 0.02
            ),
        )  # fmt: skip


_SAY: dict[str, Callable[[_Words], str]] = {
    "few_new": lambda words: _("Too few new labels to learn from: %(new)s, at least %(least_new)s are needed.") % words,
    "few_unseen": lambda words: _("Too few later questions to compare on: %(later)s, at least %(least_later)s are needed.") % words,
    "contradicted": lambda words: _(
        "%(contradicted)s of the later labels contradict what both models say. A new topic looks like that, and so do wrong moves: a person has to look."
    ) % words,
    "not_better": lambda words: _(
        "On %(count)s later questions the challenger was right in %(challenger)s, the model in use in %(champion)s: not surely better (p = %(p)s)."
    ) % words,
    "falls": lambda words: _("Better in all (%(challenger)s instead of %(champion)s), but more than two points worse for: %(groups)s.") % words,
    "overtaken": lambda words: _("Another version came into use meanwhile, and the challenger was not compared with it. Train again if you want to.") % words,
    "better": lambda words: _("On %(count)s later questions right in %(challenger)s instead of %(champion)s (p = %(p)s).") % words,
    "missing": lambda words: _("There was no model file: one was trained on the training questions.") % words,
    "outdated": lambda words: _("The model file was of an earlier format: one was trained on the training questions.") % words,
    "corrupt": lambda words: _("The model file could not be trusted: one was trained on the training questions.") % words,
    "shares": lambda words: _("The teams' shares of the questions are clearly different from before.") % words,
    "words": lambda words: _("Citizens use clearly more words that the classifier never saw.") % words,
}  # fmt: skip
