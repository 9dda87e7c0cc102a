"""What applications tell their founders: a text message tells a class, never words that somebody wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from zibo_youth.core.brief_days import day_words, in_english
from zibo_youth.notifications.kinds import NoticeKind, register

from .models import LoanApplication, LoanProduct
from .models.application_moves import ApplicationState
from .models.application_words import Part

S = ApplicationState
NAME_IN_CHINESE = 12
RELATED = ("product", "call", "version", "bank", "applicant")


def local_name(product: LoanProduct) -> str:
    """Its name in the active language."""
    if in_english():
        return str(product.name_en or product.name)
    return str(product.name)


def product_name(application: LoanApplication) -> str:
    """The product in the active language."""
    return local_name(application.product)


def _yuan(amount: Any) -> str:
    return "" if amount is None else f"{amount:,.2f}".removesuffix(".00")


def _words(application: LoanApplication) -> dict[str, Any]:
    """The values of every template, in the active language."""
    moves = [move for move in application.transitions.all() if move.to_state == application.state]
    return {
        "product": product_name(application),
        "reference": application.reference,
        "bank": str(application.bank or ""),
        "amount": _yuan(application.offered_amount),
        "months": application.offered_months,
        "until": day_words(application.offer_until),
        "closes": day_words(application.call.closes_on),
        "asked": pgettext("列举", "、").join(str(Part(part).label) for part in application.asked_parts),
        "asked_reason": str(application.get_asked_reason_display() or ""),
        "refused": str(application.get_refusal_reason_display() or ""),
        "clause": application.version.source,
        "note": moves[-1].note if moves else "",
        "was_offered": application.offer_until is not None,
    }


def _in(*states: str) -> Callable[[LoanApplication], bool]:
    return lambda application: application.state in states


def _register(name: str, title: str | Promise, holds: Callable[[LoanApplication], bool]) -> None:
    register(
        NoticeKind(
            key=f"loans.{name}",
            title=title,
            holds=holds,
            words=_words,
            url=lambda application: reverse("loan_application", args=[application.reference]),
            related=RELATED,
            prefetched=("transitions",),
        )
    )


def register_application_notices() -> None:
    """Called once, when the app is ready."""
    _register("application_submitted", _("贷款申请已提交"), _in(S.SUBMITTED, S.DISTRICT_REVIEW))
    _register("more_info_asked", _("贷款申请需要补充"), _in(S.MORE_INFO))
    _register("recommended", _("贷款申请已推荐给银行"), _in(S.BANK_REVIEW, S.GUARANTOR_REVIEW))
    _register("offered", _("银行同意了您的贷款申请"), _in(S.OFFERED))
    _register("rejected", _("贷款申请未通过"), _in(S.REJECTED))
    _register("expired", _("贷款申请已过期"), _in(S.EXPIRED))
    _register("call_closing", _("贷款申报即将截止"), _in(S.DRAFT))
    _register("offer_ending", _("请确认银行的贷款方案"), _in(S.OFFERED))
