"""People, organisations, places, consents and keys."""

from .area import Area
from .audit import AuditEvent
from .consent import ConsentRecord, ConsentText
from .machine import MachineToken
from .organisation import Membership, Organisation
from .person import IdentityReveal, IdentityReview, Person
from .traces import Counter, ExportRecord, OneTimeKey, Transition
from .user import ApiToken, User

__all__ = [
    "ApiToken",
    "Area",
    "AuditEvent",
    "ConsentRecord",
    "ConsentText",
    "Counter",
    "ExportRecord",
    "IdentityReveal",
    "IdentityReview",
    "MachineToken",
    "Membership",
    "OneTimeKey",
    "Organisation",
    "Person",
    "Transition",
    "User",
]
