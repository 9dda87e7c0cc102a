"""What notices of the loans are about: an application or its guarantee, with the longest words and days."""

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


def _of_a_guarantee(come: Any, _stay: Stay) -> Guarantee:
    of = applying.lending(needs_guarantor=True)
    for office, name in ((of.bank, "银"), (of.guarantor, "担")):
        office.short_name = name * 30
        office.save()
    made: Guarantee = come(of)
    made.letter_no = "函" * 40
    if made.loan:
        made.loan.contract_no = "合" * 40
    return made


MAKERS: dict[str, Any] = {
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
} | {
    f"loans.guarantee_{name}": partial(_of_a_guarantee, come)
    for name, come in {
        "letter": guaranteeing.lettered,
        "claimed": guaranteeing.claimed,
        "claim_waits": guaranteeing.claimed,
        "paid": guaranteeing.paid,
        "released": guaranteeing.released,
    }.items()
}
