"""How a session becomes a user: with the person at once, since nearly every page asks for both."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class PortalBackend(AuthenticationBackend):
    """allauth's back end, reading log-in and person in one query."""

    def get_user(self, user_id: int) -> User | None:
        user: User | None = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
