"""
Invariants of the events: places counted as they are held, nobody passed over.

Most repeat a wall on purpose: the wall refuses the row, the count proves afterwards that none came in
while it was away.
"""

from __future__ import annotations

from zibo_youth.core.invariants import register_sql

HELD = "('offered', 'registered')"
SENTENCES = {
    "session_counter_apart_from_its_registrations": (
        "每个场次的已占名额等于占用名额的报名人数之和",
        """SELECT turn.id FROM events_session AS turn
        LEFT JOIN events_registration AS one ON one.session_id = turn.id AND one.state IN HELD
        GROUP BY turn.id HAVING turn.taken <> coalesce(sum(one.seats), 0)""",
    ),
    "quota_counter_apart_from_its_registrations": (
        "每个名额组的已占名额等于占用名额的报名人数之和",
        """SELECT part.id FROM events_quota AS part
        LEFT JOIN events_registration AS one ON one.quota_id = part.id AND one.state IN HELD
        GROUP BY part.id HAVING part.taken <> coalesce(sum(one.seats), 0)""",
    ),
    "session_with_more_people_than_places": (
        "任何场次和名额组占用的名额都不超过总数",
        """SELECT one.session_id FROM events_registration AS one
        JOIN events_session AS turn ON turn.id = one.session_id
        JOIN events_quota AS part ON part.id = one.quota_id
        WHERE one.state IN HELD
        GROUP BY GROUPING SETS ((one.session_id, turn.capacity), (one.session_id, part.id, part.capacity))
        HAVING sum(one.seats) > coalesce(turn.capacity, part.capacity)""",
    ),
    "first_in_the_queue_waits_for_places_that_are_free": (
        "候补第一位需要的名额有空时，不会还在候补",
        """SELECT one.id FROM (
            SELECT DISTINCT ON (session_id) * FROM events_registration WHERE state = 'waiting'
            ORDER BY session_id, rank NULLS LAST, id) AS one
        JOIN events_session AS turn ON turn.id = one.session_id
        JOIN events_quota AS part ON part.id = one.quota_id
        LEFT JOIN events_sessiondraw AS draw ON draw.session_id = turn.id
        WHERE turn.state = 'planned' AND turn.starts_at > now()
          AND (draw.id IS NULL OR draw.drawn_at IS NOT NULL)
          AND one.seats <= least(turn.capacity - turn.taken, part.capacity - part.taken)""",
    ),
    "registration_whose_transitions_end_elsewhere": (
        "每份报名最后一条流转的新状态就是它的状态",
        """SELECT one.id FROM events_registration AS one
        LEFT JOIN LATERAL (
            SELECT to_state FROM events_registrationtransition AS move
            WHERE move.registration_id = one.id ORDER BY move.id DESC LIMIT 1) AS last ON true
        WHERE last.to_state IS DISTINCT FROM one.state""",
    ),
    "entry_scans_with_a_step_left_out": (
        "每个人每天的入场记录从第 1 次起连续编号",
        """SELECT registration_id FROM events_entryscan WHERE step IS NOT NULL
        GROUP BY registration_id, seat, day HAVING max(step) <> count(*) OR min(step) <> 1""",
    ),
    "attendance_apart_from_its_scans": (
        "核定为到场的人有有效的入场记录，核定为未到场的没有",
        """SELECT came.id FROM events_attendance AS came
        JOIN events_registration AS one ON one.id = came.registration_id AND one.state = 'registered'
        WHERE came.attended <> EXISTS (
            SELECT FROM events_entryscan AS scan
            WHERE scan.registration_id = came.registration_id AND scan.seat = came.seat
              AND scan.step IS NOT NULL AND scan.kind <> 'undo'
              AND NOT EXISTS (SELECT FROM events_entryscan AS back WHERE back.undoes_id = scan.id))
          OR came.seat > one.seats""",
    ),
}


def register_invariants() -> None:
    """Called once, when the app is ready."""
    for name, (meaning, rows) in SENTENCES.items():
        register_sql(name, meaning, rows.replace("HELD", HELD))
