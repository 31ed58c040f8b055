"""What editors decide about an answer: its state, that a translation is still right, that a source was checked, what a topic asks for."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.answers import behind, editing, flags, life
from helpdesk.answers.models import Answer, TopicRule, Wording
from helpdesk.answers.saying import numbers_in_words, only_in_replies
from helpdesk.people.models import Language, User
from helpdesk.people.permissions import requires


@requires("edit_answers")
@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for review, approve, retire or take back to draft; what stands against it is said."""
    row = get_object_or_404(Answer, pk=pk)
    asked, person = request.POST.get("state", ""), cast(User, request.user)
    if asked not in ("published", "review", "retired", "draft"):
        raise Http404
    try:
        row = _changed(row, asked, person, request.POST.get("seen"))
    except editing.AnswerError as error:
        messages.error(request, _refusal(error))
    else:
        messages.success(request, _done(row, asked, person))
    return redirect("answer", pk)


@requires("edit_answers")
@require_POST
def confirm(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Say that a translation is still right beside the source as it stands."""
    wording = get_object_or_404(Wording.objects.select_related("answer"), answer=pk, language=language)
    version = request.POST.get("version", "")
    if not version.isdecimal() or language == wording.answer.source_language:
        raise Http404
    if behind.confirm(wording, int(version), cast(User, request.user)):
        messages.success(request, _("Confirmed: this text says the same as its source."))
    else:
        messages.error(request, _("The source changed again just now. Look at what is new, then confirm."))
    return redirect("answer", pk)


@requires("edit_answers")
@require_POST
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the answer was compared with its sources and is right."""
    row = get_object_or_404(Answer, pk=pk)
    flags.checked(row, cast(User, request.user))
    messages.success(request, _("Thank you. The answer is offered again, and its sources count as checked today."))
    return redirect("answer", pk)


@requires("lead")
def rules(request: HttpRequest) -> HttpResponse:
    """Show and change which topics need a second person."""
    if request.method == "POST":
        wanted = set(request.POST.getlist("second"))
        for topic in Answer.Topic.values:
            TopicRule.objects.update_or_create(topic=topic, defaults={"needs_second_person": topic in wanted})
        messages.success(request, _("The rules were saved."))
        return redirect("answer_rules")
    alone = set(TopicRule.objects.filter(needs_second_person=False).values_list("topic", flat=True))
    topics = [(topic, label, topic not in alone) for topic, label in Answer.Topic.choices]
    return render(request, "answers/rules.html", {"topics": topics})


def _changed(row: Answer, asked: str, person: User, seen: str | None) -> Answer:
    if asked == "published":
        return life.approve(row, person, None if seen is None else _versions(seen))
    verbs = {"review": life.to_review, "retired": life.retire, "draft": life.to_draft}
    return verbs[asked](row, person)


def _versions(text: str) -> dict[str, int]:
    """Return version by language as the page wrote it: "nl:3,fr:2"."""
    pairs = (part.partition(":") for part in text.split(",") if part)
    return {code: int(number) for code, _colon, number in pairs if number.isdecimal()}


def _refusal(error: editing.AnswerError) -> str:
    if isinstance(error, life.OwnText):
        sentence = _("You wrote the newest text yourself (%(languages)s). Ask a colleague to read and approve it.")
        return sentence % {"languages": _named(error.languages)}
    if isinstance(error, life.ChangedMeanwhile):
        return _("A text changed while you were reading. Read it again, then approve it.")
    if isinstance(error, editing.HoldsPersonalData):
        values = {"language": Language(error.language).label, "kinds": numbers_in_words(error.kinds)}
        return _("Not published: the text in %(language)s holds %(kinds)s. Take it out, then publish.") % values
    if isinstance(error, editing.OnlyInReplies):
        return only_in_replies(error)
    return _("This answer has no text yet. Write it in at least one language, then publish it.")


def _done(row: Answer, asked: str, person: User) -> str:
    if asked == "published" and (mine := life.own(row, person)):
        return _("Approved. What you wrote yourself still waits for a colleague (%(languages)s).") % {"languages": _named(mine)}
    if asked == "published" and row.state == Answer.State.REVIEW:
        return _("Approved. The answer is published when its moment comes.")
    return _("The answer is now: %(state)s.") % {"state": row.get_state_display()}


def _named(languages: list[str]) -> str:
    return ", ".join(str(Language(code).label) for code in languages)
