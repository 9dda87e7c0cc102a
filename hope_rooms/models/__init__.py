"""希望小屋: whose room it is under a code, who may read what, what was agreed, how far the room is."""

from .access import Access, AccessAttempt, AccessGrant, ReadingRight
from .child import Child, ChildFile, ChildRecord, EligibilityFact
from .child_visit import ChildVisit, ChildVisitTransition
from .consent import CareConsent, CareNotice, ChildView
from .pairing import Escalation, Pairing, PairingPause, PairingTransition, PairMember
from .room import HopeRoom, RoomTransition

__all__ = [
    "Access",
    "AccessAttempt",
    "AccessGrant",
    "CareConsent",
    "CareNotice",
    "Child",
    "ChildFile",
    "ChildRecord",
    "ChildView",
    "ChildVisit",
    "ChildVisitTransition",
    "EligibilityFact",
    "Escalation",
    "HopeRoom",
    "PairMember",
    "Pairing",
    "PairingPause",
    "PairingTransition",
    "ReadingRight",
    "RoomTransition",
]
