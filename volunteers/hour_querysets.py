"""Reads of the hours ledger and of certificates that give rows."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import Q, Sum

from zibo_youth.core.scope import Scope, ScopedQuerySet

MANUAL = ("statement", "import")


class HourEntryQuerySet(ScopedQuerySet):
    """服务时长: the volunteer's own; the organiser's leaders; the district of the project."""

    scope = Scope(
        own="volunteer__person_id", organisation="organiser_id", district="project__reporting_org_id"
    )

    def credits(self) -> Self:
        """What stands: written, and not taken back."""
        return self.filter(kind="credit", reversed_at__isnull=True)

    def final(self) -> Self:
        """What counts: noticed for its time and not taken back."""
        return self.credits().filter(state="final")

    def manual(self) -> Self:
        """What rests on somebody's word."""
        return self.filter(evidence__in=MANUAL)

    def to_confirm(self) -> Self:
        """What waits for a second person, the oldest first."""
        return self.filter(state="provisional").order_by("recorded_at", "pk")

    def served_between(self, start: datetime, end: datetime) -> Self:
        """By the moment at which the service began."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def before(self, row: tuple[datetime, int] | None) -> Self:
        """What follows this row on a page that shows the latest first."""
        if row is None:
            return self
        at, number = row
        return self.filter(Q(starts_at__lt=at) | Q(starts_at=at, pk__lt=number), starts_at__lte=at)

    def minutes_of(self) -> int:
        return int(self.order_by().aggregate(found=Sum("minutes"))["found"] or 0)

    def whole(self) -> Self:
        """With everything that a page says of it."""
        return self.select_related("volunteer__person", "project", "post", "organiser", "approver__person")


class HourDisputeQuerySet(ScopedQuerySet):
    """更正申请: seen with its entry."""

    scope = Scope(
        own="entry__volunteer__person_id",
        organisation="entry__organiser_id",
        district="entry__project__reporting_org_id",
    )

    def open(self) -> Self:
        return self.filter(state="asked").order_by("asked_at", "pk")


class ManualShareReviewQuerySet(ScopedQuerySet):
    """手工时长复核: the organiser's leaders, and the district that decided."""

    scope = Scope(organisation="project__organiser_id", district="project__reporting_org_id")


class HourClaimQuerySet(ScopedQuerySet):
    """补记申请: the volunteer's own; the organiser's leaders; the district of the project."""

    scope = Scope(
        own="volunteer__person_id",
        organisation="post__project__organiser_id",
        district="post__project__reporting_org_id",
    )

    def asked(self) -> Self:
        """What waits for an answer, the oldest service first: its term ends first."""
        return self.filter(state="asked").order_by("ends_at", "pk")

    def whole(self) -> Self:
        return self.select_related("volunteer__person", "post__project__organiser")


class HourImportQuerySet(ScopedQuerySet):
    """时长导入: the organiser's leaders, and its district."""

    scope = Scope(organisation="organiser_id", district="organiser__reporting_org_id")

    def whole(self) -> Self:
        return self.select_related("organiser", "imported_by__person")


class CertificateQuerySet(ScopedQuerySet):
    """服务记录证明: the volunteer's own; the issuer's leaders; the district of the issuer."""

    scope = Scope(own="volunteer__person_id", organisation="issuer_id", district="issuer__reporting_org_id")

    def asked(self) -> Self:
        return self.filter(state="asked").order_by("asked_at", "pk")

    def issued(self) -> Self:
        """Everything that was ever given out, whatever became of it."""
        return self.filter(issued_at__isnull=False)

    def standing(self) -> Self:
        """Given out and not taken back."""
        return self.filter(state__in=["issued", "valid"])

    def issued_between(self, start: datetime, end: datetime) -> Self:
        return self.filter(issued_at__gte=start, issued_at__lt=end)

    def whole(self) -> Self:
        return self.select_related("volunteer__person", "issuer", "supersedes")


class CertificateLineQuerySet(ScopedQuerySet):
    """证明明细: seen with its certificate."""

    scope = Scope(
        own="certificate__volunteer__person_id",
        organisation="certificate__issuer_id",
        district="certificate__issuer__reporting_org_id",
    )

    def view_action(self) -> str:
        return "volunteers.view_certificate"
