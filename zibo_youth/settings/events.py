"""
Rules of events that a city may set for itself; the services ask here and nowhere else.

Each line says where its number comes from; "assumed" is ours until the city decides.
"""

from typing import Any

EVENTS: dict[str, Any] = {
    # Hours for which a place that came free is kept for whoever is asked: assumed.
    "offer_hours": 24,
    # The same on the last day before the session: assumed.
    "offer_hours_last_day": 2,
    # How often smaller ones go ahead of a group that does not fit, before places are kept for it: assumed.
    "group_skips": 3,
    # Hours for which a place is held while a registration is reviewed: assumed.
    "review_hours": 72,
    # Hours between the published list of a draw and the draw, as for rounds of volunteers: assumed.
    "draw_waits_hours": 2,
}
