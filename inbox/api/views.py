"""The API's verbs: post a question, list questions, look at one. Parse, call one verb, answer."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from inbox import references
from inbox.api import posting, serializers
from inbox.api.tokens import TokenThrottle, has_scope
from inbox.keys import Scope
from inbox.models import Message, Question

ERROR = OpenApiResponse(serializers.ErrorOut)
FIELD_ERRORS = OpenApiResponse(serializers.FieldErrorsOut, description="What to change, by field.")
REFUSED = {401: ERROR, 403: ERROR, 429: ERROR}
KEY = re.compile(rf"[\x21-\x7e]{{1,{serializers.KEY_MAX}}}")


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema shows the token."""

    target_class = "inbox.api.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer"}


class TooLarge(APIException):
    """The body is larger than the desk takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class NewestFirst(CursorPagination):
    """Pages by key: no page is skipped or repeated while questions come in."""

    ordering = "-id"
    page_size_query_param = "page_size"
    max_page_size = 200


class Questions(GenericAPIView[Question]):
    """The list of questions, and the door for new ones."""

    required_scopes: ClassVar[dict[str, str]] = {"GET": Scope.READ, "POST": Scope.WRITE}
    throttle_classes = (TokenThrottle,)
    parser_classes = (JSONParser, MultiPartParser)
    pagination_class = NewestFirst
    serializer_class = serializers.QuestionOut
    queryset = Question.objects.select_related("team", "account")

    @extend_schema(
        operation_id="questions_list",
        summary="List questions, newest first",
        parameters=[serializers.ListFilter],
        responses={200: serializers.QuestionOut(many=True), 400: FIELD_ERRORS, 404: ERROR, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """List questions for reporting: no names, addresses or texts."""
        wanted = serializers.ListFilter(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        page = self.paginate_queryset(_filtered(self.get_queryset(), wanted.validated_data))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="questions_create",
        summary="Send a citizen's question",
        request={"application/json": serializers.QuestionIn, "multipart/form-data": serializers.QuestionWithFilesIn},
        parameters=[OpenApiParameter("Idempotency-Key", str, "header", description="Up to 120 visible ASCII characters, new for each question.")],
        responses={
            201: serializers.AcceptedOut,
            200: OpenApiResponse(serializers.AcceptedOut, description="The repeat of a request that was taken in before."),
            400: FIELD_ERRORS,
            413: ERROR,
            415: ERROR,
            422: OpenApiResponse(serializers.ErrorOut, description="The key was used for another question."),
            **REFUSED,
        },
    )
    def post(self, request: Request) -> Response:
        """Take a question in; repeating the request with the same key changes nothing and gives the same answer."""
        is_form = _check_size(request)
        kind = serializers.QuestionWithFilesIn if is_form else serializers.QuestionIn
        form = kind(data=request.data)
        form.is_valid(raise_exception=True)
        fields = form.validated_data
        key = _key(request.headers.get("Idempotency-Key", ""), fields.get("idempotency_key", ""))
        message, is_new = posting.post(request.auth.account, key, fields)  # type: ignore[union-attr]
        body = serializers.AcceptedOut(posting.answer(message.question)).data
        return Response(body, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK, headers={"Cache-Control": "no-store"})


class OneQuestion(GenericAPIView[Question]):
    """One question, by its reference."""

    required_scopes: ClassVar[dict[str, str]] = {"GET": Scope.READ}
    throttle_classes = (TokenThrottle,)
    serializer_class = serializers.QuestionDetailOut
    queryset = Question.objects.select_related("team", "account")

    @extend_schema(operation_id="questions_retrieve", summary="Look at one question", responses={200: serializers.QuestionDetailOut, 404: ERROR, **REFUSED})
    def get(self, request: Request, reference: str) -> Response:
        """Show one question; its subject and messages only to a token with the scope questions:texts."""
        thread = Message.objects.exclude(kind=Message.Kind.NOTE)
        found = self.get_queryset().prefetch_related(Prefetch("messages", thread)).filter(reference=references.parse(reference) or "").first()
        if found is None:
            raise NotFound(_("There is no question with this reference. Check the ten characters."))
        body = dict(self.get_serializer(found).data)
        if found.is_restricted or not has_scope(request, Scope.TEXTS):
            body = {name: body[name] for name in serializers.QuestionOut.Meta.fields}
        return Response(body, headers={"Cache-Control": "no-store"})


def _filtered(questions: QuerySet[Question], wanted: dict[str, Any]) -> QuerySet[Question]:
    fields = {"state": "state", "language": "language", "team": "team__key", "received_since": "received_at__gte"}
    narrowed = {fields[name]: value for name, value in wanted.items()}
    if wanted.get("team") == "none":
        del narrowed["team__key"]
        questions = questions.filter(team=None)
    return questions.filter(**narrowed)


def _check_size(request: Request) -> bool:
    """Refuse a body that is too large before it is read; return whether it is a multipart form."""
    is_form = (request.content_type or "").startswith("multipart/")
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + (settings.ATTACHMENTS_MAX * settings.ATTACHMENT_MAX_BYTES if is_form else 0)
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise TooLarge(_("The request is larger than %(bytes)d bytes. Send fewer or smaller files.") % {"bytes": most})
    return is_form


def _key(header: str, field: str) -> str:
    if header and field and header != field:
        raise ValidationError({"idempotency_key": [_("The header Idempotency-Key and this field differ. Send one of them.")]})
    key = header or field
    if not KEY.fullmatch(key):
        raise ValidationError(
            {"idempotency_key": [_("Send a header Idempotency-Key (or this field): up to 120 visible ASCII characters, new for each question.")]}
        )
    return key
