"""
Rules of the Hope Rooms that a city may set for itself; the services ask here and nowhere else.

Each line says where its number comes from; "assumed" is ours until the city decides.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

HOPE_ROOMS: dict[str, Any] = {
    # Full years on the day of assessment, the first and the last that count: the article of 2021-06-04.
    "ages": (8, 14),
    # Days after which the detail of a child who is not eligible is wiped: reference/welfare.md §7.
    "ineligible_kept_days": 30,
    # Days for which a grant that somebody asked for lasts at most: assumed.
    "grant_most_days": 30,
    # Hours within which an emergency is looked at by another person: issue ("reviewed next day").
    "emergency_review_hours": 24,
    # Within which a guardian's request is answered, working days or days: assumed (GB/T 35273 8.7: 30).
    "request_answer_time": (15, "workdays"),
    # How many children one person opens in a day before the weekly list names it: assumed.
    "children_a_day": 20,
    # From when to when a look is told as one at night: assumed.
    "night_hours": (22, 6),
    # Years of age of at least one of two adults who visit: reference/welfare.md S2.
    "older_adult_age": 21,
    # Children of one adult at most, up to the four seats of the database: reference/welfare.md §5.4.
    "children_per_adult": 4,
    # How many first visits lie closer together, and how many days apart: reference/welfare.md §5.4.
    "first_visits": 2,
    "first_visits_days": 14,
    # Days between later visits: reference/welfare.md §5.4 (Shouguang visits monthly).
    "later_visits_days": 30,
    # Hours after which a rung of the ladder is told in a summary: reference/welfare.md §5.4.
    "ladder_late_hours": 48,
    # Days for which a pairing is paused at most: assumed (a summer holiday and a month).
    "pause_most_days": 90,
    # Days before graduation on which a hand-over is planned: reference/welfare.md §5.4.
    "handover_days": 60,
    # How many days ahead a visit may be agreed, and how many hours it lasts at most: assumed.
    "visit_ahead_days": 60,
    "visit_most_hours": 8,
    # From when to when around a visit the address is open: reference/welfare.md §9.20.
    "address_hours_before": 24,
    "address_hours_after": 2,
    # Minutes for which one of the two adults may be there without the other: reference/welfare.md §9.16.
    "alone_minutes": 10,
    # Hours within which a visit is reported: reference/welfare.md §5.4.
    "report_hours": 72,
    # Days without an adult's visit after which a child stands in the list of silent children: assumed.
    "silent_days": 45,
    # Days after a visit on which the child may still answer by the card: assumed.
    "face_days": 14,
    # Up to which of the five faces (1 is the saddest) an answer is low; two in a row are told: assumed.
    "low_face": 2,
    # Wrong codes of a card from one address in a quarter of an hour: assumed.
    "wrong_cards": 10,
    # The charity's page on a platform that the ministry named (慈善法 26, 27); empty until the city names it.
    "donate_at": {"name": "", "url": ""},
    # A donor reads the stages of a room only where the district has so many: reference/welfare.md §9 ("<5").
    "donor_least_rooms": 5,
    # Days for which a surveyor reads the record at most: assumed (the survey's 15 working days, and some).
    "survey_grant_days": 30,
    # Weight of each criterion of the need score; together 100: assumed.
    "need_weights": {"sleeping": 30, "studying": 25, "crowding": 20, "damp": 15, "wiring": 10},
    # Yuan that one room costs at most: reference/welfare.md §5.1.
    "budget_cap_yuan": 15_000,
    # Days that the works last: reference/welfare.md §5.1 (Sishui).
    "build_days": 15,
    # Days without a daily log after which the district is told: reference/welfare.md §5.1.
    "log_days": 3,
    # Days for which works stand still at most: assumed.
    "suspension_most_days": 60,
    # Limits of the air in mg/m³: GB/T 18883-2022 by reference/domain.md §1.6.
    "air_limits": {"formaldehyde": "0.08", "benzene": "0.03", "tvoc": "0.60"},
    # Of a hundred rooms of a district, how many the city looks at; 100 is every one, and fewer than 20 are
    # never drawn: reference/welfare.md §5.1.
    "city_sample_percent": 100,
    # How long a room stays in a state, in working days or in days: reference/welfare.md §5.1.
    "room_clocks": {
        "nominated": (10, "workdays"),
        "screening": (10, "workdays"),
        "surveying": (15, "workdays"),
        "proposed": (5, "workdays"),
        "district_approved": (5, "workdays"),
        "designing": (10, "workdays"),
        "funded": (20, "workdays"),
        "builder_done": (3, "workdays"),
        "town_accepted": (5, "workdays"),
        "district_accepted": (5, "workdays"),
        "airing": (30, "days"),
        "handed_over": (14, "days"),
    },
    # Days after a due date on which town, district and city are told: 10 is welfare §5.1, the others assumed.
    "room_nudges": {"town": 0, "district": 3, "city": 10},
    # Whom to call at once, shown before any form: 未成年人保护法 11 (police, civil affairs, education).
    "call_now": [
        {"number": "110", "name": _("公安机关"), "when": _("有人正在受到伤害，或有危险")},
        {"number": "12345", "name": _("政务服务热线"), "when": _("请转民政部门和教育部门")},
        {"number": "12355", "name": _("青少年服务台"), "when": _("法律和心理帮助")},
    ],
    # Which of them a child is told: police and the youth line (assumed).
    "child_calls": ["110", "12355"],
    # Minutes without anybody who takes a concern on, after which each office hears: reference/welfare.md S13.
    "concern_minutes": {"lead": 0, "deputy": 15, "director": 60},
    # Hours within which the written account of a concern is due: reference/welfare.md S13.
    "concern_account_hours": 24,
}
