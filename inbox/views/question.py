"""One question beside the list: thread, drafts, the reply and what becomes of it."""

from collections.abc import Collection
from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.answers import suggestions
from helpdesk.people import directory
from helpdesk.people.models import Language
from inbox import drafts, extras, files, fitting, public, referrals, replies, selectors, suggesting, twins, work
from inbox.channels import registry
from inbox.models import Delivery, Draft, Message, Question
from inbox.views import beside
from inbox.views.desk import frame, me
from inbox.views.opening import number, numbers, with_question

LONGEST_DRAFT = 100_000


def personal_kinds(kinds: list[str]) -> str:
    """Return what kinds of personal data are called, one after the other."""
    names = {
        "national": _("a national register number"),
        "iban": _("an account number"),
        "card": _("a card number"),
        "phone": _("a telephone number"),
        "email": _("an e-mail address"),
    }
    return ", ".join(names[kind] for kind in kinds)


@with_question
def question(request: HttpRequest, row: Question) -> HttpResponse:
    """Show a question beside its list."""
    return show(request, row)


@with_question
def pane(request: HttpRequest, row: Question) -> HttpResponse:
    """Return a question without its list, for a page that shows the list already."""
    return render(request, "desk/_question.html", {**_opened(request, row), "view": _view(request)})


@with_question
def thread(request: HttpRequest, row: Question) -> HttpResponse:
    """Return the messages as they are now, for a page that is open."""
    said, seen = selectors.thread(row, extras.of(row, me(request))), public.revealed(row, me(request))
    return render(request, "desk/_thread.html", {"question": row, "thread": said, "revealed": seen, "can_hide": public.can_hide(row)})


def show(request: HttpRequest, row: Question, *, status: int = 200, **typed: object) -> HttpResponse:
    """Show a question beside its list, with what was typed and why it was not sent."""
    opened, view = _opened(request, row, **typed), _view(request)
    return render(request, "desk/question.html", {**frame(request, view), "page": selectors.page(view, me(request)), **opened}, status=status)


def _opened(request: HttpRequest, row: Question, **typed: object) -> dict[str, object]:
    """Return what the pane of a question shows."""
    person = me(request)
    having = extras.of(row, person)
    if "mentions" in having:
        work.see_mentions(row, person)
    timeline, thread = list(selectors.timeline(row)), list(selectors.thread(row, having))
    asked = suggesting.said_in(row, thread)
    return {
        "question": row,
        "thread": thread,
        "timeline": timeline,
        "seen": timeline[0].pk if timeline else 0,
        "was_mentioned": "mentions" in having,
        "revealed": public.revealed(row, person) if row.is_public else set(),
        "can_hide": public.can_hide(row),
        "beside": selectors.under_post(person, row),
        "part": row.memberships.filter(out_at=None).select_related("incident").first() if "part" in having else None,
        "kept_by": twins.joined(row)[0] if "twins" in having else None,
        **(beside.found(person, row, asked, request.GET["body"][:200]) if "body" in request.GET else {}),
        "decision": row.decisions.first(),
        "teams": directory.teams(),
        "people": directory.agents(),
        "tags": ", ".join(tag.name for tag in row.tags.all()) if "tags" in having else "",
        "undoable": request.session.pop("undoable", None),
        "state_before": request.session.pop("state_before", None),
        "team_before": request.session.pop("team_before", None),
        **vars(suggesting.offer(row, asked, has_aside="aside" in having)),
        **_composer(request, row, having, **typed),
        **typed,
    }


def _composer(request: HttpRequest, row: Question, having: Collection[str], **typed: object) -> dict[str, object]:
    """Return what the composer shows: what the agent wrote before, and what the network takes."""
    person = me(request)
    kept = drafts.of(row, person) if "drafts" in having else {}
    draft, note = kept.get(Draft.Kind.REPLY), kept.get(Draft.Kind.NOTE)
    text = str(typed.get("reply_text", draft.text if draft else ""))
    for_citizen = is_private(request) if "readers" in request.POST else bool(draft and draft.is_private)
    return {
        "channel": registry.get(row.account.kind),
        "window": fitting.window(row),
        "size": fitting.size(row, person, text, is_public=row.is_public and not for_citizen),
        "is_private": for_citizen,
        "invitation": public.invitation(row) if row.is_public else "",
        "languages_offered": Language.choices,
        "reply_text": text,
        "note_text": note.text if note else "",
        "insertions": draft.insertions if draft else [],
        "kept": files.kept(files.draft_key(row, person)) if "kept" in having else [],
        **files.limits(),
    }


def is_private(request: HttpRequest) -> bool:
    """Tell whether the agent chose that only the citizen reads his reply."""
    return request.POST.get("readers") == "citizen"


def _is_public(request: HttpRequest, row: Question) -> bool:
    return row.is_public and not is_private(request)


def _view(request: HttpRequest) -> str:
    """Return the list the question was opened from: it stays beside it over every verb."""
    asked = request.GET.get("view", "")
    if asked in selectors.VIEWS and asked != request.session.get("view"):
        request.session["view"] = asked
    return str(request.session.get("view", "team"))


def take_files(request: HttpRequest, row: Question) -> list[str]:
    """Keep the files chosen for a reply with its draft, take away those to drop; return a sentence for each file refused."""
    key, chosen = files.draft_key(row, me(request)), request.FILES.getlist("files")
    files.drop(key, request.POST.getlist("drop"))
    if chosen and not registry.get(row.account.kind).accepts_attachments:
        return [_("%(network)s takes no files. Put the address of a page into the text instead.") % {"network": registry.get(row.account.kind).label}]
    return files.keep(key, chosen)


@with_question
@require_POST
def reply(request: HttpRequest, row: Question) -> HttpResponse:
    """Send a reply, or stop and say why; the text is never lost."""
    text, seen = request.POST.get("text", ""), number(request.POST.get("seen"))
    inserted = numbers(request.POST.get("insertions", ""))
    is_ours = drafts.save(row, me(request), text, seen_event_id=seen, insertions=inserted, is_private=is_private(request))
    refused = take_files(request, row) if is_ours else []
    if refused:
        return show(request, row, reply_text=text, refused=refused, status=422)
    try:
        message = replies.reply(
            row, me(request), text, seen_event_id=seen, close=request.POST.get("then") != "wait",
            insertions=inserted, is_public=_is_public(request, row),
            meant=replies.Meant(departure="anyway" in request.POST, contacts="contacts" in request.POST),
        )  # fmt: skip
    except replies.AnsweredMeanwhile as error:
        return show(request, row, reply_text=text, news=error.events, status=409)
    except replies.Unfilled as error:
        return show(request, row, reply_text=text, unfilled=error.shown, status=409)
    except replies.SecretLink:
        return show(request, row, reply_text=text, secret_link=True, status=409)
    except replies.OtherLanguage as error:
        return show(request, row, reply_text=text, other_language=Language(error.code).label, status=409)
    except replies.PersonalData as error:
        return show(request, row, reply_text=text, personal_data=error, kinds=personal_kinds(error.kinds), status=409)
    except replies.EmptyReply:
        messages.error(request, _("Write a reply first."))
    else:
        referrals.sent(message, me(request))
        request.session["undoable"] = message.pk
    return redirect("question", row.reference)


@with_question
@require_POST
def undo(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Take a reply back."""
    message = get_object_or_404(Message, pk=pk, question=row, kind=Message.Kind.REPLY, agent=me(request))
    if replies.undo(message, me(request)):
        messages.success(request, _("Your reply was taken back. The text is your draft again."))
    else:
        messages.error(request, _("Too late: the reply has already left."))
    return redirect("question", row.reference)


@with_question
@require_POST
def retry(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Send a failed or unknown delivery again."""
    replies.retry(get_object_or_404(Delivery, pk=pk, message__question=row), me(request))
    return redirect("question", row.reference)


@with_question
@require_POST
def settle(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Take an unknown delivery for sent: the agent knows that it arrived."""
    replies.settle(get_object_or_404(Delivery, pk=pk, message__question=row), me(request))
    return redirect("question", row.reference)


@with_question
@require_POST
def preview(request: HttpRequest, row: Question) -> HttpResponse:
    """Return the reply as the citizen will read it."""
    text, is_public = request.POST.get("text", ""), _is_public(request, row)
    short = fitting.shortened(row, me(request), text, numbers(request.POST.get("insertions", "")), is_public=is_public)
    kept = files.kept(files.draft_key(row, me(request)))
    return render(request, "desk/_preview.html", {"mail": replies.preview(row, me(request), text, is_public=is_public), "short": short, "kept": kept})


@with_question
@require_POST
def draft(request: HttpRequest, row: Question) -> HttpResponse:
    """Keep what was typed so far; say when it is in another language than the citizen's."""
    text, kind = request.POST.get("text", "")[:LONGEST_DRAFT], request.POST.get("kind", "reply")
    if kind not in Draft.Kind.values:
        raise Http404
    seen, inserted = number(request.POST.get("seen")), numbers(request.POST.get("insertions", ""))
    if kind != Draft.Kind.REPLY:
        drafts.save(row, me(request), text, seen_event_id=seen, kind=kind)
        return JsonResponse({"other_language": ""})
    drafts.save(row, me(request), text, seen_event_id=seen, insertions=inserted, is_private=is_private(request))
    size = fitting.size(row, me(request), text, is_public=_is_public(request, row))
    return JsonResponse({"other_language": replies.other_language(row, text), "size": asdict(size) if size else None})


@with_question
def answers(request: HttpRequest, row: Question) -> HttpResponse:
    """Return reusable answers found by words; as a whole page where a browser asks without script."""
    hits = suggestions.search(request.GET.get("q", "")[:200], row.language, limit=10)
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return show(request, row, suggested=hits)
    return render(request, "desk/_suggestions.html", {"suggested": hits, "question": row})
