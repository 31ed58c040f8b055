"""The language a person reads the desk in: his own, kept with his account. Citizens' pages keep the language of their address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from helpdesk.people.models import Language, User


def readers_language(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that shows pages without a language in their address in the signed-in person's language."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not translation.get_language_from_path(request.path_info) and isinstance(request.user, User):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return get_response(request)

    return middleware


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen language, for a person with his account, for everybody in a cookie."""
    code = request.POST.get("language", "")
    if isinstance(request.user, User) and code in Language.values:
        User.objects.filter(pk=request.user.pk).update(language=code)
    return set_language(request)
