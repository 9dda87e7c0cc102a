"""What hours and certificates hold of a person: minutes stay, for figures rest on them; words go."""

from __future__ import annotations

from django.db.models import Model

from zibo_youth.accounts.holdings import Holding, if_said

from .models import (
    Certificate,
    CertificateLine,
    HourClaim,
    HourDispute,
    HourEntry,
    HourImport,
    ManualShareReview,
)
from .services.hour_keeping import TERMS

HOUR_TERMS = TERMS
HOUR_PAPERS: dict[type[Model], str] = {
    ManualShareReview: "why a project's hours by hand count",
    HourImport: "why a file of an organiser was taken back",
}
OF_VOLUNTEER = ("volunteer__person",)
HOUR_HOLDINGS = [
    Holding(model=CertificateLine, of=("certificate__volunteer__person",)),
    Holding(
        model=Certificate,
        of=OF_VOLUNTEER,
        blank={"purpose": "", "remark": "", "reason": if_said("reason")},
        keep={
            "number": "the number of a paper, which names nobody",
            "code_digest": "a digest of a random seed",
            "handler": "who of the organiser issued the paper",
            "contact_phone": "the organiser's telephone",
        },
    ),
    Holding(
        model=HourDispute,
        of=("entry__volunteer__person",),
        blank={"wrong": if_said("wrong"), "answer": if_said("answer")},
    ),
    Holding(
        model=HourClaim,
        of=OF_VOLUNTEER,
        blank={"reason": if_said("reason"), "answer": if_said("answer")},
    ),
    Holding(model=HourEntry, of=OF_VOLUNTEER, blank={"reason": if_said("reason")}),
]
