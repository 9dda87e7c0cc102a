"""What guarantees tell: a founder of letter, claim, payment and release; a guarantor of a claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import NoticeKind, register

from .models import Guarantee

S = Guarantee.State
RELATED = ("guarantor", "application__bank", "application__firm", "loan")


def _words(guarantee: Guarantee) -> dict[str, Any]:
    claim = guarantee.claims.standing().first()
    return {
        "guarantor": str(guarantee.guarantor),
        "bank": str(guarantee.application.bank or ""),
        "reference": guarantee.application.reference,
        "contract": guarantee.loan.contract_no if guarantee.loan else "",
        "letter": guarantee.letter_no,
        "until": guarantee.letter_until.isoformat() if guarantee.letter_until else "",
        "claimed": f"{claim.amount:,.2f}" if claim else "",
        "paid": f"{claim.paid:,.2f}" if claim else "",
    }


def _of_founder(guarantee: Guarantee) -> str:
    if guarantee.loan_id:
        return reverse("loan_contract", args=[guarantee.loan_id])
    return reverse("loan_application", args=[guarantee.application.reference])


def _register(
    name: str,
    title: str | Promise,
    states: tuple[str, ...],
    url: Callable[[Guarantee], str] = _of_founder,
) -> None:
    register(
        NoticeKind(
            key=f"loans.{name}",
            title=title,
            holds=lambda guarantee: guarantee.state in states,
            words=_words,
            url=url,
            related=RELATED,
        )
    )


def register_guarantee_notices() -> None:
    """Called once, when the app is ready."""
    _register("guarantee_letter", _("担保函已出具"), (S.LETTER_ISSUED, S.ACTIVE))
    _register("guarantee_claimed", _("银行已申请担保机构代偿"), (S.CLAIMED,))
    _register(
        *("guarantee_claim_waits", _("有代偿申请待决定"), (S.CLAIMED,)),
        lambda guarantee: reverse("loan_guarantee", args=[guarantee.pk]),
    )
    _register("guarantee_paid", _("担保机构已代偿"), (S.PAID, S.RECOURSE))
    _register("guarantee_released", _("担保已解除"), (S.RELEASED,))
