"""Rows of the events."""

from .coupon import SeriesCoupon
from .event import Event, EventTransition, Quota, Session
from .message import SegmentMessage
from .registration import Answer, Companion, GuardianPermit, Question, Registration, RegistrationTransition
from .review import RegistrationReview
from .roster import RosterPerson
from .session_draw import SessionDraw
from .teams import ContestRound, Judge, Score, Team, TeamMember, TeamRule
from .venue import Venue

__all__ = [
    "Answer",
    "Companion",
    "ContestRound",
    "Event",
    "EventTransition",
    "GuardianPermit",
    "Judge",
    "Question",
    "Quota",
    "Registration",
    "RegistrationReview",
    "RegistrationTransition",
    "RosterPerson",
    "Score",
    "SegmentMessage",
    "SeriesCoupon",
    "Session",
    "SessionDraw",
    "Team",
    "TeamMember",
    "TeamRule",
    "Venue",
]
