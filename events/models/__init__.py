"""Rows of the events."""

from .event import Event, EventTransition, Quota, Session
from .registration import Answer, Companion, GuardianPermit, Question, Registration, RegistrationTransition
from .session_draw import SessionDraw
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
    "RegistrationTransition",
    "Session",
    "SessionDraw",
    "SlotBooking",
    "Wedding",
    "WeddingCriterion",
    "WeddingSelection",
    "WeddingTransition",
]
