"""Rows of the events."""

from .checkin import Attendance, AttendanceCertificate, EntryScan, Feedback, ScanUpload
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
    "Attendance",
    "AttendanceCertificate",
    "Companion",
    "Couple",
    "CoupleDocument",
    "CoupleMember",
    "CoupleScore",
    "CoupleTransition",
    "EntryScan",
    "Event",
    "EventTransition",
    "Feedback",
    "GuardianPermit",
    "ProgrammeItem",
    "ProgrammeSlot",
    "Question",
    "Quota",
    "Registration",
    "RegistrationReview",
    "RegistrationTransition",
    "RosterPerson",
    "ScanUpload",
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
