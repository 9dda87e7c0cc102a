"""Every read of concerns that gives rows: never to whom the concern is about, whatever office they hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from zibo_youth.core.scope import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from zibo_youth.accounts.models import User


class _Hidden(ScopedQuerySet):
    """Rows of a concern; ``subject`` leads to the person whom it is about."""

    subject = "concern__subject"

    def view_action(self) -> str:
        return "hope_rooms.view_concern"

    def managed_by(self, user: User) -> Self:
        return super().managed_by(user).hidden_from(user)

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).hidden_from(user)

    def hidden_from(self, user: User) -> Self:
        """Without those that are about this user."""
        return self.exclude(**{self.subject: user.person_id}) if user.person_id else self


class ConcernQuerySet(_Hidden):
    """关切: one's own report; whoever looks after concerns sees all."""

    scope = Scope(own="reported_by__person_id")
    subject = "subject"

    def whole(self) -> Self:
        return self.select_related("child", "subject", "reported_by__person")

    def waiting(self) -> Self:
        """Nobody has taken it on yet."""
        return self.filter(state="reported").order_by("reported_at", "pk")

    def unwritten(self, at: datetime) -> Self:
        """The written account is due and not there."""
        due = self.filter(account_at__isnull=True, account_due_at__lte=at)
        return due.exclude(state="closed").order_by("pk")

    def past_keeping(self, day: date) -> Self:
        """Over, kept until before this day, with words left, and no hold on the child (`keeping`)."""
        held = apps.get_model("hope_rooms", "ChildHold")._default_manager.standing()
        over = self.filter(state__in=["unfounded", "closed"], keep_until__lt=day, words_gone_at__isnull=True)
        return over.exclude(child__in=held.values("child"))

    def with_levels(self) -> Self:
        """With the levels that were told."""
        told = apps.get_model("hope_rooms", "ConcernAlert")._default_manager.filter(concern=OuterRef("pk"))
        return self.annotate(told=ArraySubquery(told.order_by().values("level")))


class OfConcernQuerySet(_Hidden):
    """What hangs on a concern: read by whoever looks after concerns."""


class ChildrenHoldQuerySet(OfConcernQuerySet):
    """暂缓安排: those that stand are asked by the volunteers' readiness."""

    def standing(self) -> Self:
        return self.filter(lifted_at__isnull=True)


class ConcernWordsQuerySet(OfConcernQuerySet):
    """Sealed words: nobody's list. `services.concerns.reading` opens them one concern at a time."""

    def view_action(self) -> str:
        return "hope_rooms.view_sealed"
