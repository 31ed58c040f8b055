"""The nightly look at the sources: did a page change, is it gone? Only hosts in SOURCE_HOSTS are asked, one page a host and round.

A page counts as changed when its text did, marks and scripts aside; as dead when it is gone, or could not be read three nights on end.
"""

import hashlib
import re
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags

from helpdesk.answers import flags
from helpdesk.answers.models import Answer, Source

AGAIN_AFTER = timedelta(hours=20)
BETWEEN_ROUNDS_S = 4
TIMEOUT_S = 15.0
MOST_BYTES = 3_000_000
MOST_REDIRECTS = 4
NIGHTS = 3
GONE = (404, 410)
_UNREAD = re.compile(r"<(script|style|noscript|template)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
_MAIN = re.compile(r"<main\b.*?</main\s*>", re.S | re.I)


def due(now: datetime) -> list[Source]:
    """Return the sources of published answers that nobody looked at tonight, on listed hosts."""
    rows = Source.objects.filter(Q(looked_at=None) | Q(looked_at__lt=now - AGAIN_AFTER), answer__state=Answer.State.PUBLISHED)
    return [row for row in rows.select_related("answer").order_by("pk") if _host(row.url) in settings.SOURCE_HOSTS]


def look_round(client: httpx.Client | None = None) -> bool:
    """Look at one due page of each host; tell whether more are due."""
    if not settings.SOURCE_HOSTS or settings.DEMO:
        return False
    now = timezone.now()
    waiting = due(now)
    first = {_host(source.url): source for source in reversed(waiting)}
    with client or httpx.Client(timeout=TIMEOUT_S, headers={"User-Agent": f"Helpdesk source check ({settings.SITE_URL})"}) as asked:
        for source in first.values():
            if Source.objects.filter(pk=source.pk, looked_at=source.looked_at).update(looked_at=now):
                _look(asked, source)
    return len(waiting) > len(first)


def _look(client: httpx.Client, source: Source) -> None:
    try:
        answer, text = _fetch(client, source)
    except (httpx.HTTPError, httpx.InvalidURL):
        _failed(source)
        return
    if answer.status_code in GONE:
        _dead(source)
    elif answer.status_code == 304:
        Source.objects.filter(pk=source.pk).update(failures=0)
    elif answer.is_success:
        _read(source, answer, hashlib.sha256(text.encode()).hexdigest())
    else:
        _failed(source)


def _fetch(client: httpx.Client, source: Source) -> tuple[httpx.Response, str]:
    """Ask for the page, if it changed; a redirect is followed to listed hosts only. The text is what a reader sees."""
    headers = {name: value for name, value in (("If-None-Match", source.etag), ("If-Modified-Since", source.last_modified)) if value}
    url = source.url
    for _turn in range(MOST_REDIRECTS):
        with client.stream("GET", url, headers=headers, follow_redirects=False) as answer:
            if answer.has_redirect_location:
                url = urljoin(url, answer.headers["Location"])
                if _host(url) in settings.SOURCE_HOSTS:
                    continue
                raise httpx.TooManyRedirects(url)
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    break
            return answer, _text(body, answer)
    raise httpx.TooManyRedirects(url)


def _text(body: bytes, answer: httpx.Response) -> str:
    if "html" not in answer.headers.get("Content-Type", "html"):
        return hashlib.sha256(body).hexdigest()
    page = _UNREAD.sub(" ", body.decode(answer.encoding or "utf-8", "replace"))
    main = _MAIN.search(page)
    return " ".join(strip_tags(main.group() if main else page).split())


def _read(source: Source, answer: httpx.Response, digest: str) -> None:
    """Keep what the page was; the first look only learns it."""
    kept = {"etag": answer.headers.get("ETag", "")[:200], "last_modified": answer.headers.get("Last-Modified", "")[:60], "digest": digest, "failures": 0}
    if source.digest and source.digest != digest:
        Source.objects.filter(pk=source.pk).update(**kept, status=Source.Status.CHANGED, changed_at=timezone.now())
        flags.flag(source.answer, Answer.Flag.SOURCE_CHANGED)
        return
    is_news = source.status in (Source.Status.UNSEEN, Source.Status.DEAD)
    Source.objects.filter(pk=source.pk).update(**kept, status=Source.Status.SAME if is_news else source.status)


def _failed(source: Source) -> None:
    if source.failures + 1 >= NIGHTS:
        _dead(source)
    else:
        Source.objects.filter(pk=source.pk).update(failures=source.failures + 1)


def _dead(source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(status=Source.Status.DEAD, failures=source.failures + 1)
    if source.status != Source.Status.DEAD:
        flags.flag(source.answer, Answer.Flag.SOURCE_DEAD)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
