"""Addresses of the citizens' pages; the language is the first part."""

from django.urls import URLPattern, path, re_path

from inbox.views import ask, follow

LANGUAGE = r"^(?P<language>nl|fr|de|en)/"
TOKEN = r"(?P<token>[A-Za-z0-9-]{20,80})/"


def _page(rest: str, view: object, name: str) -> URLPattern:
    return re_path(f"{LANGUAGE}{rest}$", view, name=name)  # type: ignore[arg-type]


urlpatterns = [
    path("", ask.home, name="home"),
    _page("", ask.ask, "ask"),
    _page("suggest/", ask.suggest, "suggest"),
    _page(f"asked/{TOKEN}", ask.asked, "asked"),
    _page("lost-link/", follow.lost_link, "lost_link"),
    _page(f"q/{TOKEN}", follow.follow, "follow"),
    _page(f"q/{TOKEN}add/", follow.add, "follow_add"),
    _page(f"q/{TOKEN}solved/", follow.solved, "follow_solved"),
    _page(f"q/{TOKEN}withdraw/", follow.withdraw, "follow_withdraw"),
    _page(f"q/{TOKEN}file/(?P<pk>[0-9]{{1,18}})/", follow.attachment, "follow_file"),
]
