"""
The table of the permission matrix for organisations that bring their people to events.

`policy` reads all tables as one.
"""

from __future__ import annotations

from zibo_youth.core.scope import CITY, DISTRICT, NOTHING, ORGANISATION

ROLES_OF_GROUPS = (
    "applicant",
    "volunteer_leader",
    "safety_officer",
    "town_officer",
    "district_officer",
    "city_staff",
)

_R, _D, _C, _ = ORGANISATION, DISTRICT, CITY, NOTHING

#   the columns: applicant, leader of volunteers (a university's), safety officer, town, district, city
MATRIX_OF_GROUPS: dict[str, tuple[str, ...]] = {
    # The right is over the organisation whose people come, not over the event.
    "events.register_group": (_, _R, _R, _R, _D, _C),
}  # fmt: skip
