"""Every read of parties and their members that gives rows."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import Exists, OuterRef, Q

from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet


class PartyQuerySet(ScopedQuerySet):
    """同住: those who are of it; staff through the station, once it is booked."""

    scope = Scope(organisation="station__operator_id", district="station__reporting_org_id")

    def within(self, reach: Reach) -> Self:
        """What has not come about is the business of its members."""
        members = self.model._meta.get_field("members").related_model
        mine = members._default_manager.filter(party=OuterRef("pk"), person=reach.own)
        booked = Q(state="booked") & reach.office().rows(self.scope)
        return self.filter(booked | Exists(mine)) if reach.own is not None else self.filter(booked)

    def over_at(self, at: datetime) -> Self:
        """Open ones whose time is up."""
        return self.filter(state="open", open_until__lte=at)

    def open_of(self, people: object) -> Self:
        """Open ones with one of these people among their members."""
        members = self.model._meta.get_field("members").related_model
        return self.filter(
            Exists(members._default_manager.filter(party=OuterRef("pk"), person__in=people)), state="open"
        )


class PartyMemberQuerySet(ScopedQuerySet):
    """同住人: the person's own; staff through the stay."""

    scope = Scope(
        own="person_id",
        organisation="stay__station__operator_id",
        district="stay__station__reporting_org_id",
        handed_in="stay__submitted_at",
    )

    def view_action(self) -> str:
        return "stations.view_party"

    def within(self, reach: Reach) -> Self:
        """Whoever sees everything sees what was booked."""
        rows = super().within(reach)
        return rows.filter(Q(stay__isnull=False) | Q(person=reach.own)) if reach.everything else rows

    def in_order(self) -> Self:
        """All places of the parties, each with its person and stay, the first place first."""
        return self.select_related("person", "stay").order_by("place")
