"""Every read of campaigns, their activities and materials, and of the parts kept for enterprises."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import F, Min, Q

from zibo_youth.core.scope import Scope, ScopedQuerySet

SHOWN = ("published", "closed")


class SafetyCampaignQuerySet(ScopedQuerySet):
    """安全主题活动: the public reads what is published; its office manages it."""

    scope = Scope(organisation="organiser_id", district="organiser_id")

    def view_action(self) -> str:
        return "safety.view_campaign"

    def visible_to(self, user: object) -> Self:
        return self.shown()

    def shown(self) -> Self:
        return self.filter(state__in=SHOWN)

    def open(self) -> Self:
        """Into which activities may be put."""
        return self.filter(state__in=("draft", "published"))

    def whole(self) -> Self:
        return self.select_related("organiser")


class SafetyActivityQuerySet(ScopedQuerySet):
    """安全活动: the public reads those whose event is published; the offices of the event manage it."""

    scope = Scope(organisation="event__organiser_id", district="event__reporting_org_id")

    def view_action(self) -> str:
        return "safety.view_campaign"

    def visible_to(self, user: object) -> Self:
        return self.shown()

    def shown(self) -> Self:
        """Of events that are published or over, in campaigns that are."""
        return self.filter(event__state__in=("published", "closed"), campaign__state__in=SHOWN)

    def trainings(self) -> Self:
        return self.filter(kind="training")

    def whole(self) -> Self:
        return self.select_related("campaign__organiser", "event__organiser", "event__reporting_org")

    def to_come(self, at: datetime) -> Self:
        """With a session that is not over, the soonest first."""
        coming = Q(event__sessions__state="planned", event__sessions__ends_at__gt=at)
        return (
            self.filter(coming)
            .annotate(soonest=Min("event__sessions__starts_at", filter=coming))
            .order_by(F("soonest").asc(), "pk")
        )


class SafetyMaterialQuerySet(ScopedQuerySet):
    """宣传资料: of a published campaign everybody's, until it is withdrawn."""

    scope = Scope(organisation="campaign__organiser_id", district="campaign__organiser_id")

    def view_action(self) -> str:
        return "safety.view_campaign"

    def visible_to(self, user: object) -> Self:
        return self.offered().filter(campaign__state__in=SHOWN)

    def offered(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)
