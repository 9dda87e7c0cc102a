"""What weddings hold of a person: the couple stays, for figures rest on it; papers and words go."""

from __future__ import annotations

from django.db.models import Model

from zibo_youth.accounts.holdings import Holding, Leaving, Part, add_part
from zibo_youth.accounts.terms import add_terms

from .models import (
    Couple,
    CoupleDocument,
    CoupleMember,
    CoupleScore,
    CoupleTransition,
    SlotBooking,
    WeddingTransition,
)
from .services.weddings.couples import end_couples_of
from .services.weddings.keeping import TERMS

OF = ("couple__members__person",)
CODES = dict.fromkeys(["from_state", "to_state", "reason"], "codes of states and reasons")
HOLDINGS = [
    Holding(model=CoupleDocument, of=OF, drop=True, files=("file",)),
    Holding(model=SlotBooking, of=OF),
    Holding(model=CoupleTransition, of=OF, blank={"note": ""}, keep=CODES),
    Holding(
        model=CoupleMember,
        of=("person",),
        blank={"clothes_size": "", "shoe_size": "", "health_sealed": ""},
        keep={"digest": "a keyed digest of a link that opens one seat"},
    ),
    Holding(
        model=Couple,
        of=("members__person",),
        blank={"cert_sealed": "", "cert_index": "", "cert_last4": ""},
        then={"married_on": None},
    ),
]

PAPERS: dict[type[Model], str] = {
    WeddingTransition: "an office's reasons for what became of an edition",
    CoupleScore: "who scored: an office, and points without a word",
}


def _before(leaving: Leaving) -> None:
    end_couples_of(leaving.people)


def register_wedding_holdings() -> None:
    """Called once, when the app is ready."""
    add_terms(TERMS)
    add_part("weddings", Part(holdings=HOLDINGS, papers=PAPERS, before=_before))
