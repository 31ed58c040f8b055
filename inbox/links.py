"""The citizen's secret link to his question: signed, revocable, expiring; nothing secret is kept in the database.

The token is the reference, the link's version and a keyed digest of both: raising `link_version` revokes all
links given out before. Unknown, revoked and expired tokens cannot be told apart by whoever holds one.
"""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from inbox import references
from inbox.models import Question

LIFETIME_DAYS = 180
_DIGEST_LENGTH = 32


def _digest(reference: str, version: int) -> str:
    return salted_hmac("inbox.links", f"{reference}:{version}", algorithm="sha256").hexdigest()[:_DIGEST_LENGTH]


def token(question: Question) -> str:
    """Return the secret token of the question's current link."""
    return f"{question.reference}{question.link_version}-{_digest(question.reference, question.link_version)}"


def path(question: Question) -> str:
    """Return the follow-up page's path in the question's language."""
    with translation.override(question.language):
        return reverse("follow", args=[question.language, token(question)])


def url(question: Question) -> str:
    """Return the follow-up page's absolute address, for mails."""
    return f"{settings.SITE_URL}{path(question)}"


def renewed(question: Question) -> dict[str, object]:
    """Return the fields with which a question's link lives on from now; one that has expired stays dead, a new one takes its place."""
    now = timezone.now()
    version = question.link_version + (question.link_expires_at <= now)
    return {"link_version": version, "link_expires_at": now + timedelta(days=LIFETIME_DAYS)}


def resolve(text: str) -> Question | None:
    """Return the question a token opens; None when it is unknown, revoked or expired."""
    head, _, digest = text.partition("-")
    reference, version = head[: references.LENGTH], head[references.LENGTH :]
    if not (version.isascii() and version.isdigit() and len(version) < 5):
        return None
    if not constant_time_compare(digest, _digest(reference, int(version))):
        return None
    questions = Question.objects.select_related("citizen", "identity", "team", "account")
    return questions.filter(reference=reference, link_version=int(version), link_expires_at__gt=timezone.now()).first()
