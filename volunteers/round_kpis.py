"""大型赛会志愿者 (IN06): who was on duty at large events in a month; a person counts once."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import Signup
from .querysets import SignupQuerySet


def on_duty_at_large_events(period: Period) -> SignupQuerySet:
    """Shifts of large events that began in the period and that somebody came to."""
    came = Signup.objects.filter(state__in=[Signup.State.CHECKED_OUT, Signup.State.ATTENDED])
    of_event = came.filter(shift__post__project__kind="large_event", shift__post__kind="duty")
    rows: SignupQuerySet = of_event.filter(starts_at__gte=period.from_at, starts_at__lt=period.until_at)
    return rows


LARGE_EVENT_VOLUNTEERS = Kpi(
    code="IN06",
    label=_("大型赛会志愿者"),
    action=Action.INTEGRATION,
    unit=Unit.PEOPLE,
    kind=Kind.PEOPLE,
    facts=Facts(
        rows=on_duty_at_large_events,
        measure=Count("volunteer__person", distinct=True),
        credited_to="shift__post__project__reporting_org",
        related=["shift__post__project", "volunteer__person"],
        columns=(
            Column(_("志愿者编号"), lambda row: row.volunteer.volunteer_no),
            Column(pgettext_lazy("指标明细", "姓名"), lambda row: row.volunteer.person.masked_name),
            Column(_("志愿服务项目"), lambda row: row.shift.post.project.local_title),
            Column(_("岗位"), lambda row: row.shift.post.local_name),
            Column(_("日期"), lambda row: row.starts_at),
        ),
    ),
    definition=_("当月在大型赛会服务岗位到岗的志愿者人数，一人多次只计一次，培训和仪式不计"),
    source=_("班次签到签退"),
)


def register_round_kpis() -> None:
    """Called once, when the app is ready."""
    register(LARGE_EVENT_VOLUNTEERS)
