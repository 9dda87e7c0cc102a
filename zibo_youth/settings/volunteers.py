"""
Rules of the volunteers that a city may set for itself; the services ask here and nowhere else.

Each line says where its number comes from; "assumed" is ours until the city decides.
"""

from typing import Any

VOLUNTEERS: dict[str, Any] = {
    # Full years from which somebody may register: 山东省志愿服务条例 10, with a guardian's consent until 18.
    "lowest_age": 14,
    # Days before the end of a proof at which its volunteer is told: reference/welfare.md S6.
    "warn_days": (60, 30, 7),
}
