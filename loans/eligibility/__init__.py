"""
申请条件 (eligibility): one small object per rule, each with a stable id and the clause it comes from.

Numbers and source are those of the product version that the application keeps for life; the day that ages
are counted on is the day of handing in. A rule answers: met, not met, or a paper is missing; with what
value; what is asked; and what would change the answer (reference/loans_safety.md §1.1, §9.5).
"""

from __future__ import annotations

from datetime import date

from loans.application_parts import kinds_there, required_kinds
from loans.models import LoanApplication
from zibo_youth.core.calendar import today

from .facts import Facts
from .of_application import AmountInRange, CallOpen, CreditConsent, DocumentsThere, MonthsInRange
from .of_founder import AgeInRange, FirmOldEnough
from .verdicts import Answer, Assessment, Rule, Verdict

__all__ = ["RULES", "Answer", "Assessment", "Facts", "Verdict", "facts_of", "judge"]

# In the order in which they are told.
RULES: tuple[Rule, ...] = (
    AgeInRange(),
    FirmOldEnough(),
    AmountInRange(),
    MonthsInRange(),
    CallOpen(),
    DocumentsThere(),
    CreditConsent(),
)


def facts_of(application: LoanApplication, *, consents: bool, on: date | None = None) -> Facts:
    """What the rules ask about an application, as of a day; today, unless it was handed in before."""
    return Facts(
        version=application.version,
        call=application.call,
        day=on or application.handed_in_on or today(),
        birth_date=application.applicant.birth_date,
        founded_on=application.founded_on,
        amount=application.amount,
        months=application.months,
        documents=frozenset(kinds_there(application)),
        required=required_kinds(),
        consents=consents,
    )


def judge(facts: Facts) -> Assessment:
    """Every rule's verdict, in words."""
    return Assessment([rule.verdict(facts) for rule in RULES])
