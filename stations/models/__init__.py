"""青年驿站: places to sleep, the rules of a stay, and who slept where."""

from .place import Bed, Closure, Room, Station, StationPhoto
from .policy import ReferralChannel, StayPolicy
from .stay import Evidence, Placement, RoomNight, Stay, StayNight, StayTransition, Suspension

__all__ = [
    "Bed",
    "Closure",
    "Evidence",
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
    "Suspension",
]
