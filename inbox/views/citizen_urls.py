"""Addresses of the citizens' pages; the language is the first part."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path, re_path

from inbox.views import ask, centre, consent, follow, handover, register, sitemaps, widget

LANGUAGE = r"^(?P<language>nl|fr|de|en)/"
TOKEN_PART = r"(?P<token>[A-Za-z0-9-]{20,80})/"  # noqa: S105  (a pattern)


def _page(rest: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return re_path(f"{LANGUAGE}{rest}$", view, name=name)


urlpatterns = [
    path("", ask.home, name="home"),
    _page("", ask.ask, "ask"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.part, name="sitemap_part"),
    _page("widget/", widget.widget, "widget"),
    _page("answers/", centre.index, "centre"),
    _page("answers/search/", centre.search, "centre_search"),
    _page("answers/feed/", centre.feed, "centre_feed"),
    _page("answers/vote/", centre.vote, "centre_vote"),
    _page(r"answers/(?P<slug>[a-z0-9_-]{1,80})-(?P<pk>[0-9]{1,18})/", centre.answer, "centre_answer"),
    _page(r"answers/(?P<slug>[a-z-]{1,60})/", centre.theme, "centre_theme"),
    _page("suggest/", ask.suggest, "suggest"),
    _page(f"asked/{TOKEN_PART}", ask.asked, "asked"),
    _page(r"join/(?P<token>[A-Za-z0-9_:\-]{20,200})/", follow.join, "join"),
    _page("algorithm/", register.algorithm, "algorithm"),
    _page("lost-link/", follow.lost_link, "lost_link"),
    _page(f"q/{TOKEN_PART}", follow.follow, "follow"),
    _page(f"q/{TOKEN_PART}add/", follow.add, "follow_add"),
    _page(f"q/{TOKEN_PART}solved/", follow.solved, "follow_solved"),
    _page(f"q/{TOKEN_PART}withdraw/", follow.withdraw, "follow_withdraw"),
    _page(f"q/{TOKEN_PART}consent/(?P<pk>[0-9]{{1,18}})/", consent.consent, "follow_consent"),
    _page(f"passed-on/{TOKEN_PART}", handover.handover, "handover"),
    _page(f"passed-on/{TOKEN_PART}file/(?P<pk>[0-9]{{1,18}})/", handover.attachment, "handover_file"),
    _page(f"q/{TOKEN_PART}file/(?P<pk>[0-9]{{1,18}})/", follow.attachment, "follow_file"),
]
