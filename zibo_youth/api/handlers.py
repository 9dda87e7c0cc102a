"""
Failures that happen outside any view, below /api/ in JSON and elsewhere as a page.

``ROOT_URLCONF`` names these as its handlers; what a page says is `zibo_youth.views`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth import views

from .errors import SENTENCES, body


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _spoken(request, views.bad_request(request, exception), "malformed", SENTENCES["malformed"])


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    page = views.permission_denied(request, exception)
    return _spoken(request, page, "not_allowed", SENTENCES["permission_denied"])


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _spoken(request, views.page_not_found(request, exception), "not_found", SENTENCES["not_found"])


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is what failed."""
    page = views.server_error(request)
    if page.status_code == 503:
        return _spoken(
            request, page, "unavailable", _("系统暂时无法处理，请稍后重试；重发时使用同一个提交键")
        )
    return _spoken(request, page, "server_error", _("服务器出错了，请稍后再试；重发时使用同一个提交键"))


def _spoken(request: HttpRequest, page: HttpResponse, code: str, sentence: str | Promise) -> HttpResponse:
    if not request.path.startswith("/api/"):
        return page
    with translation.override(translation.get_language_from_request(request)):
        answer = JsonResponse(
            body(code, sentence), status=page.status_code, json_dumps_params={"ensure_ascii": False}
        )
    if "Retry-After" in page:
        answer["Retry-After"] = page["Retry-After"]
    return answer
