"""Rows of the events."""

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
from .registration import Answer, Companion, GuardianPermit, Question, Registration, RegistrationTransition
from .session_draw import SessionDraw

__all__ = [
    "Answer",
    "Companion",
    "Event",
    "EventTransition",
    "GuardianPermit",
    "MatchBlock",
    "MatchChoice",
    "MatchPair",
    "MatchProfile",
    "MatchReport",
    "MatchReview",
    "MatchRound",
    "Question",
    "Quota",
    "Registration",
    "RegistrationTransition",
    "Session",
    "SessionDraw",
]
