"""
Invariants of the weddings: places counted as they are held, nobody passed over, nothing told before its time.

Most repeat a wall on purpose: the wall refuses the row, the count proves afterwards that none came in
while it was away.
"""

from __future__ import annotations

from zibo_youth.core.invariants import register_sql

HELD = "('offered', 'admitted', 'held', 'absent')"
OVER = "('refused', 'withdrawn', 'lapsed', 'ended')"
SENTENCES = {
    "wedding_counter_apart_from_its_couples": (
        "每届婚礼的已占名额等于占用名额的新人对数",
        """SELECT day.id FROM events_wedding AS day
        LEFT JOIN events_couple AS one ON one.wedding_id = day.id AND one.state IN HELD
        GROUP BY day.id HAVING day.taken <> count(one.id)""",
    ),
    "programme_slot_counter_apart_from_its_bookings": (
        "每个环节时段的已占名额等于预约的新人对数",
        """SELECT turn.id FROM events_programmeslot AS turn
        LEFT JOIN events_slotbooking AS one ON one.slot_id = turn.id
        GROUP BY turn.id HAVING turn.taken <> count(one.id)""",
    ),
    "person_in_two_live_couples_of_one_edition": (
        "一个人在一届婚礼里只有一份有效报名",
        """SELECT seat.person_id FROM events_couplemember AS seat
        JOIN events_couple AS one ON one.id = seat.couple_id AND one.state NOT IN OVER
        WHERE seat.person_id IS NOT NULL
        GROUP BY seat.person_id, one.wedding_id HAVING count(*) > 1""",
    ),
    "couple_seat_lives_apart_from_its_couple": (
        "新人双方的有效标记和报名的状态一致",
        """SELECT seat.id FROM events_couplemember AS seat
        JOIN events_couple AS one ON one.id = seat.couple_id
        WHERE seat.is_live <> (one.state NOT IN OVER)""",
    ),
    "couple_result_before_the_release": (
        "公布之前没有任何名次、总分和入选",
        """SELECT one.id FROM events_couple AS one
        LEFT JOIN events_weddingselection AS chosen ON chosen.wedding_id = one.wedding_id
        WHERE chosen.released_at IS NULL
          AND (one.rank IS NOT NULL OR one.points IS NOT NULL
               OR one.state IN HELD OR one.state = 'reserve')""",
    ),
    "first_reserve_waits_while_a_place_is_free": (
        "有空名额时，候补第一对不会还在候补",
        """SELECT day.id FROM events_wedding AS day
        WHERE day.state = 'released' AND day.taken < day.places
          AND day.held_on > (now() AT TIME ZONE 'Asia/Shanghai')::date
          AND EXISTS (SELECT FROM events_couple AS one
                      WHERE one.wedding_id = day.id AND one.state = 'reserve')""",
    ),
    "couple_with_slots_that_is_not_admitted": (
        "只有入选本届的新人占着本届环节的时段",
        """SELECT held.id FROM events_slotbooking AS held
        JOIN events_couple AS one ON one.id = held.couple_id
        JOIN events_programmeitem AS item ON item.id = held.item_id
        WHERE one.state NOT IN ('admitted', 'held', 'absent') OR item.wedding_id <> one.wedding_id""",
    ),
    "wedding_table_with_more_people_than_seats": (
        "每桌就座的人数不超过座位数",
        """SELECT one.wedding_id FROM events_couple AS one
        JOIN events_wedding AS day ON day.id = one.wedding_id
        WHERE one.table_number IS NOT NULL
        GROUP BY one.wedding_id, one.table_number, day.table_seats
        HAVING sum(2 + one.guests) > day.table_seats""",
    ),
    "couple_whose_transitions_end_elsewhere": (
        "每份婚礼报名最后一条流转的新状态就是它的状态",
        """SELECT one.id FROM events_couple AS one
        LEFT JOIN LATERAL (
            SELECT to_state FROM events_coupletransition AS move
            WHERE move.couple_id = one.id ORDER BY move.id DESC LIMIT 1) AS last ON true
        WHERE last.to_state IS DISTINCT FROM one.state""",
    ),
}


def register_wedding_invariants() -> None:
    """Called once, when the app is ready."""
    for name, (meaning, rows) in SENTENCES.items():
        register_sql(name, meaning, rows.replace("HELD", HELD).replace("OVER", OVER))
