"""待办队列 (work queues): applications by the office whose look it is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues
from zibo_youth.core.calendar import now, today

from .models import LoanApplication, PurposeCheck
from .models.application_moves import BANK, CITY, DISTRICT, GUARANTOR, ApplicationState

S = ApplicationState
CHECK = "loans.check_purpose"
# What waits in which states, and the right of whoever does it.
STAGES: tuple[tuple[str, tuple[str, ...], str, str | Promise], ...] = (
    ("district", (S.SUBMITTED, S.DISTRICT_REVIEW), DISTRICT, _("待区县初审的贷款申请")),
    ("city", (S.CITY_REVIEW,), CITY, _("待市级推荐的贷款申请")),
    ("bank", (S.BANK_REVIEW, S.ACCEPTED), BANK, _("待银行办理的贷款申请")),
    ("guarantor", (S.GUARANTOR_REVIEW,), GUARANTOR, _("待担保机构审核的贷款申请")),
)


def waiting_for(user: User) -> Any:
    """Everything that waits for an office of this user."""
    rows = LoanApplication.objects.managed_by(user)
    states = [state for _key, of, action, _label in STAGES if policy.may(user, action) for state in of]
    return rows.filter(state__in=states)


def _rows(user: User, states: tuple[str, ...]) -> Any:
    return LoanApplication.objects.managed_by(user).filter(state__in=states)


def _queue(key: str, states: tuple[str, ...], action: str, label: str | Promise) -> queues.WorkQueue:
    return queues.WorkQueue(
        key=f"loans.{key}",
        label=label,
        count=lambda user: _rows(user, states).count(),
        overdue=lambda user: _rows(user, states).overdue_at(now()).count(),
        url=lambda user: f"{reverse('loan_desk')}#waiting",
        may_see=lambda user: policy.may(user, action),
    )


OF_STAGES = [queues.register(_queue(*stage)) for stage in STAGES]


def _checks(user: User) -> Any:
    return PurposeCheck.objects.managed_by(user).due_by(today())


OF_CHECKS = queues.register(
    queues.WorkQueue(
        key="loans.purpose",
        label=_("待登记的用途检查"),
        count=lambda user: _checks(user).count(),
        overdue=lambda user: _checks(user).filter(due_on__lt=today()).count(),
        url=lambda user: f"{reverse('loan_contracts')}#checks",
        may_see=lambda user: policy.may(user, CHECK),
    )
)
