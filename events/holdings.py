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
    Judge,
    Registration,
    RegistrationReview,
    RegistrationTransition,
    RosterPerson,
    Score,
    SegmentMessage,
    SeriesCoupon,
    Team,
    TeamMember,
)
from .services.keeping import TERMS
from .services.registrations import end_registrations_of
from .services.teams.forming import end_teams_of

OF = ("registration__person",)
CODES = dict.fromkeys(["from_state", "to_state", "reason"], "codes of states and reasons")
HOLDINGS = [
    Holding(model=Answer, of=OF, blank={"words": ""}, keep={"asked": "the organiser's question"}),
    Holding(model=Companion, of=OF, drop=True),
    Holding(model=GuardianPermit, of=OF, drop=True),
    Holding(model=RosterPerson, of=OF, drop=True),
    Holding(model=RegistrationTransition, of=OF, blank={"note": ""}, keep=CODES),
    Holding(model=SeriesCoupon, of=OF, keep={"period": "a year"}),
    Holding(model=RegistrationReview, of=OF, blank={"note": ""}, keep={"reason": "a code"}),
    Holding(model=Registration, of=("person",)),
    Holding(model=TeamMember, of=("person",)),
    Holding(
        model=Team,
        of=("captain",),
        keep={"name": "a team's name stands in published results", "code": "random signs of ours"},
    ),
    Holding(model=Judge, of=("person",)),
    Holding(
        model=Score,
        of=("judge__person",),
        keep={"reason": "an office's reason, published with the standings"},
    ),
]

PAPERS: dict[type[Model], str] = {
    EventTransition: "an organiser's reasons for what became of an event",
    SegmentMessage: "what an organiser told the people of a session",
}


def _before(leaving: Leaving) -> None:
    end_registrations_of(leaving.people)
    end_teams_of(leaving.people)


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_terms(TERMS)
    add_part("events", Part(holdings=HOLDINGS, papers=PAPERS, before=_before))
