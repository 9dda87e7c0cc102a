"""待办队列: equity and pre-approvals that wait for a second person of the city's office."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues

from .models import EquityInvestment, PreApprovedLine


def _waiting(model: Any, user: User) -> Any:
    """Whoever wrote it down cannot confirm it, so it does not wait for them."""
    return model.objects.managed_by(user).waiting().exclude(recorded_by=user)


def _queue(key: str, model: Any, action: str, label: Any, page: str) -> queues.WorkQueue:
    return queues.WorkQueue(
        key=f"loans.{key}",
        label=label,
        count=lambda user: _waiting(model, user).count(),
        url=lambda user: reverse(page),
        may_see=lambda user: policy.may(user, action),
    )


def register_investing_queues() -> None:
    """Called once, when the app is ready."""
    of_equity = (EquityInvestment, "loans.manage_equity", _("待复核的股权投资"), "loan_equity")
    of_lines = (PreApprovedLine, "loans.manage_pre_approval", _("待复核的预授信"), "loan_pre_approved")
    queues.register(_queue("equity", *of_equity))
    queues.register(_queue("pre_approved", *of_lines))
