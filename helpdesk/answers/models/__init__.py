"""The rows of the reusable answers; one module a family, imported from here."""

from helpdesk.answers.models.answers import Answer, AnswerEvent
from helpdesk.answers.models.bodies import Body, BodyVersion
from helpdesk.answers.models.readers import Gap, Reading
from helpdesk.answers.models.snippets import Snippet
from helpdesk.answers.models.sources import Source
from helpdesk.answers.models.transfers import ImportRow, ImportRun
from helpdesk.answers.models.wordings import Wording, WordingVersion
from helpdesk.answers.models.work import AnswerDraft, AnswerPresence, Comment, TopicRule

__all__ = [
    "Answer",
    "AnswerDraft",
    "AnswerEvent",
    "AnswerPresence",
    "Body",
    "BodyVersion",
    "Comment",
    "Gap",
    "ImportRow",
    "ImportRun",
    "Reading",
    "Snippet",
    "Source",
    "TopicRule",
    "Wording",
    "WordingVersion",
]
