"""The published answers for other sites' pages: open to everybody, from any origin, without a token. Nothing else is."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from helpdesk.answers import centre
from helpdesk.answers.models import Answer, Wording
from helpdesk.people.models import Language
from inbox import guard
from inbox.api.serializers import ErrorOut, FieldErrorsOut

OPEN = {"Access-Control-Allow-Origin": "*"}
CACHED = {**OPEN, "Cache-Control": "public, max-age=60"}


class Wanted(serializers.Serializer[Any]):
    """What to look for; without words and topic, the answers that are read most."""

    language = serializers.ChoiceField(Language.choices, help_text="Only answers in this language are found.")
    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=200, help_text="Words; typing errors and accents do not matter.")
    topic = serializers.ChoiceField(Answer.Topic.choices, required=False, default="", help_text="A theme of the portal; only without words.")


class Place(serializers.Serializer[Any]):
    """In which language an answer is wanted."""

    language = serializers.ChoiceField(Language.choices)


class FoundOut(serializers.Serializer[Any]):
    """An answer in a list."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    topic = serializers.ChoiceField(Answer.Topic.choices)
    language = serializers.ChoiceField(Language.choices)
    url = serializers.URLField(help_text="Its page in the help centre.")
    changed_at = serializers.DateTimeField()


class AnswerOut(FoundOut):
    """One answer with its text."""

    html = serializers.CharField(help_text="Clean HTML: no script, no style, no images.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="Codes of the languages the answer is written in.")


class _Open(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Count the caller's requests."""
        super().initial(request, *args, **kwargs)
        try:
            guard.check_rate(request._request, "answers", proved=True)
        except guard.Refused:
            raise Throttled(wait=60) from None


class Answers(_Open):
    """The list of answers."""

    @extend_schema(
        operation_id="answers_list",
        summary="Search the published answers",
        parameters=[Wanted],
        responses={200: FoundOut(many=True), 400: OpenApiResponse(FieldErrorsOut), 429: ErrorOut},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Return up to twenty answers, best first."""
        wanted = Wanted(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        language, words, topic = (wanted.validated_data[name] for name in ("language", "q", "topic"))
        shown = [_row(request, centre.show(wording)) for wording in _found(words, topic, language)]
        return Response(FoundOut(shown, many=True).data, headers=OPEN if words else CACHED)


class OneAnswer(_Open):
    """One answer."""

    @extend_schema(
        operation_id="answers_retrieve",
        summary="Read one published answer",
        parameters=[Place],
        responses={200: AnswerOut, 400: OpenApiResponse(FieldErrorsOut), 404: ErrorOut, 429: ErrorOut},
        auth=[],
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return the answer in the language asked for."""
        place = Place(data=request.query_params)
        place.is_valid(raise_exception=True)
        wordings = centre.of_answer(pk)
        wording = wordings.get(place.validated_data["language"])
        if wording is None:
            raise NotFound("There is no published answer with this number in this language.")
        shown = centre.show(wording)
        row = {**_row(request, shown), "html": shown.html, "languages": list(wordings)}
        return Response(AnswerOut(row).data, headers=CACHED)


def _found(words: str, topic: str, language: str) -> list[Wording]:
    if words:
        return centre.search(words, language)
    return list(centre.of_theme(topic, language)[: centre.FOUND]) if topic else centre.most_read(language)


def _row(request: Request, shown: centre.Shown) -> dict[str, Any]:
    wording = shown.wording
    return {
        "id": wording.answer_id,
        "title": shown.title,
        "topic": wording.answer.topic,
        "language": wording.language,
        "url": request.build_absolute_uri(shown.path),
        "changed_at": wording.updated_at,
    }
