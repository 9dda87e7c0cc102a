"""Rows of the events."""

from .event import Event, EventTransition, Quota, Session
from .registration import Answer, Companion, GuardianPermit, Question, Registration, RegistrationTransition
from .review import RegistrationReview
from .roster import RosterPerson
from .session_draw import SessionDraw

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
    "Session",
    "SessionDraw",
]
