"""What every API view shares: the language of the answer, a limit to the body, pages of a list."""

from __future__ import annotations

import re
from typing import Any, cast

from django.http import HttpRequest
from django.utils import translation
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import Person, User

from .errors import BadInput
from .parsers import FORM_BYTES, TooLarge
from .refusals import IdempotencyKeyMalformed, IdempotencyKeyMissing

KEY = re.compile(r"[A-Za-z0-9._:-]{8,64}")


class ApiView(APIView):
    """The base of every call: answers in the caller's language, refuses a body before reading it."""

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        # Addresses of the API carry no language, so LocaleMiddleware takes Chinese for all of them.
        translation.activate(translation.get_language_from_request(request))
        return super().initialize_request(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before the CSRF check, which reads a form to the end.
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isascii() or not length.isdigit() or len(length) > 12 or int(length) > FORM_BYTES:
            raise TooLarge
        super().initial(request, *args, **kwargs)


class NothingHere(ApiView):
    """Any other address below /api/: 404 in the shape of the API, whatever the method."""

    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound


class Pages(PageNumberPagination):
    """分页 (pages): 30 rows each, up to 100 on request, with the addresses of the neighbours."""

    page_size = 30
    page_size_query_param = "page_size"
    max_page_size = 100

    def answer(self, rows: Any, request: Request) -> Response:
        """One page of rows."""
        page: list[Any] = self.paginate_queryset(rows, request) or []
        return self.get_paginated_response([self.draw(row, request) for row in page])

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        """How one row of this list looks."""
        raise NotImplementedError


def checked(shape: Serializer[Any], given: Any) -> dict[str, Any]:
    """
    The input in its shape, or `BadInput`.

    Shapes are built once per process: a serializer copies its fields each time
    it is made, and validating keeps nothing in it.
    """
    try:
        return cast(dict[str, Any], shape.run_validation(given))
    except ValidationError as error:
        labels = {name: str(field.label or name) for name, field in shape.fields.items()}
        raise BadInput(error.detail, labels) from error


def idempotency_key(request: Request) -> str:
    """
    提交键: the key under which a resend is known.

    Raises `IdempotencyKeyMissing` and `IdempotencyKeyMalformed`.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if not key:
        raise IdempotencyKeyMissing
    if not KEY.fullmatch(key):
        raise IdempotencyKeyMalformed
    return str(key)


def idempotency_key_if_given(request: Request) -> str:
    """The key of a call that may go without one, or nothing. Raises `IdempotencyKeyMalformed`."""
    return idempotency_key(request) if request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip() else ""


def signed_in(request: Request) -> User:
    """The log-in behind a call that only signed-in people reach."""
    return cast(User, request.user)


def own_person(request: Request) -> Person:
    """The human behind the call; raises `IdentityMissing` before an identity was stated."""
    person = signed_in(request).person
    if person is None:
        raise IdentityMissing
    return person
