"""The mailbox page of a desk that is tried out (DEBUG only): what citizens would find in their mail."""

from email.message import EmailMessage

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from helpdesk.sanitize import clean, plain
from inbox.channels.email import devmail


def mailbox(request: HttpRequest) -> HttpResponse:
    """List the newest mails."""
    return render(request, "dev/mailbox.html", {"mails": [_row(name, mail) for name, mail in devmail.mails()]})


def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail: headers, HTML as a mail program would show it, and plain text."""
    found = devmail.mail(name)
    if found is None:
        raise Http404
    body, text = found.get_body(("html",)), found.get_body(("plain",))
    context = {
        **_row(name, found),
        "headers": list(found.items()),
        "html": clean(str(body.get_content())) if body else "",
        "text": plain(str(text.get_content())) if text else "",
        "files": [part.get_filename() for part in found.iter_attachments()],
    }
    return render(request, "dev/mail.html", context)


def _row(name: str, mail: EmailMessage) -> dict[str, object]:
    date = mail["Date"].datetime if mail["Date"] else None
    return {"name": name, "to": mail["To"], "subject": mail["Subject"], "date": date, "language": mail.get("Content-Language", "")}
