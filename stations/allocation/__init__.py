"""
排房 (allocation): which bed for whom, decided on plain values. No rows are read here, none are written.

`deal_anew` makes room for one more guest by changing the beds of guests who have
not arrived; `split_stay` proposes a stay in parts when even that fails.
"""

from .deal import deal_anew
from .house import Fixed, Guest, House, Plan, Room
from .split import Candidate, Part, split_stay

__all__ = [
    "Candidate",
    "Fixed",
    "Guest",
    "House",
    "Part",
    "Plan",
    "Room",
    "deal_anew",
    "split_stay",
]
