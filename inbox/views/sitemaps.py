"""The help centre's addresses for search engines: an index, its parts of at most ten thousand answers, and robots.txt that names it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap, views
from django.contrib.sites.requests import RequestSite
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from helpdesk.answers import centre
from helpdesk.answers.models import Wording
from helpdesk.people.models import Language
from inbox.views.centre import public_page

if TYPE_CHECKING:
    Names = Sitemap[str]
    Wordings = Sitemap[Wording]
else:
    Names = Wordings = Sitemap


class FirstPages(Names):
    """The help centre's first page in each language."""

    i18n = alternates = True
    languages = Language.values

    def items(self) -> list[str]:
        """Return the names of the pages."""
        return ["centre"]

    def location(self, item: str) -> str:
        """Return the page's address in the language that is active."""
        return reverse(item, args=[get_language()])


class Answers(Wordings):
    """Every wording that the public may read, each with its answer's other languages."""

    limit = 10_000

    def items(self) -> QuerySet[Wording]:
        """Return the wordings, those of an answer beside each other."""
        return centre.public().select_related(None).only("title", "language", "answer_id", "updated_at").order_by("answer", "language")

    def location(self, item: Wording) -> str:
        """Return the wording's address."""
        return centre.path(item)

    def lastmod(self, item: Wording) -> datetime:
        """Return when the wording last changed."""
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Return when any of them last changed, asked of the database."""
        last: datetime | None = self.items().aggregate(last=Max("updated_at"))["last"]
        return last

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return a part's addresses; an answer's languages may stand in two parts, and each names them all."""
        urls = super().get_urls(page, site, protocol)
        if urls:
            answers = urls[0]["item"].answer_id, urls[-1]["item"].answer_id
            start = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
            ways: dict[int, list[dict[str, str]]] = {}
            for other in self.items().filter(answer__pk__range=answers):
                ways.setdefault(other.answer_id, []).append({"lang_code": other.language, "location": start + centre.path(other)})
            for url in urls:
                url["alternates"] = ways[url["item"].answer_id]
        return urls


PARTS: dict[str, Any] = {"first-pages": FirstPages, "answers": Answers}


@require_GET
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """List the parts."""
    return views.index(request, PARTS, sitemap_url_name="sitemap_part")


@require_GET
@public_page
def part(request: HttpRequest, section: str) -> HttpResponse:
    """List the addresses of a part."""
    return views.sitemap(request, PARTS, section)


@require_GET
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots where the index is, and that the desk is not for them."""
    address = f"{request.scheme}://{RequestSite(request).domain}{reverse('sitemap')}"
    return render(request, "robots.txt", {"sitemap": address}, content_type="text/plain; charset=utf-8")
