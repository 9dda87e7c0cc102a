"""
Rules of the Hope Rooms that a city may set for itself; the services ask here and nowhere else.

Each line says where its number comes from; "assumed" is ours until the city decides.
"""

from typing import Any

HOPE_ROOMS: dict[str, Any] = {
    # Full years on the day of assessment, the first and the last that count: the article of 2021-06-04.
    "ages": (8, 14),
    # Days after which the detail of a child who is not eligible is wiped: reference/welfare.md §7.
    "ineligible_kept_days": 30,
    # Days for which a grant that somebody asked for lasts at most: assumed.
    "grant_most_days": 30,
    # Hours within which an emergency is looked at by another person: issue ("reviewed next day").
    "emergency_review_hours": 24,
    # How many children one person opens in a day before the weekly list names it: assumed.
    "children_a_day": 20,
    # From when to when a look is told as one at night: assumed.
    "night_hours": (22, 6),
}
