"""The rows of the reusable answers; one module a family, imported from here."""

from helpdesk.answers.models.answers import Answer, AnswerEvent
from helpdesk.answers.models.bodies import Body, BodyVersion
from helpdesk.answers.models.readers import Gap, Reading
from helpdesk.answers.models.wordings import Wording, WordingVersion

__all__ = ["Answer", "AnswerEvent", "Body", "BodyVersion", "Gap", "Reading", "Wording", "WordingVersion"]
