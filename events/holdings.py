"""What events hold of a person: the registration stays, for figures rest on it; words and names go."""

from __future__ import annotations

from django.db.models import Model

from zibo_youth.accounts.holdings import Holding, Leaving, Part, add_part
from zibo_youth.accounts.terms import add_terms

from .models import (
    Answer,
    Companion,
    EventTransition,
    GuardianPermit,
    MatchBlock,
    MatchChoice,
    MatchPair,
    MatchProfile,
    MatchReport,
    MatchReview,
    Registration,
    RegistrationTransition,
)
from .services.keeping import TERMS
from .services.matchmaking import forget_profiles_of
from .services.registrations import end_registrations_of

OF = ("registration__person",)
CODES = dict.fromkeys(["from_state", "to_state", "reason"], "codes of states and reasons")
# Everything goes, by `forget_profiles_of`: the portal's role is shown no row of what is sealed.
OF_MATCHMAKING = [
    Holding(model=MatchChoice, of=("chooser__person",), drop=True),
    Holding(model=MatchPair, of=("first__person", "second__person"), drop=True),
    Holding(model=MatchBlock, of=("blocker__person", "blocked__person"), drop=True),
    Holding(model=MatchReport, of=("reporter__person", "accused__person"), drop=True),
    Holding(model=MatchReview, of=("profile__person",), drop=True),
    Holding(model=MatchProfile, of=("person",), drop=True, files=("photo",)),
]
HOLDINGS = [
    *OF_MATCHMAKING,
    Holding(model=Answer, of=OF, blank={"words": ""}, keep={"asked": "the organiser's question"}),
    Holding(model=Companion, of=OF, drop=True),
    Holding(model=GuardianPermit, of=OF, drop=True),
    Holding(model=RegistrationTransition, of=OF, blank={"note": ""}, keep=CODES),
    Holding(model=Registration, of=("person",)),
]

PAPERS: dict[type[Model], str] = {EventTransition: "an organiser's reasons for what became of an event"}


def _before(leaving: Leaving) -> None:
    end_registrations_of(leaving.people)
    forget_profiles_of(leaving.people)


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_terms(TERMS)
    add_part("events", Part(holdings=HOLDINGS, papers=PAPERS, before=_before))
