"""
Rules of the volunteers that a city may set for itself; the services ask here and nowhere else.

Each line says where its number comes from; "assumed" is ours until the city decides.
"""

from datetime import time
from typing import Any

VOLUNTEERS: dict[str, Any] = {
    # Full years from which somebody may register: 山东省志愿服务条例 10, with a guardian's consent until 18.
    "lowest_age": 14,
    # Days before the end of a proof at which its volunteer is told: reference/welfare.md S6.
    "warn_days": (60, 30, 7),
    # Minutes before a shift from which one may come, and after it until which one may leave: assumed.
    "door_opens_minutes": 60,
    "door_leaves_minutes": 120,
    # Six-digit codes that one log-in may try at one shift in a quarter of an hour: assumed.
    "door_tries": 10,
    # Hours after the end at which a forgotten check-out is closed at the end, to be reviewed: assumed.
    "close_forgotten_hours": 2,
    # Children whom one adult takes along at most, at a session with children: assumed.
    "session_children_per_adult": 5,
    # How far about a shift a time claimed by a roll may lie: assumed.
    "roll_margin_minutes": 60,
    # Hours after which a roll says why it is late; working days until it is taken: reference/welfare.md 5.6.
    "roll_late_hours": 24,
    "roll_workdays": 10,
    # Percent of the planned length below which a leader writes why it counts: reference/welfare.md 5.6.
    "presence_percent": 60,
    # Hours are counted in steps of half an hour: reference/domain.md 1.9.
    "credit_step_minutes": 30,
    # Hours until leaders are told to review, working days until the review is late: assumed.
    "review_due_hours": 3,
    "review_workdays": 3,
    # The fixed hour at which places of a round that nobody of their university waits for go to all: assumed.
    "round_places_flow_at": time(18),
    # Hours between the publication of a draw's list and the draw: assumed.
    "round_draw_waits_hours": 2,
    # Hours before the end of a round's offer at which it is told again: assumed.
    "round_remind_hours": 2,
    # Days of public notice before hours count, and before a certificate is valid:
    # reference/welfare.md 2.8.
    "hours_notice_days": 7,
    "certificate_notice_days": 7,
    # Minutes within 24 hours beyond which nothing is credited, and of a day beyond which a reason is
    # given: reference/welfare.md 5.6, reference/domain.md 1.9.
    "most_minutes_in_24_hours": 600,
    "day_minutes_without_reason": 480,
    # Working days after the service within which a leader may make hours up: reference/welfare.md 5.6.
    "make_up_workdays": 10,
    # Percent of a project's minutes that may rest on somebody's word without a review:
    # reference/welfare.md 5.6.
    "manual_share_percent": 20,
    # Hours of the one to five stars: 中国社区志愿者注册管理办法.
    "star_hours": (100, 300, 600, 1000, 1500),
    # A congress is in session with two thirds of its delegates, and a candidate is elected by more
    # than half of those present: reference/welfare.md §5.8, the custom of such congresses.
    "quorum": (2, 3),
    # Days for which candidates are told to the public, workdays for awards (assumed).
    "candidate_notice_days": 5,
    "award_notice_workdays": 5,
    # Who may stand: full years, and final hours of service (assumed).
    "candidate_age": 18,
    "candidate_hours": 20,
    # A panel of fewer does not decide (assumed).
    "panel_size": 3,
    # Characters of a teller's passphrase, and how many of them differ: the two together keep a
    # ballot box (docs/decisions/0051).
    "passphrase_length": 12,
    "passphrase_different": 6,
    # How many others somebody of the public may recommend in one season of awards (assumed).
    "public_recommendations": 3,
    # How many must be there for a patrol to go to the water: welfare.md §5.7; the database holds 3.
    "patrol_least_team": 3,
    # Minutes before its start from which the roll is called, and after its end until somebody asks; assumed.
    "patrol_roll_before_minutes": 60,
    "patrol_unended_minutes": 30,
    # Hours after the end roll in which the team may still write its log; days between two looks at a
    # piece of equipment; days in which a hazard of each grade is mended: assumed.
    "patrol_log_after_hours": 24,
    "equipment_check_days": 7,
    "hazard_days": {"high": 3, "medium": 7, "low": 15},
    # Hours of service within any 24 hours (welfare.md §5.6; 志愿服务条例 names none).
    "hours_in_24": 10,
    # How long a place is kept for somebody on standby, and inside the last day before the start.
    "offer_hours": 12,
    "offer_hours_last_day": 2,
    # A shift whose hours or place change is left freely for so long after the change.
    "free_leave_hours": 24,
    # Hours after the end in which the leader's roll may still come in.
    "no_show_after_hours": 24,
    # So many that count within so many days stop new sign-ups for so many days.
    "no_show_limit": 2,
    "no_show_window_days": 90,
    "no_show_block_days": 30,
    "no_show_appeal_days": 15,
}
