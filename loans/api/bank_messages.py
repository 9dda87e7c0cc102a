"""
银行回调 (callback): a bank's system tells what happened, signed; no session, no cookie, no CSRF.

Everything is refused before it is read: too large, too often, not signed. The words of a refusal are the
same for an unknown bank and a wrong signature.
"""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from loans.api.bank_shapes import HEAD, KINDS, SHAPES, MessageAnswer
from loans.callback_errors import ContractNotYet, SignatureRefused
from loans.loan_errors import NothingDrawn
from loans.models import BankKey
from loans.services.callbacks.inbox import Sent, signed_by, take_message
from zibo_youth.accounts import limits
from zibo_youth.accounts.errors import TooOften
from zibo_youth.api.errors import refused
from zibo_youth.api.parsers import JSON_BYTES, TooLarge, read_json
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import ApiView, checked
from zibo_youth.core.errors import Busy, DomainError
from zibo_youth.core.middleware import AddressedRequest

# Refused now, and to be taken later: the same message, with the same identifier, signed anew.
LATER = (NothingDrawn, ContractNotYet, Busy, TooOften)
RETRY_AFTER = "60"


def _header(name: str, words: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, description=words)


HEADERS = [
    _header("webhook-id", _("消息编号，8 至 64 个英文字母、数字、- 或 _，每条消息一个，重发时不变")),
    _header("webhook-timestamp", _("发送时间，Unix 秒；与本平台相差不超过 300 秒")),
    _header("webhook-signature", _("v1, 后接 HMAC-SHA256 的 Base64；签名内容为 编号.时间.原始请求体")),
]
BODY = PolymorphicProxySerializer("BankEvent", {**KINDS}, resource_type_field_name="event")


class BankMessages(ApiView):
    """银行消息."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="loan_bank_message",
        summary=_("银行系统告知审批结果、放款、还款和贷款状态（签名）"),
        tags=["loans"],
        auth=[],
        parameters=HEADERS,
        request=BODY,
        responses={200: MessageAnswer, **refusals(400, 401, 404, 409, 413, 429, 503)},
    )
    def post(self, request: Request, code: str) -> Response:
        sent = _sent(request)
        try:
            key = _known(request, code, sent)
            told = _read(sent.body)
            return Response(take_message(key=key, sent=sent, told=told))
        except DomainError as refusal:
            return _refused(refusal)


def _sent(request: Request) -> Sent:
    """The raw body, of a size that a message has; raises `TooLarge` before it is read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > JSON_BYTES:
        raise TooLarge
    raw = request._request.body
    return Sent(
        request.META.get("HTTP_WEBHOOK_ID", ""),
        request.META.get("HTTP_WEBHOOK_TIMESTAMP", ""),
        request.META.get("HTTP_WEBHOOK_SIGNATURE", ""),
        raw,
    )


def _known(request: Request, code: str, sent: Sent) -> BankKey:
    """Whose message it is; an address that guesses is slowed, and a bank has its own measure."""
    address = limits.named("bank-guess", cast(AddressedRequest, request).client_address)
    if limits.counted(address, limits.MINUTE) >= settings.LOANS["callback_failures_per_minute"]:
        raise TooOften
    try:
        key = signed_by(code, sent)
    except SignatureRefused:
        limits.count(address, limits.MINUTE)
        raise
    of_bank = limits.named("bank-messages", str(key.bank_id))
    if limits.count(of_bank, limits.MINUTE) > settings.LOANS["callbacks_per_minute"]:
        raise TooOften
    return key


def _read(raw: bytes) -> dict[str, Any]:
    """Strict JSON in the shape of its event. Raises ``ParseError``, `BadInput`."""
    given = read_json(raw)
    event = checked(HEAD, given)["event"]
    return checked(SHAPES[event], given)


def _refused(refusal: DomainError) -> Response:
    """As everywhere, and whether the same message may come again."""
    may_come_again = isinstance(refusal, LATER)
    answer = refused(refusal, retry=may_come_again)
    if may_come_again:
        answer["Retry-After"] = RETRY_AFTER
    return answer
