"""志愿服务指标 (indicators of the volunteers): VO01 and VO02 of the monthly report (domain.md §4.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, Sum, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import Certificate, HourEntry

EXACT = DecimalField(max_digits=12, decimal_places=2)
# Of whole numbers PostgreSQL keeps whole hours only: half an hour is a step of the ledger.
HOURS = ExpressionWrapper(Cast("minutes", EXACT) / Value(Decimal(60)), output_field=EXACT)


def hours_served(period: Period) -> Any:
    """Final hours by the day of service; what is taken back later is told as a correction of its month."""
    rows = HourEntry.objects.final().served_between(period.from_at, period.until_at)
    return rows.annotate(served_hours=HOURS)


def certificates_issued(period: Period) -> Any:
    return Certificate.objects.issued().issued_between(period.from_at, period.until_at)


ENTRY_COLUMNS = (
    Column(_("志愿者编号"), lambda entry: entry.volunteer.volunteer_no),
    Column(pgettext_lazy("指标明细", "姓名"), lambda entry: entry.volunteer.person.masked_name),
    Column(_("志愿服务项目"), lambda entry: entry.project.local_title),
    Column(_("服务开始时间"), lambda entry: entry.starts_at),
    Column(_("小时数"), lambda entry: entry.hours),
)
CERTIFICATE_COLUMNS = (
    Column(_("证明编号"), lambda certificate: certificate.number),
    Column(_("出具单位"), lambda certificate: str(certificate.issuer)),
    Column(_("出具时间"), lambda certificate: certificate.issued_at),
)


def register_kpis() -> None:
    """Called once, when the app is ready."""
    register(
        Kpi(
            code="VO01",
            label=_("志愿服务时长"),
            action=Action.VOLUNTEERS,
            unit=Unit.HOURS,
            kind=Kind.FLOW,
            definition=_("当月服务、公示后生效的志愿服务小时数，按服务日期计"),
            source=_("志愿服务时长账"),
            facts=Facts(
                rows=hours_served,
                measure=Sum("served_hours"),
                credited_to="project__reporting_org",
                related=["volunteer__person", "project"],
                columns=ENTRY_COLUMNS,
            ),
        )
    )
    register(
        Kpi(
            code="VO02",
            label=_("出具志愿服务证明"),
            action=Action.VOLUNTEERS,
            unit=Unit.PAPERS,
            kind=Kind.FLOW,
            definition=_("当月出具的志愿服务记录证明份数，按出具时间计，含以后换发、撤销的"),
            source=_("志愿服务证明登记"),
            facts=Facts(
                rows=certificates_issued,
                measure=Count("pk"),
                credited_to="issuer__reporting_org",
                related=["issuer"],
                columns=CERTIFICATE_COLUMNS,
            ),
        )
    )
