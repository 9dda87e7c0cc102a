"""Rows of the events."""

from .checkin import Attendance, EntryScan, ScanUpload
from .event import Event, EventTransition, Quota, Session
from .registration import Answer, Companion, GuardianPermit, Question, Registration, RegistrationTransition
from .session_draw import SessionDraw

__all__ = [
    "Answer",
    "Attendance",
    "Companion",
    "EntryScan",
    "Event",
    "EventTransition",
    "GuardianPermit",
    "Question",
    "Quota",
    "Registration",
    "RegistrationTransition",
    "ScanUpload",
    "Session",
    "SessionDraw",
]
