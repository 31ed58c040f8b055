"""The rows of the inbox; one module a family, imported from here."""

from inbox.models.accounts import Account, ApiToken
from inbox.models.citizens import Citizen, Identity, Merge
from inbox.models.decisions import Decision
from inbox.models.deliveries import Attempt, Delivery
from inbox.models.events import Event
from inbox.models.incidents import Broadcast, Fingerprint, Incident, IncidentQuestion, Recipient, Surge, Twin
from inbox.models.messages import Attachment, Draft, Insertion, Mention, Message, SetAside
from inbox.models.questions import Post, Presence, Question, Tag
from inbox.models.recalls import Recall
from inbox.models.referrals import Referral
from inbox.models.sources import Source
from inbox.models.training import Bookmark, Example, ModelChange, ModelVersion, TrainingRun

__all__ = [
    "Account",
    "ApiToken",
    "Attachment",
    "Attempt",
    "Bookmark",
    "Broadcast",
    "Citizen",
    "Decision",
    "Delivery",
    "Draft",
    "Event",
    "Example",
    "Fingerprint",
    "Identity",
    "Incident",
    "IncidentQuestion",
    "Insertion",
    "Mention",
    "Merge",
    "Message",
    "ModelChange",
    "ModelVersion",
    "Post",
    "Presence",
    "Question",
    "Recall",
    "Recipient",
    "Referral",
    "SetAside",
    "Source",
    "Surge",
    "Tag",
    "TrainingRun",
    "Twin",
]
