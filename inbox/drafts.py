"""What agents have typed and not sent, kept on the server as they type."""

from helpdesk.people.models import User
from inbox.models import Draft, Question


def save(question: Question, agent: User, text: str, *, kind: str = Draft.Kind.REPLY, insertions: list[int] | None = None) -> None:
    """Keep an agent's text; an empty one takes the draft away."""
    if not text.strip():
        Draft.objects.filter(question=question, agent=agent, kind=kind).delete()
        return
    defaults: dict[str, object] = {"text": text}
    if insertions is not None:
        defaults["insertions"] = insertions
    Draft.objects.update_or_create(question=question, agent=agent, kind=kind, defaults=defaults)


def of(question: Question, agent: User) -> dict[str, Draft]:
    """Return an agent's drafts on a question by kind."""
    return {draft.kind: draft for draft in Draft.objects.filter(question=question, agent=agent)}
