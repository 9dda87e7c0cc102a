"""
占床 (taking nights): one statement chooses the bed, moves the stay and writes every night, or nothing.

The caller holds the locks of guest and station. What differs between a booking, a
hold, an offer from the queue, changed dates and an extension is the middle part alone:
which row of the stay is written.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from stations.errors import (
    AlreadyBooked,
    BedTaken,
    FreeNightsUsedUp,
    GenderUnknown,
    RoomOfOtherGender,
)
from stations.facts import Facts
from stations.models import Stay
from stations.party_errors import NotOfThisParty
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import DomainError
from zibo_youth.core.prepared import Prepared

from .redeal import redeal_for

# The walls a booking can run into, and what each means to the guest.
WALLS: dict[str, type[DomainError]] = {
    "stay_night_one_guest_per_bed": BedTaken,
    "stay_night_one_bed_per_guest": AlreadyBooked,
    "stay_night_number_used_once": FreeNightsUsedUp,
    "stay_night_within_free_nights": FreeNightsUsedUp,
    "stay_night_cap_is_the_policys": FreeNightsUsedUp,
    "stay_night_beyond_the_cap_names_its_grant": FreeNightsUsedUp,
    "stay_night_grant_is_the_guests": FreeNightsUsedUp,
    "stay_night_sleeps_in_own_company": RoomOfOtherGender,
    "stay_night_gender_is_the_guests": GenderUnknown,
    "room_night_fits_the_rooms_mode": RoomOfOtherGender,
    "room_night_mode_is_the_rooms": BedTaken,
    "stay_night_bed_stands_in_its_room": BedTaken,  # the bed was taken out at this moment
    "stay_night_of_a_party_is_a_members": NotOfThisParty,
}

# One bed for the whole stay, by best fit: a room of the guest's own gender before
# an untouched one, then the bed whose free gap the stay fills most closely, so
# that long stays stay possible (reference/performance.md §2). Which beds are
# open to whom is told by one function, the calendar's and the finder's own.
# OFFSET 0: one look per room, not every room's nights of the city hashed first.
CHOOSE_BED = """
chosen AS (
    SELECT bed.id, bed.room_id, opening.gender_mode
    FROM stations_bed_openings(%(station)s, %(arrival)s, %(departure)s) AS opening
    JOIN stations_bed AS bed ON bed.id = opening.bed_id
    CROSS JOIN LATERAL (
        SELECT coalesce(%(arrival)s - max(date) FILTER (WHERE date < %(arrival)s), 30)
             + coalesce(min(date) FILTER (WHERE date >= %(departure)s) - %(departure)s, 30) AS gap
        FROM stations_staynight
        WHERE bed_id = bed.id AND date BETWEEN %(arrival)s - 14 AND %(departure)s + 14
    ) AS fit
    WHERE CASE %(gender)s WHEN 1 THEN opening.for_men ELSE opening.for_women END
      AND (%(room_wish)s = 'any' OR (%(room_wish)s = 'single') = (opening.gender_mode = 'single'))
      AND (%(bed)s IS NULL OR bed.id = %(bed)s)
    ORDER BY opening.gender_mode = 'single', opening.gender_mode = 'flexible' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS company
            WHERE company.room_id = bed.room_id AND company.date >= %(arrival)s
              AND company.date < %(departure)s OFFSET 0),
        fit.gap, bed.id
    LIMIT 1
)"""

INSERT_STAY = """
moved AS (
    INSERT INTO stations_stay (guest_id, booked_by_id, station_id, policy_id, arrival, departure, room_wish,
        purpose, purpose_detail, declared_non_native, referral_channel_id, contact_mobile, arrival_time,
        state, check_in_code, review_due_at, created_at, submitted_at)
    SELECT %(guest)s, %(actor)s, %(station)s, %(policy)s, %(arrival)s, %(departure)s, %(room_wish)s,
        %(purpose)s, %(purpose_detail)s, %(declared_non_native)s, %(referral_channel)s, %(contact_mobile)s,
        %(arrival_time)s, 'submitted', '', %(review_due_at)s, now(), now()
    FROM chosen
    RETURNING id, reference, created_at, submitted_at
), attached AS (
    INSERT INTO stations_stay_evidence (stay_id, evidence_id)
    SELECT moved.id, evidence FROM moved, unnest(%(evidence)s) AS evidence
)"""


def _update(changes: str) -> str:
    """The stay moves from the state in which the caller found it, or nothing is written."""
    return f"""
moved AS (
    UPDATE stations_stay SET {changes}, state = %(to_state)s
    FROM chosen
    WHERE stations_stay.id = %(stay)s AND state = %(from_state)s
    RETURNING stations_stay.id, reference, stations_stay.created_at, submitted_at
)"""


# Nights go in by date: two bookings that meet in a room then wait for each other
# in one direction only, and cannot deadlock (reference/security.md M5).
_NIGHTS = """
asked AS (
    SELECT * FROM unnest(%(dates)s, %(numbers)s, %(extras)s, %(extra_nights)s, %(extra_untils)s)
        AS asked (date, number, extra, extra_nights, extra_until)
), company AS (
    INSERT INTO stations_roomnight (room_id, date, gender, gender_mode{column})
    SELECT chosen.room_id, asked.date, {gender}, chosen.gender_mode{party}
    FROM chosen, asked ORDER BY asked.date
    ON CONFLICT ON CONSTRAINT room_night_one_gender_per_room DO NOTHING
), slept AS (
    INSERT INTO stations_staynight (stay_id, guest_id, gender, bed_id, room_id, date, number, policy_id, cap,
        extra_id, extra_nights, extra_until{column})
    SELECT moved.id, %(guest)s, %(gender)s, chosen.id, chosen.room_id, asked.date, asked.number,
        %(policy)s, %(cap)s, asked.extra, asked.extra_nights, asked.extra_until{party}
    FROM moved, chosen, asked ORDER BY asked.date
), told AS (
    INSERT INTO stations_staytransition (stay_id, actor_id, from_state, to_state, reason, note, at)
    SELECT moved.id, %(actor)s, %(from_state)s, %(to_state)s, %(reason)s, %(note)s, clock_timestamp()
    FROM moved
)
SELECT moved.id, moved.reference, moved.created_at, moved.submitted_at FROM moved"""
TAKE_NIGHTS = _NIGHTS.format(gender="%(gender)s", column="", party="")

# The bed of a room for people who belong together: its company is the party, and the member names the stay.
THIS_BED = """
chosen AS (
    SELECT bed.id, bed.room_id, room.gender_mode
    FROM stations_bed AS bed JOIN stations_room AS room ON room.id = bed.room_id
    WHERE bed.id = %(bed)s
)"""
NAME_STAY = """
named AS (
    UPDATE stations_partymember SET stay_id = moved.id FROM moved
    WHERE party_id = %(party)s AND person_id = %(guest)s
)"""
TAKE_TOGETHER = _NIGHTS.format(gender="0", column=", party_id", party=", %(party)s")

TYPES = {
    **dict.fromkeys(["stay", "guest", "actor", "station", "policy", "referral_channel"], "bigint"),
    **dict.fromkeys(["bed", "party"], "bigint"),
    **dict.fromkeys(["gender", "cap"], "smallint"),
    **dict.fromkeys(["arrival", "departure"], "date"),
    **dict.fromkeys(["room_wish", "purpose", "purpose_detail", "contact_mobile", "code"], "varchar"),
    **dict.fromkeys(["from_state", "to_state", "reason", "note"], "varchar"),
    **dict.fromkeys(["declared_non_native", "two_reviewers"], "boolean"),
    "arrival_time": "time",
    **dict.fromkeys(["review_due_at", "offer_until", "held_until"], "timestamptz"),
    **dict.fromkeys(["dates", "extra_untils"], "date[]"),
    **dict.fromkeys(["numbers", "extra_nights"], "smallint[]"),
    **dict.fromkeys(["evidence", "extras"], "bigint[]"),
}


def _taking(name: str, moved: str) -> Prepared:
    return Prepared(name, f"WITH {CHOOSE_BED}, {moved}, {TAKE_NIGHTS}", TYPES)


SUBMITTED = """policy_id = %(policy)s, booked_by_id = %(actor)s, review_due_at = %(review_due_at)s,
        submitted_at = now(), held_until = NULL"""
BOOK_AT_ONCE = _taking("book_at_once", INSERT_STAY)
BOOK_TOGETHER = Prepared(
    "book_together", f"WITH {THIS_BED}, {INSERT_STAY}, {NAME_STAY}, {TAKE_TOGETHER}", TYPES
)
BOOK_DRAFT = _taking("book_draft", _update(SUBMITTED))
HOLD = _taking("hold_bed", _update("held_until = %(held_until)s"))
OFFER = _taking("offer_bed", _update("policy_id = %(policy)s, offer_until = %(offer_until)s"))
REDATE = _taking(
    "redate_stay",
    _update("""policy_id = %(policy)s, arrival = %(arrival)s, departure = %(departure)s,
        two_reviewers = CASE WHEN two_reviewers IS NOT NULL THEN %(two_reviewers)s END,
        first_approver_id = CASE WHEN state <> 'submitted' THEN first_approver_id END,
        first_approved_at = CASE WHEN state <> 'submitted' THEN first_approved_at END"""),
)
EXTEND = _taking("extend_stay", _update("departure = %(departure)s"))
REINSTATE = _taking("reinstate_stay", _update("ended_at = NULL, check_in_code = %(code)s"))


def write_nights(
    statement: Prepared, *, actor: Actor, stay: Stay, facts: Facts, **values: Any
) -> tuple[Any, ...] | None:
    """
    Write the nights that ``facts`` ask for, on one bed; None when no bed can be had for all of them.

    When no single bed is free for the whole stay, guests who have not arrived are
    dealt other beds, if that makes room. ``values`` are what the statement's middle
    part wants beside the stay's own fields: ``offer_until``, ``code``, ``bed``, …
    """
    asked = _values(actor, stay, facts) | values
    if asked["bed"] is not None:
        asked["room_wish"] = Stay.RoomWish.ANY.value  # whoever gave the guest this bed has overruled the wish
    written = statement.one(asked)
    if written is not None:
        return written
    span = {"arrival": facts.request.arrival, "departure": facts.request.departure}
    bed = redeal_for(stay, **span, only_bed=asked["bed"])
    return None if bed is None else statement.one(asked | {"bed": bed})


def write_together(*, actor: Actor, stay: Stay, facts: Facts, **values: Any) -> int:
    """
    Write a member's stay and nights in the party's room; the number of the stay.

    ``values`` name the ``bed``, the ``party``, the ``evidence``. The caller holds the locks of all
    members and of the station. Raises `BedTaken` when the bed was taken out at this moment.
    """
    written = BOOK_TOGETHER.one(_values(actor, stay, facts) | values)
    if written is None:
        raise BedTaken
    number: int = written[0]
    return number


def numbers_for(facts: Facts, nights: list[date]) -> list[int]:
    """The guest's next free numbers, night by night, each of its own year."""
    unused = {year: iter(facts.unused_numbers(year)) for year in {night.year for night in nights}}
    return [next(unused[night.year]) for night in nights]


def extras_for(facts: Facts, nights: list[date], numbers: list[int]) -> dict[str, list[Any]]:
    """What each night beyond the cap rests on, in columns; the others rest on the policy."""
    grants = [
        facts.extras[night.year] if number > facts.policy.max_free_nights else None
        for night, number in zip(nights, numbers, strict=True)
    ]
    return {
        "extras": [grant.pk if grant else None for grant in grants],
        "extra_nights": [grant.nights if grant else 0 for grant in grants],
        "extra_untils": [grant.until_on if grant else None for grant in grants],
    }


def _values(actor: Actor, stay: Stay, facts: Facts) -> dict[str, Any]:
    nights = facts.request.nights
    numbers = numbers_for(facts, nights)
    return extras_for(facts, nights, numbers) | {
        "stay": stay.pk,
        "guest": stay.guest_id,
        "gender": stay.guest.gender,
        "actor": actor.pk,
        "station": stay.station_id,
        "policy": facts.policy.pk,
        "cap": facts.policy.max_free_nights,
        "two_reviewers": facts.policy.two_reviewers,
        "arrival": facts.request.arrival,
        "departure": facts.request.departure,
        "dates": nights,
        "numbers": numbers,
        "room_wish": stay.room_wish,
        "purpose": stay.purpose,
        "purpose_detail": stay.purpose_detail,
        "declared_non_native": stay.declared_non_native,
        "referral_channel": stay.referral_channel_id,
        "contact_mobile": stay.contact_mobile,
        "arrival_time": stay.arrival_time,
        "review_due_at": stay.review_due_at,
        "evidence": [],
        "from_state": "" if stay.pk is None else str(stay.state),
        "to_state": str(stay.state),
        "bed": None,
        "reason": "",
        "note": "",
        "offer_until": None,
        "held_until": None,
        "code": "",
    }
