"""How a session becomes a user: with what nearly every page asks next, at once."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from .models import User
from .second_factor import with_device


class PortalBackend(AuthenticationBackend):
    """allauth's back end, reading log-in, person, and whether there is a second factor, in one query."""

    def get_user(self, user_id: int) -> User | None:
        user: User | None = with_device(User.objects.select_related("person")).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
