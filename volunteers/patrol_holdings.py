"""What patrols hold of a person: who led, who wrote; numbers and hazards stay, the words of a log go."""

from __future__ import annotations

from zibo_youth.accounts.holdings import Holding

from .models import EquipmentCheck, HazardTicket, PatrolLog, PatrolShift
from .services.patrol_keeping import PATROL_TERMS

TERMS = PATROL_TERMS
OF_A_PLACE = "what is dangerous at a place, and what was done about it; nobody is named there"
PATROL_HOLDINGS = [
    Holding(model=EquipmentCheck, of=("log__signup__volunteer__person",)),
    Holding(
        model=HazardTicket,
        of=("log__signup__volunteer__person",),
        keep={
            **dict.fromkeys(["description", "measures", "reason"], OF_A_PLACE),
            **dict.fromkeys(["photo", "proof"], "a random name of a picture of a place"),
            "department": "the department that answers for a water",
        },
    ),
    Holding(model=PatrolLog, of=("signup__volunteer__person",), blank={"words": ""}),
    Holding(model=PatrolShift.points.through, of=("patrolshift__leader__volunteer__person",)),
    Holding(model=PatrolShift, of=("leader__volunteer__person",)),
]
