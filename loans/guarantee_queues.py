"""待办队列 (work queues) of guarantees: letters to write, claims to answer or to pay, loans to claim for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues

from .business_date import business_date
from .models import Guarantee
from .models.application_moves import GUARANTOR

CLAIM, ANSWER = "loans.claim_guarantee", "loans.answer_guarantee_claim"
Rows = Callable[[Any], Any]
# What waits, and the right of whoever does it.
TURNS: tuple[tuple[str, Rows, str, str | Promise], ...] = (
    ("letter", lambda rows: rows.waiting_for_letter(), GUARANTOR, _("待出具的担保函")),
    ("answer", lambda rows: rows.with_claim_in("filed"), ANSWER, _("待决定的代偿申请")),
    ("pay", lambda rows: rows.with_claim_in("approved"), ANSWER, _("待付款的代偿申请")),
    ("claim", lambda rows: rows.claimable_on(business_date()), CLAIM, _("已可申请代偿的担保")),
)


def _rows(user: User, turn: Rows) -> Any:
    return turn(Guarantee.objects.managed_by(user))


def waiting_for(user: User) -> Any:
    """Everything that waits for an office of this user."""
    turns = [turn for _key, turn, action, _label in TURNS if policy.may(user, action)]
    found = Guarantee.objects.none()
    for turn in turns:
        found = found | Guarantee.objects.filter(pk__in=_rows(user, turn).values("pk"))
    return found


def _queue(key: str, turn: Rows, action: str, label: str | Promise) -> queues.WorkQueue:
    return queues.WorkQueue(
        key=f"loans.guarantee_{key}",
        label=label,
        count=lambda user: _rows(user, turn).count(),
        url=lambda user: f"{reverse('loan_guarantees')}#waiting",
        may_see=lambda user: policy.may(user, action),
    )


def register_guarantee_queues() -> None:
    """Called once, when the app is ready."""
    for turn in TURNS:
        queues.register(_queue(*turn))
