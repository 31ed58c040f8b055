"""What agents have typed and not sent, kept on the server as they type."""

from helpdesk.people.models import User
from inbox.models import Draft, Event, Question

SENT = {Draft.Kind.REPLY: Event.Kind.REPLIED, Draft.Kind.NOTE: Event.Kind.NOTE}


def save(
    question: Question, agent: User, text: str, *, seen_event_id: int, kind: str = Draft.Kind.REPLY, insertions: list[int] | None = None,
    is_private: bool | None = None,
) -> bool:  # fmt: skip
    """Keep an agent's text; an empty one takes the draft away.

    Parameters
    ----------
    seen_event_id
        The newest event on the agent's screen. A save that was under way while the text was sent comes too late and keeps nothing.
    insertions, is_private
        None leaves them as they were kept.

    Returns
    -------
    bool
        Whether the text stands on the server as it was given.
    """
    if is_sent(question, agent, seen_event_id=seen_event_id, kind=kind):
        return False
    if not text.strip():
        Draft.objects.filter(question=question, agent=agent, kind=kind).delete()
        return True
    more = {"insertions": insertions, "is_private": is_private}
    defaults = {"text": text} | {name: value for name, value in more.items() if value is not None}
    Draft.objects.update_or_create(question=question, agent=agent, kind=kind, defaults=defaults)
    return True


def is_sent(question: Question, agent: User, *, seen_event_id: int, kind: str = Draft.Kind.REPLY) -> bool:
    """Tell whether what was typed on a screen has gone already."""
    return question.events.filter(pk__gt=seen_event_id, kind=SENT[Draft.Kind(kind)], actor=agent).exists()


def of(question: Question, agent: User) -> dict[str, Draft]:
    """Return an agent's drafts on a question by kind."""
    return {draft.kind: draft for draft in Draft.objects.filter(question=question, agent=agent)}
