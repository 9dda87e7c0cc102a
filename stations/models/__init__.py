"""青年驿站: places to sleep, the rules of a stay, and who slept where; 青年会客厅: zones by half hours."""

from .bed_move import BedMove
from .evidence import Evidence
from .extra_nights import ExtraNights
from .follow_up import FollowUp
from .lounge import Lounge, LoungeClosure, LoungeHours, LoungeZone
from .lounge_coupon import LoungeCoupon
from .lounge_visit import LoungeSeries, LoungeSlot, LoungeVisit, LoungeVisitTransition
from .night import RoomNight, StayNight
from .partner import Partner, ReferralCode
from .party import Party, PartyMember
from .place import Bed, Closure, Room, Station, StationPhoto
from .placement import Placement
from .policy import ReferralChannel, StayPolicy
from .refusal import Refusal
from .rehousing import Rehousing
from .stay import Stay, StayTransition
from .strike import Strike
from .suspension import Suspension

__all__ = [
    "Bed",
    "BedMove",
    "Closure",
    "Evidence",
    "ExtraNights",
    "FollowUp",
    "Lounge",
    "LoungeClosure",
    "LoungeCoupon",
    "LoungeHours",
    "LoungeSeries",
    "LoungeSlot",
    "LoungeVisit",
    "LoungeVisitTransition",
    "LoungeZone",
    "Partner",
    "Party",
    "PartyMember",
    "Placement",
    "ReferralChannel",
    "ReferralCode",
    "Refusal",
    "Rehousing",
    "Room",
    "RoomNight",
    "Station",
    "StationPhoto",
    "Stay",
    "StayNight",
    "StayPolicy",
    "StayTransition",
    "Strike",
    "Suspension",
]
