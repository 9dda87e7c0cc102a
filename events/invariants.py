"""
Invariants of the events: places counted as they are held, nobody passed over.

Most repeat a wall on purpose: the wall refuses the row, the count proves afterwards that none came in
while it was away.
"""

from __future__ import annotations

from zibo_youth.core.invariants import register_sql

HELD = "('offered', 'review', 'registered')"
LIVE = "('waiting', 'offered', 'registered', 'review')"
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
              AND id NOT IN (SELECT registration_id FROM events_registrationreview WHERE state = 'overdue')
            ORDER BY session_id, rank NULLS LAST, id) AS one
        JOIN events_session AS turn ON turn.id = one.session_id
        JOIN events_quota AS part ON part.id = one.quota_id
        LEFT JOIN events_sessiondraw AS draw ON draw.session_id = turn.id
        WHERE turn.state = 'planned' AND turn.starts_at > now()
          AND (draw.id IS NULL OR draw.drawn_at IS NOT NULL)
          AND one.seats <= least(turn.capacity - turn.taken, part.capacity - part.taken)""",
    ),
    "group_whose_places_are_not_its_people": (
        "还没有开始的场次，每份集体报名的名额等于名册里的人数",
        """SELECT one.id FROM events_registration AS one
        JOIN events_session AS turn ON turn.id = one.session_id
        LEFT JOIN events_rosterperson AS each ON each.registration_id = one.id AND each.left_at IS NULL
        WHERE one.organisation_id IS NOT NULL AND turn.starts_at > now()
        GROUP BY one.id
        HAVING count(each.id) <> CASE WHEN one.state IN LIVE THEN one.seats ELSE 0 END""",
    ),
    "two_sessions_at_one_time_in_one_venue": (
        "同一场地同一时间只有一个场次",
        """SELECT one.id FROM events_session AS one
        JOIN events_session AS other ON other.venue_id = one.venue_id AND other.id < one.id
          AND other.starts_at < one.ends_at AND other.ends_at > one.starts_at
        WHERE one.state <> 'cancelled' AND other.state <> 'cancelled'""",
    ),
    "person_at_more_sessions_of_a_series_than_allowed": (
        "每人在一个系列里报名的场次不超过上限",
        """SELECT min(one.id) AS id FROM events_registration AS one
        JOIN events_session AS turn ON turn.id = one.session_id
        JOIN events_event AS whole ON whole.id = turn.event_id
        WHERE whole.series_most > 0 AND one.organisation_id IS NULL AND one.state IN LIVE
        GROUP BY whole.id, one.person_id, CASE WHEN whole.series_per = 'year'
            THEN extract(year FROM turn.starts_at AT TIME ZONE 'Asia/Shanghai') ELSE 0 END
        HAVING count(*) > whole.series_most""",
    ),
    "registration_in_review_without_an_open_review": (
        "每份审核中的报名都有一条待审核的审核",
        """SELECT one.id FROM events_registration AS one
        LEFT JOIN events_registrationreview AS look
          ON look.registration_id = one.id AND look.state = 'pending'
        WHERE one.state = 'review' AND look.id IS NULL""",
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


def sentences() -> dict[str, tuple[str, str]]:
    """Each by its name: what must hold, and the rows that break it."""
    return {
        name: (meaning, rows.replace("HELD", HELD).replace("LIVE", LIVE))
        for name, (meaning, rows) in SENTENCES.items()
    }


def register_invariants() -> None:
    """Called once, when the app is ready."""
    for name, (meaning, rows) in sentences().items():
        register_sql(name, meaning, rows)
