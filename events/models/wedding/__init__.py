"""Rows of a collective wedding: the edition, its couples, how they are chosen, the programme of the day."""

from .couple import Couple, CoupleDocument, CoupleMember, CoupleTransition
from .edition import Wedding, WeddingTransition
from .programme import ProgrammeItem, ProgrammeSlot, SlotBooking
from .selection import CoupleScore, WeddingCriterion, WeddingSelection

__all__ = [
    "Couple",
    "CoupleDocument",
    "CoupleMember",
    "CoupleScore",
    "CoupleTransition",
    "ProgrammeItem",
    "ProgrammeSlot",
    "SlotBooking",
    "Wedding",
    "WeddingCriterion",
    "WeddingSelection",
    "WeddingTransition",
]
