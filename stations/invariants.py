"""
Invariants of the stations: nothing overbooked, no seventh night, no mixed room, no state without its proof.

Most repeat a constraint on purpose: the constraint refuses the row, the count
proves afterwards that none came in while it was away.
"""

from __future__ import annotations

from django.core.files.storage import storages

from zibo_youth.core.invariants import Invariant, register, register_sql
from zibo_youth.core.private_files import strays

from .models import Evidence, Lounge, StationPhoto
from .services.evidence import FOLDER

CLOSED = """WITH closed AS (
    SELECT station_id, room_id, from_on, until_on FROM stations_closure
    UNION ALL SELECT id, NULL, closed_on, 'infinity' FROM stations_station WHERE closed_on IS NOT NULL
    UNION ALL SELECT id, NULL, '-infinity', opened_on FROM stations_station)
"""


def _with_closed(rows: str) -> str:
    """Rows that read beds out of use: closures, and whatever lies outside the days of a house."""
    return CLOSED + rows


# The seven days that end with a coupon; not where calendar weeks had dealt more before there was such a rule.
SEVEN_DAYS = """SELECT coupon.id FROM stations_loungecoupon AS coupon
           JOIN stations_loungecoupon AS other ON other.person_id = coupon.person_id
               AND other.date BETWEEN coupon.date - 6 AND coupon.date AND {which}
           GROUP BY coupon.id HAVING count(*) > max(other.{most}) * 2
               AND NOT bool_or(other.by_calendar_week)"""

NIGHTS = {
    "bed_night_with_two_guests": (
        "一张床一晚只住一人",
        "SELECT bed_id, date FROM stations_staynight GROUP BY bed_id, date HAVING count(*) > 1",
    ),
    "guest_with_two_beds_a_night": (
        "一人一晚只占一张床",
        "SELECT guest_id, date FROM stations_staynight GROUP BY guest_id, date HAVING count(*) > 1",
    ),
    "person_beyond_the_cap_of_the_year": (
        "每人每个自然年的免费晚数不超过政策上限",
        """SELECT guest_id, allowance_year FROM stations_staynight
           GROUP BY guest_id, allowance_year HAVING count(*) > max(cap) + max(extra_nights)""",
    ),
    "night_number_not_within_cap": (
        "每晚的序号在 1 与上限之间，且不重复",
        """SELECT guest_id, allowance_year, number FROM stations_staynight
           GROUP BY guest_id, allowance_year, number
           HAVING count(*) > 1 OR number < 1 OR number > min(cap + extra_nights)""",
    ),
    "night_beyond_the_cap_that_nobody_granted": (
        "超过政策上限的每一晚都有一份由两人办理、尚未过期的额外晚数",
        """SELECT night.id FROM stations_staynight AS night
           LEFT JOIN stations_extranights AS extra ON extra.id = night.extra_id
               AND (extra.person_id, extra.year, extra.granted_nights)
                   = (night.guest_id, night.allowance_year, night.extra_nights)
               AND extra.state IN ('granted', 'revoked')
               AND extra.until_on >= night.date AND extra.asked_by_id <> extra.decided_by_id
           WHERE (night.number > night.cap OR night.extra_id IS NOT NULL) AND extra.id IS NULL""",
    ),
    "night_cap_is_not_its_policys": (
        "每晚记录的上限就是其政策的上限",
        """SELECT night.id FROM stations_staynight AS night
           LEFT JOIN stations_staypolicy AS policy ON policy.id = night.policy_id
           WHERE policy.max_free_nights IS DISTINCT FROM night.cap""",
    ),
    "room_with_two_genders": (
        "一间房一晚只住同一性别，同住间除外",
        """SELECT night.room_id, night.date FROM stations_staynight AS night
           JOIN stations_bed AS bed ON bed.id = night.bed_id
           JOIN accounts_person AS guest ON guest.id = night.guest_id
           GROUP BY night.room_id, night.date
           HAVING count(DISTINCT guest.gender) > 1 AND bool_or(night.party_id IS NULL)
               OR bool_or(night.gender <> guest.gender)
               OR bool_or(bed.room_id <> night.room_id)""",
    ),
    "party_room_with_anybody_else": (
        "同住间一晚只住一份同住的人，别的房间没有同住",
        """SELECT night.room_id, night.date FROM stations_staynight AS night
           JOIN stations_room AS room ON room.id = night.room_id
           LEFT JOIN stations_partymember AS member
             ON (member.party_id, member.stay_id) = (night.party_id, night.stay_id)
           GROUP BY night.room_id, night.date, room.gender_mode
           HAVING count(DISTINCT night.party_id) > 1
               OR bool_or((room.gender_mode = 'party') <> (night.party_id IS NOT NULL))
               OR bool_or(night.party_id IS NOT NULL AND member.id IS NULL)""",
    ),
    "party_booked_by_halves": (
        "一起提交的同住人人都有入住单，没有成行的没有一份",
        """SELECT party.id FROM stations_party AS party
           JOIN stations_partymember AS member ON member.party_id = party.id
           GROUP BY party.id
           HAVING count(*) <> party.size
               OR count(member.stay_id) <> CASE party.state WHEN 'booked' THEN party.size ELSE 0 END""",
    ),
    "room_night_without_sleepers": (
        "房间夜都有人住，住人的夜都有房间夜",
        """SELECT coalesce(empty.room_id, night.room_id) FROM stations_roomnight AS empty
           FULL JOIN (SELECT DISTINCT room_id, date, coalesce(-party_id, gender) AS company
                      FROM stations_staynight) AS night
             ON (night.room_id, night.date, night.company)
                = (empty.room_id, empty.date, coalesce(-empty.party_id, empty.gender))
           WHERE empty.id IS NULL OR night.room_id IS NULL""",
    ),
    "night_outside_its_stays_dates": (
        "每晚都在其入住单的日期之内，客人与驿站也相同",
        """SELECT night.id FROM stations_staynight AS night
           LEFT JOIN stations_stay AS stay ON stay.id = night.stay_id
           LEFT JOIN stations_room AS room ON room.id = night.room_id
           WHERE stay.id IS NULL OR night.date < stay.arrival OR night.date >= stay.departure
              OR night.guest_id <> stay.guest_id OR room.station_id IS DISTINCT FROM stay.station_id""",
    ),
}

STAYS = {
    "live_stay_without_all_its_nights": (
        "有效的入住单和保留中的草稿占有它的每一晚",
        """SELECT stay.id FROM stations_stay AS stay
           LEFT JOIN stations_staynight AS night ON night.stay_id = stay.id
           WHERE stay.state IN ('offered', 'submitted', 'returned', 'approved', 'checked_in')
              OR stay.held_until IS NOT NULL
           GROUP BY stay.id HAVING count(night.id) <> stay.departure - stay.arrival""",
    ),
    "lapsed_stay_still_holding_nights": (
        "终止的入住单和没有保留的草稿不占床；未入住的只计第一晚",
        """SELECT stay.id FROM stations_stay AS stay
           JOIN stations_staynight AS night ON night.stay_id = stay.id
           WHERE stay.state IN ('waiting', 'rejected', 'withdrawn', 'cancelled', 'expired')
              OR stay.state = 'draft' AND stay.held_until IS NULL
              OR stay.state = 'no_show' AND night.date > stay.arrival""",
    ),
    "served_stay_without_a_night": (
        "办理过入住的入住单至少有一晚",
        """SELECT stay.id FROM stations_stay AS stay
           WHERE stay.checked_in_at IS NOT NULL
             AND NOT EXISTS (SELECT FROM stations_staynight AS night WHERE night.stay_id = stay.id)""",
    ),
    "stay_whose_state_and_times_disagree": (
        "入住单的状态与时间一致",
        """SELECT id FROM stations_stay WHERE CASE state
             WHEN 'draft' THEN coalesce(submitted_at, decided_at, checked_in_at, checked_out_at, ended_at)
             WHEN 'waiting' THEN coalesce(decided_at, checked_in_at, checked_out_at, ended_at, offer_until)
             WHEN 'offered' THEN coalesce(decided_at, checked_in_at, checked_out_at, ended_at)
             WHEN 'submitted' THEN coalesce(checked_in_at, checked_out_at, ended_at)
             WHEN 'returned' THEN coalesce(checked_in_at, checked_out_at, ended_at)
             WHEN 'approved' THEN coalesce(checked_in_at, checked_out_at, ended_at)
             WHEN 'checked_in' THEN coalesce(checked_out_at, ended_at)
             WHEN 'checked_out' THEN ended_at
             ELSE coalesce(checked_in_at, checked_out_at) END IS NOT NULL
           OR state NOT IN ('draft', 'expired') AND submitted_at IS NULL
           OR queued_at IS NULL AND state IN ('waiting', 'offered')
           OR offer_until IS NULL AND state = 'offered'
           OR decided_at IS NULL AND state IN
              ('returned', 'approved', 'checked_in', 'checked_out', 'rejected', 'cancelled', 'no_show')
           OR state IN ('checked_in', 'checked_out') AND checked_in_at IS NULL
           OR state = 'checked_out' AND checked_out_at IS NULL
           OR state IN ('rejected', 'withdrawn', 'cancelled', 'no_show', 'expired') AND ended_at IS NULL
           OR checked_in_at < submitted_at OR checked_out_at < checked_in_at OR decided_at < submitted_at""",
    ),
    "approved_stay_without_code": (
        "待入住的入住单有入住码，同一驿站不重复",
        """SELECT id FROM stations_stay
           WHERE state IN ('approved', 'checked_in') AND check_in_code !~ '^[0-9]{6}$'
           UNION ALL
           SELECT min(id) FROM stations_stay WHERE state = 'approved'
           GROUP BY station_id, check_in_code HAVING count(*) > 1""",
    ),
    "approved_stay_without_the_people_its_policy_asks_for": (
        "政策要求两人审核的，待入住和入住中的都有不同的两人或写明例外，且都不是本人",
        """SELECT stay.id FROM stations_stay AS stay
           JOIN stations_staypolicy AS policy ON policy.id = stay.policy_id
           WHERE stay.state IN ('approved', 'checked_in')
             AND (stay.two_reviewers IS DISTINCT FROM policy.two_reviewers
                  OR policy.two_reviewers AND stay.review_exception = ''
                     AND coalesce(stay.first_approver_id = stay.second_approver_id
                         OR stay.guest_id IN (stay.first_approver_id, stay.second_approver_id), true))""",
    ),
    "stay_whose_transitions_end_elsewhere": (
        "流转记录首尾相接，终点就是入住单的状态",
        """SELECT stay.id FROM stations_stay AS stay
           LEFT JOIN LATERAL (
               SELECT to_state FROM stations_staytransition
               WHERE stay_id = stay.id ORDER BY id DESC LIMIT 1) AS last ON true
           WHERE last.to_state IS DISTINCT FROM stay.state
           UNION
           SELECT stay_id FROM (
               SELECT stay_id, from_state, lag(to_state, 1, '')
                   OVER (PARTITION BY stay_id ORDER BY id) AS before
               FROM stations_staytransition) AS step
           WHERE from_state <> before""",
    ),
    "draft_more_than_one_per_guest": (
        "每人至多一份草稿",
        """SELECT guest_id FROM stations_stay WHERE state = 'draft'
           GROUP BY guest_id HAVING count(*) > 1""",
    ),
    "follow_ups_not_three_of_a_stay_that_is_over": (
        "退房的入住单要么没有回访（上线之前的），要么三次回访齐全",
        """SELECT stay.id FROM stations_stay AS stay
           JOIN stations_followup AS asked ON asked.stay_id = stay.id
           GROUP BY stay.id HAVING count(*) <> 3 OR stay.state <> 'checked_out'""",
    ),
    "placement_claim_that_no_answer_makes": (
        "待核实的签约都来自一份在淄博就业的回答",
        """SELECT placement.id FROM stations_placement AS placement
           LEFT JOIN stations_followup AS said ON said.id = placement.follow_up_id
           WHERE placement.state = 'claimed'
             AND (said.result, said.employer) IS DISTINCT FROM ('employed_here', placement.employer)""",
    ),
    "stay_in_a_closed_bed_without_a_proposal": (
        "停用的床上没有无人安排的有效入住单，也没有为草稿保留的床位",
        _with_closed("""SELECT DISTINCT stay.id FROM closed
           JOIN stations_room AS room
             ON room.station_id = closed.station_id AND coalesce(closed.room_id = room.id, true)
           JOIN stations_staynight AS night ON night.room_id = room.id
             AND night.date >= closed.from_on AND night.date < closed.until_on
           JOIN stations_stay AS stay ON stay.id = night.stay_id
             AND (stay.state IN ('offered', 'submitted', 'returned', 'approved', 'checked_in')
                  OR stay.held_until IS NOT NULL)
           WHERE NOT EXISTS (SELECT FROM stations_rehousing AS moved
               WHERE moved.held_id = stay.id
                 AND (moved.state = 'to_arrange'
                      OR night.date < (moved.decided_at AT TIME ZONE 'Asia/Shanghai')::date))"""),
    ),
    "open_rehousing_of_a_stay_that_is_over": (
        "待处理的改住安排都有占床的入住单",
        """SELECT moved.id FROM stations_rehousing AS moved
           JOIN stations_stay AS held ON held.id = moved.held_id
           WHERE moved.state IN ('proposed', 'declined', 'lapsed', 'to_arrange')
             AND held.state NOT IN ('offered', 'submitted', 'returned', 'approved', 'checked_in')""",
    ),
    "proposed_bed_that_is_closed": (
        "提出的床位没有停用，每一晚都已留好",
        _with_closed("""SELECT moved.id FROM stations_rehousing AS moved
           JOIN stations_stay AS held ON held.id = moved.held_id
           JOIN stations_staynight AS night ON night.stay_id = held.id AND night.date >= moved.from_on
           JOIN stations_room AS room ON room.id = night.room_id
           JOIN closed
             ON closed.station_id = room.station_id AND coalesce(closed.room_id = room.id, true)
             AND night.date >= closed.from_on AND night.date < closed.until_on
           WHERE moved.state IN ('proposed', 'declined', 'lapsed')"""),
    ),
    "placement_without_a_stay_that_was_slept": (
        "签约只登记给办理过入住的青年",
        """SELECT placement.id FROM stations_placement AS placement
           JOIN stations_stay AS stay ON stay.id = placement.stay_id WHERE stay.checked_in_at IS NULL""",
    ),
}


LOUNGES = {
    "lounge_half_hour_given_twice": (
        "会客厅每个位置每半小时只给一份预约",
        """SELECT zone_id, date, slot, seat FROM stations_loungeslot
           GROUP BY zone_id, date, slot, seat HAVING count(*) > 1""",
    ),
    "lounge_seat_that_is_not_there": (
        "占用的位置都在功能区的位置数之内",
        """SELECT held.id FROM stations_loungeslot AS held
           LEFT JOIN stations_loungezone AS zone ON zone.id = held.zone_id
           WHERE zone.id IS NULL OR held.seat < 1 OR held.seat > zone.units""",
    ),
    "lounge_visit_without_its_half_hours": (
        "待审核、待到场和使用中的预约占有它的每个半小时",
        """SELECT visit.id FROM stations_loungevisit AS visit
           CROSS JOIN LATERAL generate_series(
               extract(epoch FROM visit.start)::int / 1800,
               extract(epoch FROM visit."end")::int / 1800 - 1) AS nth
           WHERE visit.state IN ('requested', 'booked', 'checked_in') AND NOT EXISTS (
               SELECT FROM stations_loungeslot AS held
               WHERE held.visit_id = visit.id AND held.date = visit.date AND held.slot = nth)""",
    ),
    "lounge_visit_that_is_over_and_holds_half_hours": (
        "结束、取消、未通过和未到场的预约不占时段",
        """SELECT visit.id FROM stations_loungevisit AS visit
           JOIN stations_loungeslot AS held ON held.visit_id = visit.id
           WHERE visit.state NOT IN ('requested', 'booked', 'checked_in')""",
    ),
    "lounge_week_beyond_the_hours": (
        "每人任意连续七天在会客厅的时长不超过政策上限",
        SEVEN_DAYS.format(which="true", most="cap"),
    ),
    "lounge_week_beyond_the_group_hours": (
        "每位预约人任意连续七天的团队时长不超过政策上限",
        SEVEN_DAYS.format(which="other.group_size > 1", most="group_cap"),
    ),
    "lounge_visit_whose_coupons_are_not_its_half_hours": (
        "每半小时用一张周时长券，取消、未通过和逾期未审的不用",
        """SELECT visit.id FROM stations_loungevisit AS visit
           LEFT JOIN stations_loungecoupon AS coupon ON coupon.visit_id = visit.id
           GROUP BY visit.id HAVING count(coupon.id) <> CASE
               WHEN visit.state IN ('cancelled', 'refused', 'lapsed') THEN 0
               ELSE extract(epoch FROM visit."end" - visit.start)::int / 1800 END""",
    ),
    "lounge_visit_awaited_in_a_closed_zone": (
        "停用的功能区没有待审核或待到场的预约",
        """SELECT visit.id FROM stations_loungevisit AS visit
           JOIN stations_loungezone AS zone ON zone.id = visit.zone_id
           JOIN stations_loungeclosure AS closed ON closed.lounge_id = visit.lounge_id
                AND closed.from_at < (visit.date + visit."end") AT TIME ZONE 'Asia/Shanghai'
                AND closed.until_at > (visit.date + visit.start) AT TIME ZONE 'Asia/Shanghai'
           LEFT JOIN stations_loungezone AS part ON part.id = closed.zone_id
           WHERE visit.state IN ('requested', 'booked')
                AND (closed.zone_id IS NULL OR closed.zone_id IN (zone.id, zone.hall_id)
                     OR part.hall_id = zone.id)""",
    ),
    "lounge_no_show_without_its_strike": (
        "每次会客厅未到场都记一次失约",
        """SELECT visit.id FROM stations_loungevisit AS visit
           LEFT JOIN stations_strike AS strike ON strike.occasion = 'visit-' || visit.id
           WHERE (visit.state = 'no_show') <> (strike.id IS NOT NULL)""",
    ),
}


PARTNERS = {
    "partner_with_more_codes_than_its_quota": (
        "合作单位的推荐码不超过额度",
        """SELECT code.partner_id FROM stations_referralcode AS code
           JOIN stations_partner AS partner ON partner.id = code.partner_id
           GROUP BY code.partner_id HAVING count(*) > min(partner.quota)""",
    ),
    "stay_with_two_referral_codes": (
        "一份入住单最多用一个推荐码",
        """SELECT stay_id FROM stations_referralcode WHERE stay_id IS NOT NULL
           GROUP BY stay_id HAVING count(*) > 1""",
    ),
    "referral_code_kept_by_a_stay_that_gave_it_back": (
        "入住前终止的入住单不占用推荐码",
        """SELECT code.id FROM stations_referralcode AS code
           JOIN stations_stay AS stay ON stay.id = code.stay_id
           WHERE stay.state IN ('draft', 'rejected', 'withdrawn', 'cancelled', 'expired')""",
    ),
}


def rows_without_a_file() -> int:
    """Evidence and photos whose file is gone."""
    evidence = Evidence.objects.values_list("file", flat=True)
    lost = [name for name in evidence if not storages["private"].exists(name)]
    return len(lost) + sum(not storages["default"].exists(name) for name in _photos() | _pictures())


def _photos() -> set[str]:
    return set(StationPhoto.objects.values_list("image", flat=True))


def _pictures() -> set[str]:
    return set(Lounge.objects.exclude(image="").values_list("image", flat=True))


def files_without_a_row() -> int:
    """Stored files that no row names, older than any upload that may still be running."""
    evidence = set(Evidence.objects.values_list("file", flat=True))
    return (
        len(strays(FOLDER, evidence))
        + len(strays("stations", _photos(), alias="default"))
        + len(strays("lounges", _pictures(), alias="default"))
    )


def register_invariants() -> None:
    for name, (meaning, rows) in (NIGHTS | STAYS | LOUNGES | PARTNERS).items():
        register_sql(name, meaning, rows)
    register(Invariant("file_row_without_its_file", "每一行材料和照片都有文件", rows_without_a_file))
    register(Invariant("file_without_its_row", "每个文件都有对应的行", files_without_a_row))
