"""What events hold of a person: the registration stays, for figures rest on it; words and names go."""

from __future__ import annotations

from django.db.models import Model

from zibo_youth.accounts.holdings import Holding, Leaving, Part, add_part, if_said
from zibo_youth.accounts.terms import add_terms

from .models import (
    Answer,
    Attendance,
    AttendanceCertificate,
    Companion,
    EntryScan,
    EventTransition,
    Feedback,
    GuardianPermit,
    Judge,
    MatchBlock,
    MatchChoice,
    MatchPair,
    MatchProfile,
    MatchReport,
    MatchReview,
    Registration,
    RegistrationReview,
    RegistrationTransition,
    RosterPerson,
    ScanUpload,
    Score,
    SegmentMessage,
    SeriesCoupon,
    Team,
    TeamMember,
)
from .services.checkin.certificates import end_certificates_of
from .services.checkin.keeping import TERMS as CHECKIN_TERMS
from .services.keeping import TERMS
from .services.matchmaking import forget_profiles_of
from .services.registrations import end_registrations_of
from .services.teams.forming import end_teams_of

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
    Holding(model=RosterPerson, of=OF, drop=True),
    Holding(model=RegistrationTransition, of=OF, blank={"note": ""}, keep=CODES),
    Holding(model=SeriesCoupon, of=OF, keep={"period": "a year"}),
    Holding(model=RegistrationReview, of=OF, blank={"note": ""}, keep={"reason": "a code"}),
    Holding(model=Registration, of=("person",)),
    Holding(
        model=EntryScan,
        of=OF,
        blank={"note": if_said("note")},
        keep={"kind": "a code", "way": "a code", "key": "a device's own number of a press"},
    ),
    Holding(model=Attendance, of=OF),
    Holding(
        model=AttendanceCertificate,
        of=OF,
        blank={"reason": if_said("reason")},
        keep={
            "number": "the number of a paper, which names nobody",
            "code_digest": "a digest of a random seed",
            "holder": "a masked name of one on a roster, who has no account here; nobody's own otherwise",
        },
    ),
    Holding(model=Feedback, of=OF, blank={"words": ""}, keep={"liked": "a code", "again": "a code"}),
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
    ScanUpload: "which file of a device an office handed in, by its digest",
    SegmentMessage: "what an organiser told the people of a session",
}


def _before(leaving: Leaving) -> None:
    end_registrations_of(leaving.people)
    end_certificates_of(leaving.people)
    end_teams_of(leaving.people)
    forget_profiles_of(leaving.people)


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_terms(TERMS)
    add_terms(CHECKIN_TERMS)
    add_part("events", Part(holdings=HOLDINGS, papers=PAPERS, before=_before))
