"""Every read of notifications that gives rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Q
from django.db.models.functions import Now

from zibo_youth.core.scope import Scope, ScopedQuerySet

from .discretion import discreet_keys

if TYPE_CHECKING:
    from zibo_youth.accounts.models import User


class _Told(ScopedQuerySet):
    """Rows of what was told; the desk of administrators does without the discreet kinds."""

    kind = "kind"

    def managed_by(self, user: User) -> Self:
        return super().managed_by(user).exclude(**{f"{self.kind}__in": discreet_keys()})


class NoticeQuerySet(_Told):
    """通知: one's own; administrators see all, to find out why one did not arrive."""

    scope = Scope(own="to_id")

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def addressed_to(self, user: User) -> Self:
        """The user's own message box; an administrator's box holds no one else's messages."""
        return self.filter(to_id=user.person_id) if user.person_id else self.none()

    def unread_of(self, user: User) -> Self:
        return self.addressed_to(user).unread()

    def unplanned(self) -> Self:
        """Written, and nobody has yet decided by which channels they go."""
        return self.filter(planned_at__isnull=True).order_by("id")


class DeliveryQuerySet(_Told):
    """投递: seen by whoever sees the notice."""

    kind = "notice__kind"
    scope = Scope(own="notice__to_id")

    def view_action(self) -> str:
        return "notifications.view_notice"

    def open(self) -> Self:
        return self.filter(state__in=["waiting", "sending"])

    def due(self) -> Self:
        """Open, and their time has come by the database's clock."""
        return self.open().filter(next_try_at__lte=Now()).order_by("next_try_at", "id")

    def overdue(self, after: timedelta) -> Self:
        """Due for longer than a healthy system lets them wait."""
        return self.open().filter(next_try_at__lt=Now() - after)

    def dead(self) -> Self:
        return self.filter(state="dead")


class SmsMessageQuerySet(_Told):
    """短信记录: administrators only."""

    scope = Scope()

    def to_mobile(self, mobile: str) -> Self:
        return self.filter(mobile=mobile)

    def failed(self) -> Self:
        return self.filter(Q(state="failed"))
