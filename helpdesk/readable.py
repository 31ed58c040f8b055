"""What no database and no reader wants in a form: control characters. Taken out before any view reads the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, QueryDict

CONTROLS = dict.fromkeys(set(range(32)) - set(b"\t\n\r"))
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def readable_forms(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that takes control characters out of query and form values; line ends and tabs stay."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.GET = _readable(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and request.content_type in FORMS:
            request.POST = _readable(request.POST)  # type: ignore[assignment]
        return get_response(request)

    return middleware


def _readable(values: QueryDict) -> QueryDict:
    found = [(key, [value.translate(CONTROLS) for value in several]) for key, several in values.lists()]
    if all(cleaned == values.getlist(key) for key, cleaned in found):
        return values
    clean = QueryDict(mutable=True, encoding=values.encoding)
    for key, several in found:
        clean.setlist(key, several)
    return clean
