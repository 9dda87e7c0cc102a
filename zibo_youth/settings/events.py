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
    # Hours between the published list of a draw and the draw, as for rounds of volunteers: assumed.
    "draw_waits_hours": 2,
    # People whom each participant may name, as a new round suggests: reference domain.md §1.7, assumed.
    "match_choices": 3,
    # Rounds at tables, seats at a table and minutes of a round, as a new round suggests: assumed.
    "match_table_rounds": 8,
    "match_table_seats": 6,
    "match_table_minutes": 8,
    # Minutes after the end of the session at which a new round suggests to close: assumed.
    "match_closes_minutes": 30,
    # Women to men beyond which the public page says that one side is short: assumed.
    "match_ratio": 1.5,
}
