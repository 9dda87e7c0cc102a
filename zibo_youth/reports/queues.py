"""待办队列 (work queues) of the monthly report on the dashboard of the admin."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues
from zibo_youth.core.calendar import today

from .models import MonthlyReport
from .querysets import MonthlyReportQuerySet


def _of(user: User) -> MonthlyReportQuerySet:
    reports: MonthlyReportQuerySet = MonthlyReport.objects.managed_by(user)
    return reports.of_units()


def register_queues() -> None:
    """Called once, when the app is ready."""
    queues.register(
        queues.WorkQueue(
            key="reports.unsent",
            label=_("待上报月报"),
            count=lambda user: _of(user).unsent().count(),
            overdue=lambda user: _of(user).unsent().filter(due_on__lt=today()).count(),
            url=lambda user: reverse("district_reports"),
            may_see=lambda user: policy.may(user, "reports.fill_report"),
        )
    )
    queues.register(
        queues.WorkQueue(
            key="reports.submitted",
            label=_("待审核月报"),
            count=lambda user: _of(user).filter(state=MonthlyReport.State.SUBMITTED).count(),
            url=lambda user: reverse("city_reports"),
            may_see=lambda user: policy.may(user, "reports.decide_report"),
        )
    )
