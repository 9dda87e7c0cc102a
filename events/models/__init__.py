"""Rows of the events."""

from .checkin import Attendance, AttendanceCertificate, EntryScan, Feedback, ScanUpload
from .coupon import SeriesCoupon
from .event import Event, EventTransition, Quota, Session
from .matchmaking import (
    MatchBlock,
    MatchChoice,
    MatchPair,
    MatchProfile,
    MatchReport,
    MatchReview,
    MatchRound,
)
from .message import SegmentMessage
from .registration import Answer, Companion, GuardianPermit, Question, Registration, RegistrationTransition
from .review import RegistrationReview
from .roster import RosterPerson
from .session_draw import SessionDraw
from .teams import ContestRound, Judge, Score, Team, TeamMember, TeamRule
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
    "ContestRound",
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
    "Judge",
    "MatchBlock",
    "MatchChoice",
    "MatchPair",
    "MatchProfile",
    "MatchReport",
    "MatchReview",
    "MatchRound",
    "ProgrammeItem",
    "ProgrammeSlot",
    "Question",
    "Quota",
    "Registration",
    "RegistrationReview",
    "RegistrationTransition",
    "RosterPerson",
    "ScanUpload",
    "Score",
    "SegmentMessage",
    "SeriesCoupon",
    "Session",
    "SessionDraw",
    "SlotBooking",
    "Team",
    "TeamMember",
    "TeamRule",
    "Venue",
    "Wedding",
    "WeddingCriterion",
    "WeddingSelection",
    "WeddingTransition",
]
