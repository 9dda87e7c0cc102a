"""Every read of reports that gives rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q
from django.db.models.functions import Now

from zibo_youth.core.scope import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from zibo_youth.accounts.models import User

    from .periods import Month


class MonthlyReportQuerySet(ScopedQuerySet):
    """月报: a district sees its own, the city sees all."""

    scope = Scope(district="organisation_id")

    def view_action(self) -> str:
        return "reports.view_report"

    def of_month(self, month: Month) -> Self:
        return self.filter(month=month.first)

    def of_units(self) -> Self:
        """Those of the reporting organisations, without the city's own."""
        return self.filter(organisation__is_reporting=True)

    def of_city(self) -> Self:
        return self.filter(organisation__is_reporting=False)

    def unsent(self) -> Self:
        """Waiting for the organisation, not for the city."""
        return self.filter(state__in=["open", "draft", "returned"])

    def editable(self) -> Self:
        """What the organisation may still change."""
        return self.unsent()


class _OfReportQuerySet(ScopedQuerySet):
    scope = Scope(district="report__organisation_id")

    def view_action(self) -> str:
        return "reports.view_report"


class FigureQuerySet(_OfReportQuerySet):
    """月报数据: as far as its report is seen."""

    def locked(self) -> Self:
        """Those that nothing changes any more."""
        return self.filter(report__state="locked")

    def with_two_spans(self) -> Self:
        """The month and the year so far alone, with the month that they are of."""
        halves = ("month_part", "month_whole", "to_date_part", "to_date_whole")
        return self.select_related("report").only("code", "kind", *halves, "report__month")

    def with_report(self) -> Self:
        """With what is told beside a figure; a fixed number of queries."""
        told = ("corrections__shown_in", "report__shown_corrections__figure")
        return self.select_related("report__organisation").prefetch_related(*told)


class ReportTransitionQuerySet(_OfReportQuerySet):
    pass


class CorrectionQuerySet(_OfReportQuerySet):
    scope = Scope(district="figure__report__organisation_id")

    def to_show(self) -> Self:
        """Not told in any report yet."""
        return self.filter(shown_in__isnull=True)


class TargetQuerySet(ScopedQuerySet):
    """年度目标: a district sees its own, the city sees all."""

    scope = Scope(district="organisation_id")

    def view_action(self) -> str:
        return "reports.view_target"

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)


class MilestoneQuerySet(ScopedQuerySet):
    """重点事项: everybody reads them."""

    def view_action(self) -> str:
        return "reports.view_milestone"


class ExportJobQuerySet(ScopedQuerySet):
    """导出任务: the lists of the admin show a district its own, the city all; a file has fewer readers."""

    scope = Scope(district="organisation_id")

    def view_action(self) -> str:
        return "reports.view_exportjob"

    def readable_by(self, user: User) -> Self:
        """Asked for by this user, or made by the portal, where the user may export today."""
        rights = self.reach_of(user, "reports.export_report").office()
        return self.within(rights).filter(Q(requested_by=user) | Q(requested_by__isnull=True))

    def unfinished(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def due(self) -> Self:
        """Waiting for a worker, or left by one that died: its lease has run out."""
        return self.filter(Q(state="queued") | Q(state="running", lease_until__lt=Now()))

    def ready(self) -> Self:
        return self.filter(state="ready")

    def within_time(self) -> Self:
        """Ready, and not past its time."""
        return self.ready().filter(expires_at__gt=Now())

    def out_of_date(self) -> Self:
        return self.ready().filter(expires_at__lte=Now())
