"""
安全指标 (indicators of safety): SA02 sessions of safety activities held, SA03 people entered for training.

A session counts on the day on which it began, once told as held, as every event does (decision 0082). An
entry counts on the day of registering: a roster as many as are on it, a person alone as one; who waits, was
released or cancelled counts nowhere, so that a later change shows as a correction.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.kpis import COLUMNS, SOURCE, sessions_held
from events.models import Registration
from events.models.event_words import EventKind
from events.models.registration import HOLDING
from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period


def _whose(entry: Registration) -> str:
    """The organisation of a roster; of a person alone, that it was one."""
    return str(entry.organisation or _("个人报名"))


OF_ENTRIES = (
    Column(pgettext_lazy("活动场次", "活动名称"), lambda entry: entry.session.event.local_title),
    Column(_("报名单位"), _whose),
    Column(_("人数"), lambda entry: entry.seats),
    Column(_("报名时间"), lambda entry: entry.created_at),
)


def entered(period: Period) -> Any:
    """Registrations for trainings made in the period that hold places."""
    return Registration.objects.filter(
        session__event__safety_activity__kind="training",
        state__in=HOLDING,
        created_at__gte=period.from_at,
        created_at__lt=period.until_at,
    )


ACTIVITIES = Kpi(
    code="SA02",
    label=_("安全活动"),
    action=Action.SAFETY,
    unit=Unit.SESSIONS,
    kind=Kind.FLOW,
    definition=_("当月举办的安全生产活动场次，按举办日期计"),
    source=SOURCE,
    facts=Facts(
        rows=sessions_held(EventKind.SAFETY),
        measure=Count("pk"),
        credited_to="event__reporting_org",
        related=["event__organiser"],
        columns=COLUMNS,
    ),
)
ENTERED = Kpi(
    code="SA03",
    label=_("安全培训报名"),
    action=Action.SAFETY,
    unit=Unit.VISITS,
    kind=Kind.FLOW,
    definition=_("当月报名安全培训并占有名额的青年职工人次，按报名日期计，单位名册按人数计"),
    source=_("安全培训报名登记"),
    facts=Facts(
        rows=entered,
        measure=Sum("seats"),
        credited_to="session__event__reporting_org",
        related=["session__event", "organisation"],
        columns=OF_ENTRIES,
    ),
)


def register_campaign_kpis() -> None:
    """Called once, when the app is ready."""
    register(ACTIVITIES)
    register(ENTERED)
