"""Rows of the events."""

from .coupon import SeriesCoupon
from .event import Event, EventTransition, Quota, Session
from .registration import Answer, Companion, GuardianPermit, Question, Registration, RegistrationTransition
from .review import RegistrationReview
from .roster import RosterPerson
from .session_draw import SessionDraw
from .venue import Venue
from .wedding import (
    Couple,
    CoupleDocument,
    CoupleMember,
    CoupleScore,
    CoupleTransition,
    ProgrammeItem,
    ProgrammeSlot,
    SlotBooking,
    Wedding,
    WeddingCriterion,
    WeddingSelection,
    WeddingTransition,
)

__all__ = [
    "Answer",
    "Companion",
    "Couple",
    "CoupleDocument",
    "CoupleMember",
    "CoupleScore",
    "CoupleTransition",
    "Event",
    "EventTransition",
    "GuardianPermit",
    "ProgrammeItem",
    "ProgrammeSlot",
    "Question",
    "Quota",
    "Registration",
    "RegistrationReview",
    "RegistrationTransition",
    "RosterPerson",
    "SeriesCoupon",
    "Session",
    "SessionDraw",
    "SlotBooking",
    "Venue",
    "Wedding",
    "WeddingCriterion",
    "WeddingSelection",
    "WeddingTransition",
]
