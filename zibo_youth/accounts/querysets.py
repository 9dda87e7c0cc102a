"""Every read of accounts that gives rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet

if TYPE_CHECKING:
    from zibo_youth.accounts.models import User


class AreaQuerySet(models.QuerySet[Any]):
    """区域: places are public."""

    def visible_to(self, user: object) -> Self:
        return self.all()

    def managed_by(self, user: object) -> Self:
        return self.all()

    def districts_and_zones(self) -> Self:
        """The eleven units in the order of the city's documents."""
        return self.filter(kind__in=["district", "zone"]).order_by("position")


class OrganisationQuerySet(ScopedQuerySet):
    """单位: an officer sees the own unit and what hangs below it."""

    scope = Scope(organisation="id", district="reporting_org_id")

    def reporting(self) -> Self:
        """The eleven units that hand in a monthly report."""
        return self.filter(is_reporting=True).order_by("area__position")

    def places_of(self, reach: Reach) -> Self:
        """Districts, zones and their towns, as far as somebody's right reaches."""
        places = Q(is_reporting=True) | Q(kind="town")
        return self.filter(places, reach.rows(self.scope)).order_by("kind", "code")

    def universities(self) -> Self:
        return self.filter(kind="university").order_by("name")


class MembershipQuerySet(ScopedQuerySet):
    """任职: an officer sees who serves in the own unit."""

    scope = Scope(own="person_id", organisation="organisation_id", district="organisation__reporting_org_id")

    def current(self, on: date) -> Self:
        """Offices held on a day; both ends count."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)


class PersonQuerySet(ScopedQuerySet):
    """
    自然人: staff see a person only through a row of their own station or district.

    Each programme says at start-up how its rows lead to a person (the house
    knows no programme): see ``reached_through``.
    """

    scope = Scope(own="id")

    reached_through: ClassVar[list[Scope]] = []

    def erased(self) -> Self:
        """Whose account was closed, and who has not registered anew since."""
        return self.filter(erased_at__isnull=False, returned_at__isnull=True).order_by()

    def within(self, reach: Reach) -> Self:
        condition = reach.rows(self.scope)
        for scope in self.reached_through:
            found = self.model._base_manager.filter(reach.office().rows(scope)).values("pk")
            condition |= Q(pk__in=found) if not reach.everything else Q()
        return self.filter(condition)


class UserQuerySet(ScopedQuerySet):
    """账号: one's own; administrators see all."""

    scope = Scope(own="person_id")


class OwnedByUserQuerySet(ScopedQuerySet):
    """Rows that belong to a log-in: tokens."""

    scope = Scope(own="user__person_id")

    def of(self, user: User) -> Self:
        return self.filter(user=user)


class MachineTokenQuerySet(ScopedQuerySet):
    """系统对接令牌: nobody's own business; administrators read all."""

    def living(self, on: date) -> Self:
        """Neither revoked nor past their last day."""
        return self.filter(revoked_at__isnull=True, expires_on__gte=on)


class ExportRecordQuerySet(ScopedQuerySet):
    """导出记录: nobody's own business; administrators read all."""


class ConsentRecordQuerySet(ScopedQuerySet):
    """同意记录: of one's log-in, and of one's own person where a desk wrote it down."""

    scope = Scope(own="user__person_id")

    def within(self, reach: Reach) -> Self:
        return self.filter(reach.rows(self.scope) | reach.rows(Scope(own="person_id")))

    def of(self, user: User) -> Self:
        return self.filter(Q(user=user) | Q(person__users=user))

    def of_person(self, person_id: int, log_ins: Iterable[int]) -> Self:
        """Given by one of a person's log-ins, or written down for the person at a desk."""
        return self.filter(Q(user__in=list(log_ins)) | Q(person=person_id))

    def recorded_for(self, person_id: int) -> Self:
        """Signed at a desk or told by telephone: what a desk may write down as withdrawn."""
        return self.filter(person=person_id)

    def living(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class ErasureRequestQuerySet(ScopedQuerySet):
    """注销申请: one's own; city staff and administrators answer them."""

    scope = Scope(own="person_id")

    def open(self) -> Self:
        """Neither carried out, nor refused, nor taken back."""
        return self.filter(state__in=["asked", "recorded", "approved"])

    def to_approve(self) -> Self:
        """On paper, and waiting for a second person."""
        return self.filter(state="recorded")

    def due(self, at: datetime) -> Self:
        """What the job carries out now."""
        return self.filter(state__in=["asked", "approved"], due_at__lte=at)

    def overdue(self, on: date) -> Self:
        """Open although the answer was owed before today."""
        return self.open().filter(answer_by__lt=on)


class ErasureRecordQuerySet(ScopedQuerySet):
    """注销台账: numbers only; administrators read all."""


class LegalHoldQuerySet(ScopedQuerySet):
    """依法保留: the city's business; the person hears that it stands, and asks the city why."""

    def standing(self) -> Self:
        return self.filter(lifted_at__isnull=True)
