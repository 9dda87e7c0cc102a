"""Staff sessions: short, and without a second factor good for nothing but setting one up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zibo_youth.core.calendar import now

from .second_factor import has_device

log = structlog.get_logger(__name__)

BEGAN, SEEN, SECURED = "staff_began", "staff_seen", "staff_secured"
SEEN_AGAIN_AFTER = timedelta(minutes=1)

# What staff may open before their second factor stands.
OPEN_TO_ALL = {
    "account_logout",
    "account_reauthenticate",
    "display",
    "healthz",
    "jsi18n",
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "readyz",
    "set_language",
}


class StaffSessions:
    """
    工作人员会话: idle for half an hour or eight hours old, and it ends (security.md R09); no device, no
    page (R05).

    An applicant's session costs nothing here but a look at ``is_staff``, and a
    visitor without a session not even that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._end_if_over(request)
        return self.get_response(request)

    def _end_if_over(self, request: HttpRequest) -> None:
        if not (request.user.is_authenticated and request.user.is_staff):
            return
        session, moment = request.session, now()
        began = _moment(session.get(BEGAN), moment)
        seen = _moment(session.get(SEEN), moment)
        if moment - seen > settings.STAFF_IDLE or moment - began > settings.STAFF_SESSION:
            log.info("staff_session_over", user_id=request.user.pk)
            logout(request)
            return
        if SEEN not in session or moment - seen > SEEN_AGAIN_AFTER:
            session[BEGAN], session[SEEN] = began.isoformat(), moment.isoformat()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead staff without a device to the page that sets one up, whatever they asked for."""
        match = request.resolver_match
        if SESSION_KEY not in request.session or (match and match.url_name in OPEN_TO_ALL):
            return None
        if not (request.user.is_authenticated and request.user.is_staff) or has_device(request.user):
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _moment(text: str | None, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(text) if text else otherwise
