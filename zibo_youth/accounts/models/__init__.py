"""People, organisations, places, consents, keys, and what is left of who went."""

from .area import Area
from .audit import AuditEvent
from .consent import ConsentRecord, ConsentText
from .erasure import ErasureRecord, ErasureRequest, LegalHold
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
    "ErasureRecord",
    "ErasureRequest",
    "ExportRecord",
    "IdentityReveal",
    "IdentityReview",
    "LegalHold",
    "MachineToken",
    "Membership",
    "OneTimeKey",
    "Organisation",
    "Person",
    "Transition",
    "User",
]
