"""From question to answer: a reply that was good becomes the draft of a reusable answer, without its people.

Nothing is published here: the draft goes the way of every answer, and the reply is read anew from the database when it is saved.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from helpdesk.answers import editing, suggestions
from helpdesk.answers.models import Answer
from helpdesk.answers.suggestions import Suggestion
from helpdesk.people.models import User
from inbox import blacking, personal_data, suggesting
from inbox.blacking import Piece
from inbox.models import Message, Question

SIMILAR = 5
_BRACES = str.maketrans({"{": "(", "}": ")"})


class NoReply(Exception):
    """The question has no reply that could be used again."""


@dataclass(frozen=True)
class Draft:
    """What would become an answer: the question and the reply, cut where personal data stands."""

    title: list[Piece]
    asked: list[Piece]
    said: list[Piece]

    @property
    def found(self) -> list[Piece]:
        """The findings in what is saved, each once."""
        return list({piece.key: piece for piece in (*self.title, *self.said) if piece.kind}.values())


def similar(question: Question) -> list[Suggestion]:
    """Return the answers that exist already and say something like it, best first."""
    return suggestions.suggest(suggesting.asked(question), question.language, SIMILAR)


def draft(question: Question) -> Draft:
    """Return the draft of an answer made of a question and the last reply to it; raises NoReply."""
    reply = question.messages.filter(kind=Message.Kind.REPLY).order_by("-pk").first()
    if reply is None:
        raise NoReply
    names, asked = _names(question), suggesting.asked(question).strip()
    asked = personal_data.mask(asked, is_public=True) if question.is_public else asked  # (looking at it is noted elsewhere)
    cut = [blacking.pieces(text, names) for text in ((question.subject or question.excerpt)[:200], asked, reply.text.translate(_BRACES))]
    return Draft(*cut)


def _names(question: Question) -> list[str]:
    """Return the names of the case: the citizen's and those of everybody who wrote."""
    return [question.citizen.name, *question.messages.exclude(author_name="").values_list("author_name", flat=True).distinct()]


def save(question: Question, topic: str, by: User, *, title: str, kept: Iterable[str]) -> Answer:
    """Save the draft as an answer in the question's language.

    Parameters
    ----------
    topic
        One of Answer.Topic.
    title
        What the editor typed; personal data in it is blacked out, too.
    kept
        The keys of the findings that a person said are right to keep.

    Raises
    ------
    NoReply
        There is nothing to save.
    """
    right = list(kept)
    said = blacking.blacked(draft(question).said, right)
    shown = blacking.blacked(blacking.pieces(title.translate(_BRACES), _names(question)), right)
    details = editing.Details(topic, source_language=question.language, is_public=False)
    return editing.save(None, by, details, {question.language: editing.Words(shown[:200], said)})
