"""The figures of the answers, as a page and as a file."""

import csv
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helpdesk.people.models import Language
from helpdesk.people.permissions import requires
from inbox import answer_figures
from inbox.answer_figures import Figures
from inbox.views.desk import around
from inbox.views.opening import number

FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("inserted", "edited", "kept", "rated", "solved", "read", "helped", "did_not_help")


@requires("edit_answers")
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show what became of the answers, and how much of the demand they cover."""
    days = number(request.GET.get("days", "90"))
    since = answer_figures.begin(days)
    page = Paginator(answer_figures.listed(since), answer_figures.PAGE).get_page(request.GET.get("page"))
    rows = answer_figures.of(list(page.object_list), since, get_language() or "en")
    context = {
        **around(request),
        "page": page,
        "rows": rows,
        "most": max((row.inserted for row in rows), default=0) or 1,
        "themes": answer_figures.coverage(since),
        "languages": Language.choices,
        "days": days if since else 0,
        "periods": answer_figures.PERIODS,
    }
    return render(request, "desk/answer_figures.html", context)


@requires("edit_answers")
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Return the figures of all answers as CSV."""
    since = answer_figures.begin(number(request.GET.get("days", "90")))
    answer = StreamingHttpResponse(_lines(answer_figures.everything(since, get_language() or "en")), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="answers.csv"'
    return answer


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """Hand the line back."""
        return line


def _lines(rows: Iterator[Figures]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(["id", _("Title"), _("Topic"), _("State"), *COLUMNS])
    for row in rows:
        title = f"'{row.title}" if row.title.startswith(FORMULA) else row.title  # (a spreadsheet would reckon it)
        values = [getattr(row, name) for name in COLUMNS]
        yield writer.writerow([row.answer.pk, title, row.answer.get_topic_display(), row.answer.get_state_display(), *values])
