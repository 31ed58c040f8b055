"""Making a reusable answer of a question and its reply: what exists already, then both side by side with the personal data found."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from helpdesk.answers.models import Answer
from helpdesk.people.permissions import requires
from inbox import blacking, reusing
from inbox.models import Question
from inbox.views.desk import frame, me
from inbox.views.opening import with_question


@requires("edit_answers")
@with_question
def reusable(request: HttpRequest, row: Question) -> HttpResponse:
    """Show the draft and what was found in it; save it as an answer."""
    try:
        made = reusing.draft(row)
    except reusing.NoReply:
        messages.error(request, _("There is no reply yet. Answer the question first; then it can become a reusable answer."))
        return redirect("question", row.reference)
    title, topic = request.POST.get("title", "").strip(), request.POST.get("topic", row.topic)
    errors = _errors(title, topic) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        saved = reusing.save(row, topic, me(request), title=title, kept=request.POST.getlist("kept"))
        messages.success(request, _("The draft is saved. Read it through, make it hold for everybody, and ask for its publication."))
        return redirect("answer_edit", saved.pk)
    kinds = _kinds()
    context = {
        **frame(request, "answers"),
        "question": row,
        "draft": made,
        "similar": reusing.similar(row),
        "found": [(piece, kinds[piece.kind]) for piece in made.found],
        "typed_title": title or blacking.blacked(made.title),
        "topic": topic,
        "topics": Answer.Topic.choices,
        "kept": request.POST.getlist("kept"),
        "errors": errors,
    }
    return render(request, "desk/reusable.html", context, status=422 if errors else 200)


def _errors(title: str, topic: str) -> list[tuple[str, str]]:
    """Return what is missing, each with the field it is about."""
    wrong = []
    if not title:
        wrong.append(("id_title", _("Write a title in this language.")))
    if topic not in Answer.Topic.values:
        wrong.append(("id_topic", _("Choose a topic.")))
    return wrong


def _kinds() -> dict[str, str]:
    return {
        "name": _("name"),
        "national": _("national register number"),
        "iban": _("account number"),
        "card": _("card number"),
        "phone": _("telephone number"),
        "email": _("e-mail address"),
        "address": _("postal address"),
        "plate": _("number plate"),
    }
