"""Who asks: by a personal token, a machine's own key, or the browser's session with its CSRF check."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from zibo_youth.accounts import services
from zibo_youth.accounts.models import MachineToken, User

from .refusals import CsrfMissing


class PersonalToken(BaseAuthentication):
    """
    接口令牌: ``Authorization: Token …``, looked up by its keyed digest.

    The secret itself is stored nowhere. A revoked token, or one whose account is
    closed, is as unknown as a made-up one. A token proves no second factor, so it
    acts for the person alone, never for an office the person holds.
    """

    keyword = "token"

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
        if scheme.lower() != self.keyword:
            return None
        user = services.user_of_token(secret.strip())
        if user is None:
            raise AuthenticationFailed
        user.is_private = True
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class MachineBearer(BaseAuthentication):
    """
    系统对接令牌: ``Authorization: Bearer …``, another system's own key.

    It is nobody's log-in: the caller stays anonymous, and only a view that names
    this class and asks for a scope (`machines.Allowed`) lets it any further.
    """

    keyword = "bearer"

    def authenticate(self, request: Request) -> tuple[AnonymousUser, MachineToken] | None:
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
        if scheme.lower() != self.keyword:
            return None
        token = services.machine_of_token(secret.strip())
        if token is None:
            raise AuthenticationFailed
        return AnonymousUser(), token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Session(SessionAuthentication):
    """会话: as the pages do it; what changes something must carry the page's CSRF token."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as refusal:
            raise CsrfMissing from refusal
