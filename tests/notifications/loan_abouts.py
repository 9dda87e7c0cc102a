"""What notices of the loans are about: an application or its guarantee, with the longest words they can hold."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from loans.models import Guarantee, LoanApplication
from stations.models import Stay
from tests import applying, guaranteeing

FAR = date(2026, 12, 28)
LONGEST = {"asked_reason": "contradicts", "refusal_reason": "credit", "offer_until": FAR}


def _of_an_application(stage: str, _stay: Stay) -> LoanApplication:
    of = applying.lending()
    of.version.product.name, of.version.product.name_en = "贷" * 40, "Loan " * 16
    of.version.product.save()
    of.bank.short_name = "银" * 30
    of.bank.save()
    of.call.closes_on = FAR
    made = applying.STAGES[stage](of)
    for name, value in LONGEST.items():
        setattr(made, name, value)
    return made


def _of_a_guarantee(stage: Any, _stay: Stay) -> Guarantee:
    of = applying.lending(needs_guarantor=True)
    made: Guarantee = stage(of)
    made.guarantor.short_name, made.application.bank.short_name = "担" * 30, "银" * 30
    return made


OF_GUARANTEES = {
    "guarantee_letter": guaranteeing.lettered,
    "guarantee_claimed": guaranteeing.claimed,
    "guarantee_claim_waits": guaranteeing.claimed,
    "guarantee_paid": guaranteeing.paid,
    "guarantee_released": guaranteeing.released,
}
MAKERS: dict[str, Any] = {
    f"loans.{name}": partial(_of_a_guarantee, stage) for name, stage in OF_GUARANTEES.items()
} | {
    f"loans.{name}": partial(_of_an_application, stage)
    for name, stage in {
        "application_submitted": "submitted",
        "more_info_asked": "more_info",
        "recommended": "bank_review",
        "offered": "offered",
        "rejected": "rejected",
        "expired": "expired",
        "call_closing": "draft",
        "offer_ending": "offered",
    }.items()
}
