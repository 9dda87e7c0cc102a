"""青年驿站: places to sleep, the rules of a stay, and who slept where."""

from .bed_move import BedMove
from .evidence import Evidence
from .follow_up import FollowUp
from .night import RoomNight, StayNight
from .place import Bed, Closure, Room, Station, StationPhoto
from .placement import Placement
from .policy import ReferralChannel, StayPolicy
from .stay import Stay, StayTransition
from .strike import Strike
from .suspension import Suspension

__all__ = [
    "Bed",
    "BedMove",
    "Closure",
    "Evidence",
    "FollowUp",
    "Placement",
    "ReferralChannel",
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
