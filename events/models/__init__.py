"""Rows of the events."""

from .coupon import SeriesCoupon
from .event import Event, EventTransition, Quota, Session
from .registration import Answer, Companion, GuardianPermit, Question, Registration, RegistrationTransition
from .review import RegistrationReview
from .roster import RosterPerson
from .session_draw import SessionDraw
from .venue import Venue

__all__ = [
    "Answer",
    "Companion",
    "Event",
    "EventTransition",
    "GuardianPermit",
    "Question",
    "Quota",
    "Registration",
    "RegistrationReview",
    "RegistrationTransition",
    "RosterPerson",
    "SeriesCoupon",
    "Session",
    "SessionDraw",
    "Venue",
]
