"""What applications hold of a person: the row stays, for figures rest on it; words and papers go."""

from __future__ import annotations

from collections.abc import Iterable

from zibo_youth.accounts.holdings import Holding, Leaving, Part, add_part
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.terms import add_terms
from zibo_youth.core.errors import DomainError

from .application_errors import ApplicationOpen
from .models import LoanApplication, LoanApplicationTransition, LoanDocument
from .services.applications.due import end_drafts_of
from .services.applications.keeping import TERMS

OF_THE_FIRM = "of the company, not of the person: the bank's contract and the league's figures rest on it"
CODES = dict.fromkeys(["from_state", "to_state", "reason"], "codes of states and reasons")
HOLDINGS = [
    Holding(model=LoanApplicationTransition, of=("application__applicant",), blank={"note": ""}, keep=CODES),
    Holding(
        model=LoanDocument,
        of=("application__applicant",),
        drop=True,
        files=("file",),
    ),
    Holding(
        model=LoanApplication,
        of=("applicant",),
        blank={"purpose_words": ""},
        keep=dict.fromkeys(["reference", "uscc", "firm_name", "industry"], OF_THE_FIRM)
        | {"asked_parts": "codes of parts"},
    ),
]


def _obstacles(person: Person) -> Iterable[DomainError]:
    """What lies with an office is withdrawn or answered first."""
    for application in LoanApplication.objects.of_person(person.pk).living().exclude(state="draft"):
        yield ApplicationOpen(reference=application.reference)


def _before(leaving: Leaving) -> None:
    end_drafts_of(leaving.people)


def register_application_holdings() -> None:
    """Called once, when the app is ready."""
    add_terms(TERMS)
    add_part("loans", Part(holdings=HOLDINGS, obstacles=_obstacles, before=_before))
