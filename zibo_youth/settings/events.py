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
    # Entry to a collective wedding closes so many days before it, by default: domain.md §1.7.
    "wedding_deadline_days": 30,
    # Nobody is older on the day, by default: domain.md §1.7.
    "wedding_highest_age": 45,
    # Hours for which a place that came free is kept for the next reserve couple: assumed.
    "wedding_offer_hours": 48,
    # Hours between the published list and the result, so that anybody can note the list's hash: assumed.
    "wedding_release_waits_hours": 2,
    # Papers of one couple: assumed.
    "wedding_most_papers": 8,
    # Days before the deadline on which drafts and what was sent back are reminded of: assumed.
    "wedding_reminder_days": 3,
    # Minutes before the start and after the end in which the door records who comes and goes: assumed.
    "door_opens_minutes": 60,
    "door_closes_minutes": 60,
    # What is asked of whoever comes without a registration: "name_and_phone" or "account" (a verified one,
    # always asked for where an age or a gender decides): assumed.
    "walk_in_minimum": "name_and_phone",
    # Hours after the end of a session before who came and who did not is settled: assumed.
    "settle_after_hours": 12,
    # Days after the end in which records are corrected and files of offline devices come in: assumed.
    "corrections_days": 3,
    # Percent of the hours of a session that a certificate asks for: assumed.
    "certificate_percent": 60,
    # Days after the end in which feedback is written and changed: assumed.
    "feedback_days": 14,
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
