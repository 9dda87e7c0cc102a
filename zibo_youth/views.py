"""The house's own pages: home, texts, display choice, health, and every page for when something fails."""

from __future__ import annotations

import sys
from typing import Any

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    HttpResponseServerError,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from zibo_youth import health
from zibo_youth.core import cards
from zibo_youth.core.display import Display


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """首页 (home): one card per programme that exists, and the signed-in person's own matters first."""
    programmes = cards.all_cards()
    return render(
        request,
        "home.html",
        {
            "own_strips": _own_strips(request, programmes),
            "figures": [figure for card in programmes for figure in _figures(card)],
        },
    )


def _own_strips(request: HttpRequest, programmes: tuple[cards.ProgrammeCard, ...]) -> list[str]:
    """What each programme has to tell this person now; a programme with nothing to tell is silent."""
    if not request.user.is_authenticated:
        return []
    told = ((card.template, card.context(request)) for card in programmes if card.template)
    return [render_to_string(template, context, request) for template, context in told if context]


def _figures(card: cards.ProgrammeCard) -> list[dict[str, Any]]:
    return [
        {
            "label": figure.label,
            "unit": figure.unit,
            "value": figure.value(),
            "as_of": figure.as_of() if figure.as_of else None,
        }
        for figure in card.figures
    ]


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """隐私政策 (privacy)."""
    return render(request, "pages/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """无障碍说明 (accessibility statement)."""
    return render(request, "pages/accessibility.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """关于本站 (about)."""
    return render(request, "pages/about.html")


@require_POST
def display_preferences(request: HttpRequest) -> HttpResponse:
    """显示偏好 (large print, high contrast): turn one switch and go back to the page it was turned on."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("home")
    response = HttpResponseRedirect(target)
    Display.of(request).switched(request.POST.get("switch", "")).keep_in(
        response, secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@never_cache
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive; nothing else is asked."""
    return JsonResponse({"alive": True})


@never_cache
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when bookings can be written, else 503. A silent Redis is only "degraded"."""
    found = health.readiness()
    return JsonResponse(
        {
            "ready": found.is_ready,
            "degraded": found.is_degraded,
            "database": found.database,
            "migrations": found.migrations,
            "redis": found.redis,
            "notices": found.notices,
        },
        status=200 if found.is_ready else 503,
    )


# --- when something fails ---------------------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _standing_alone("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that stayed open too long: nothing is lost but the click, and the page says so."""
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with the number under which the log knows it; 503 when the database is what failed."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        response = _standing_alone("503.html", 503)
        response["Retry-After"] = "60"
        return response
    return _standing_alone("500.html", 500)


def _standing_alone(template: str, status: int) -> HttpResponse:
    """A page that asks nothing of the session, the database or the context processors."""
    incident = structlog.contextvars.get_contextvars().get("request_id", "")
    context = {"portal": settings.PORTAL, "incident": incident[:8]}
    try:
        return HttpResponse(render_to_string(template, context), status=status)
    except Exception:
        structlog.get_logger(__name__).exception("error_page_failed", template=template)
        return HttpResponseServerError("服务器出错了，请稍后再试。", content_type="text/plain; charset=utf-8")
