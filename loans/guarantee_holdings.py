"""What guarantees hold of a founder, and how long (`accounts.terms`): words go, the rows stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.holdings import Holding, Part, add_part
from zibo_youth.accounts.services.words import with_words, words_term
from zibo_youth.accounts.terms import add_terms

from .models import (
    Guarantee,
    GuaranteeClaim,
    GuaranteePayment,
    GuaranteeRecovery,
    GuaranteeTransition,
    SiteVisit,
)
from .models.guarantee_moves import ENDED, GuaranteeState

OF_LOANS = "a company's guarantee and its money, and the office that wrote them down"
SOURCE = "domain.md §3.2：5 年或按银行要求"
FOUNDER = ("guarantee__application__applicant",)
# Of a recourse the guarantor holds its own papers: five years after it began the portal's words go too.
OVER = (*ENDED, GuaranteeState.RELEASED, GuaranteeState.PAID, GuaranteeState.RECOURSE)
HOLDINGS = [
    Holding(
        model=Guarantee,
        of=("application__applicant",),
        blank={"counter": ""},
        keep={
            "letter_no": "the guarantor's number of a company's guarantee",
            "covers": "codes of components",
        },
    ),
    Holding(model=SiteVisit, of=FOUNDER, blank={"finding": ""}),
    Holding(
        model=GuaranteeTransition,
        of=FOUNDER,
        blank={"note": ""},
        keep=dict.fromkeys(["from_state", "to_state", "reason"], "codes of states and reasons"),
    ),
]


def _over(path: str = "") -> Any:
    """Guarantees that ended, were released or paid long enough ago."""

    def condition(before: datetime) -> Q:
        return Q(**{f"{path}state__in": OVER, f"{path}state_since__lt": before})

    return condition


TERMS = [
    words_term(
        *("loan_guarantee_words", _("担保的反担保措施"), _("担保终止、解除或代偿")),
        *(with_words(Guarantee, _over()), ("application__applicant",), SOURCE),
    ),
    words_term(
        *("loan_site_visits", _("担保走访情况"), _("担保终止、解除或代偿")),
        *(with_words(SiteVisit, _over("guarantee__")), FOUNDER, SOURCE),
    ),
    words_term(
        *("loan_guarantee_notes", _("担保流转的说明"), _("担保终止、解除或代偿")),
        *(with_words(GuaranteeTransition, _over("guarantee__")), FOUNDER, SOURCE),
    ),
]


def register_guarantee_holdings() -> None:
    """Called once, when the app is ready."""
    papers = dict.fromkeys([GuaranteeClaim, GuaranteePayment, GuaranteeRecovery], OF_LOANS)
    add_terms(TERMS)
    add_part("loans.guarantee", Part(holdings=HOLDINGS, papers=papers))
