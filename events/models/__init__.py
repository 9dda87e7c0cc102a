"""Rows of the events."""

from .checkin import Attendance, AttendanceCertificate, EntryScan, Feedback, ScanUpload
from .event import Event, EventTransition, Quota, Session
from .registration import Answer, Companion, GuardianPermit, Question, Registration, RegistrationTransition
from .session_draw import SessionDraw

__all__ = [
    "Answer",
    "Attendance",
    "AttendanceCertificate",
    "Companion",
    "EntryScan",
    "Event",
    "EventTransition",
    "Feedback",
    "GuardianPermit",
    "Question",
    "Quota",
    "Registration",
    "RegistrationTransition",
    "ScanUpload",
    "Session",
    "SessionDraw",
]
