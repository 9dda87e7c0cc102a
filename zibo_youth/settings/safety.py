"""
Rules of the safety action that a city may set for itself; the services ask here and nowhere else.

Each line says where its number comes from; "assumed" is ours until the city decides.
"""

from typing import Any

from .safety_hazards import HAZARDS

SAFETY: dict[str, Any] = {
    # Training: how many days before a registration closes the units hear of places left. Assumed.
    "remind_parts_days": 3,
}
SAFETY |= HAZARDS
