"""Files on a question: chosen for a reply and kept with its draft, handed over as downloads."""

from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inbox import drafts, files
from inbox.models import Attachment, Question
from inbox.views.desk import me
from inbox.views.opening import number, numbers, with_question
from inbox.views.question import is_private, show, take_files


@with_question
@require_POST
def choose(request: HttpRequest, row: Question) -> HttpResponse:
    """Keep or drop files of a reply that is being written, and its text where it comes along; return the list, or the page to a browser without script."""
    text, inserted, seen = request.POST.get("text", ""), numbers(request.POST.get("insertions", "")), number(request.POST.get("seen"))
    if "text" in request.POST:
        drafts.save(row, me(request), text, seen_event_id=seen, insertions=inserted, is_private=is_private(request))
    refused = [] if drafts.is_sent(row, me(request), seen_event_id=seen) else take_files(request, row)
    if request.headers.get("Sec-Fetch-Dest") != "document":
        kept = files.kept(files.draft_key(row, me(request)))
        return render(request, "desk/_reply_files.html", {"question": row, "kept": kept, "refused": refused}, status=422 if refused else 200)
    if refused:
        return show(request, row, reply_text=text, refused=refused, status=422)
    return redirect("question", row.reference)


@with_question
def attachment(request: HttpRequest, row: Question, pk: int) -> HttpResponseBase:
    """Hand over a file of the thread, or one of the agent's own draft, always as a download."""
    own = Q(upload_key=files.draft_key(row, me(request)), message=None)
    kept = get_object_or_404(Attachment, Q(message__question=row) | own, pk=pk)
    return FileResponse(kept.file.open(), as_attachment=True, filename=kept.name, content_type=kept.content_type)
