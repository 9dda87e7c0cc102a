"""How a refusal looks to a machine: a status, a stable code, a sentence, and the field to blame."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from zibo_youth.core.errors import DomainError, NotAllowed

from .parsers import TooLarge

# Words of the protocol. What is not named here speaks for itself (`detail`).
SENTENCES: dict[str, str | Promise] = {
    "not_authenticated": gettext_lazy("请先登录，或在 Authorization 请求头中提供接口令牌"),
    "authentication_failed": gettext_lazy("接口令牌无效或已停用"),
    "permission_denied": NotAllowed.message,
    "not_found": gettext_lazy("没有找到所请求的内容"),
    "method_not_allowed": gettext_lazy("这个地址不支持此请求方法"),
    "not_acceptable": gettext_lazy("只能以 JSON 答复，请检查 Accept 请求头"),
    "unsupported_media_type": gettext_lazy("内容类型须为 application/json 或 multipart/form-data"),
    "throttled": gettext_lazy("操作过于频繁，请稍后再试"),
    "malformed": gettext_lazy("请求内容无法解析"),
}
# DRF's codes that have another name in this house.
CODES = {"permission_denied": NotAllowed.code, "throttled": "too_often", "parse_error": "malformed"}


class BadInput(exceptions.ValidationError):
    """输入有误 (the shape of the input is wrong), with the names under which people know the fields."""

    def __init__(self, detail: Any, labels: dict[str, str]) -> None:
        super().__init__(detail)
        self.labels = labels


def body(code: str, message: object, field: str = "", **more: Any) -> dict[str, Any]:
    """The one shape of every refusal."""
    return {"code": code, "message": str(message), "field": field, **more}


def refused(error: DomainError, **more: Any) -> Response:
    """The answer to a broken rule of the house."""
    return Response(body(error.code, error, error.field, **more), status=error.status)


def explained(error: Exception, context: dict[str, Any]) -> Response | None:
    """
    The exception handler of every API view.

    What it does not know, an unmapped ``IntegrityError`` among it, is a bug and
    rises as a 500.
    """
    if isinstance(error, DomainError):
        return refused(error)
    failure = _as_api_exception(error)
    if failure is None:
        return None
    if isinstance(failure, exceptions.ValidationError):
        return Response(_invalid(failure), status=failure.status_code)
    return _protocol(failure)


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    """Django's own refusals, as the framework would have said them."""
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    if isinstance(error, (SuspiciousOperation, BadRequest, MultiPartParserError)):
        return exceptions.ParseError(str(SENTENCES["malformed"]))
    return None


def _protocol(failure: exceptions.APIException) -> Response:
    code = str(failure.default_code)
    headers = {}
    if challenge := getattr(failure, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(failure, "wait", None):
        headers["Retry-After"] = str(int(wait))
    message = SENTENCES.get(code, failure.detail)
    return Response(body(CODES.get(code, code), message), status=failure.status_code, headers=headers)


def _invalid(failure: exceptions.ValidationError) -> dict[str, Any]:
    """400 that names the first field in words and lists the others beside it."""
    path, sentence = _first(failure.detail)
    field = path[0] if path else ""
    labels = getattr(failure, "labels", {})
    values = {"label": labels.get(field, field), "field": ".".join(path), "sentence": sentence}
    message = _("%(label)s（%(field)s）：%(sentence)s") % values if field else sentence
    return body("invalid", message, field, errors=failure.detail)


def _first(detail: Any) -> tuple[list[str], str]:
    """The first complaint, and the way to it through fields and positions."""
    if isinstance(detail, dict) and detail:
        name, inner = next(iter(detail.items()))
        path, sentence = _first(inner)
        return ([] if name == "non_field_errors" else [str(name)]) + path, sentence
    if isinstance(detail, list) and detail:
        return _first(detail[0])
    return [], str(detail)
