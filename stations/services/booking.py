"""预订入住 (book a stay): every night of it, or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any

from django.db import transaction

from stations.eligibility import all_met, judge
from stations.errors import (
    AlreadyBooked,
    BedTaken,
    DatesOutOfRange,
    FreeNightsUsedUp,
    GenderUnknown,
    NotEligible,
    RoomOfOtherGender,
    WrongState,
)
from stations.facts import LONGEST_STAY, Facts, Request, facts_of, policy_on
from stations.models import Evidence, ReferralChannel, Station, Stay, StayTransition
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import after_workdays, now, today
from zibo_youth.core.errors import DomainError, StateChanged, explaining
from zibo_youth.core.prepared import Prepared
from zibo_youth.notifications.outbox import notify

from .pool import lock_guest_and_station
from .traces import last_transition

# The walls a booking can run into, and what each means to the guest.
WALLS: dict[str, type[DomainError]] = {
    "stay_night_one_guest_per_bed": BedTaken,
    "stay_night_one_bed_per_guest": AlreadyBooked,
    "stay_night_number_used_once": FreeNightsUsedUp,
    "stay_night_within_free_nights": FreeNightsUsedUp,
    "stay_night_cap_is_the_policys": FreeNightsUsedUp,
    "stay_night_sleeps_with_own_gender": RoomOfOtherGender,
    "stay_night_gender_is_the_guests": GenderUnknown,
    "room_night_fits_the_rooms_mode": RoomOfOtherGender,
    "room_night_mode_is_the_rooms": BedTaken,
    "stay_night_bed_stands_in_its_room": BedTaken,  # the bed was taken out at this moment
}

# One bed for the whole stay, by best fit: a room of the guest's own gender before
# an untouched one, then the bed whose free gap the stay fills most closely, so
# that long stays stay possible (reference/performance.md §2). Which beds are
# open to whom is told by one function, the calendar's and the finder's own.
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
    ORDER BY opening.gender_mode = 'single', opening.gender_mode = 'flexible' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS company
            WHERE company.room_id = bed.room_id AND company.date >= %(arrival)s
              AND company.date < %(departure)s),
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

SUBMIT_DRAFT = """
moved AS (
    UPDATE stations_stay SET state = 'submitted', policy_id = %(policy)s, booked_by_id = %(actor)s,
        review_due_at = %(review_due_at)s, submitted_at = now()
    FROM chosen
    WHERE stations_stay.id = %(stay)s AND state = 'draft'
    RETURNING stations_stay.id, reference, stations_stay.created_at, submitted_at
)"""

# Nights go in by date: two bookings that meet in a room then wait for each other
# in one direction only, and cannot deadlock (reference/security.md M5).
TAKE_NIGHTS = """
asked AS (
    SELECT date, number FROM unnest(%(dates)s, %(numbers)s) AS asked (date, number)
), company AS (
    INSERT INTO stations_roomnight (room_id, date, gender, gender_mode)
    SELECT chosen.room_id, asked.date, %(gender)s, chosen.gender_mode FROM chosen, asked ORDER BY asked.date
    ON CONFLICT ON CONSTRAINT room_night_one_gender_per_room DO NOTHING
), slept AS (
    INSERT INTO stations_staynight (stay_id, guest_id, gender, bed_id, room_id, date, number, policy_id, cap)
    SELECT moved.id, %(guest)s, %(gender)s, chosen.id, chosen.room_id, asked.date, asked.number,
        %(policy)s, %(cap)s
    FROM moved, chosen, asked ORDER BY asked.date
), told AS (
    INSERT INTO stations_staytransition (stay_id, actor_id, from_state, to_state, reason, note, at)
    SELECT moved.id, %(actor)s, %(from_state)s, 'submitted', '', '', now() FROM moved
)
SELECT moved.id, moved.reference, moved.created_at, moved.submitted_at FROM moved"""

TYPES = {
    **dict.fromkeys(["stay", "guest", "actor", "station", "policy", "referral_channel"], "bigint"),
    **dict.fromkeys(["gender", "cap"], "smallint"),
    **dict.fromkeys(["arrival", "departure"], "date"),
    **dict.fromkeys(["room_wish", "purpose", "purpose_detail", "contact_mobile", "from_state"], "varchar"),
    "declared_non_native": "boolean",
    "arrival_time": "time",
    "review_due_at": "timestamptz",
    "dates": "date[]",
    "numbers": "smallint[]",
    "evidence": "bigint[]",
}
BOOK_AT_ONCE = Prepared("book_at_once", f"WITH {CHOOSE_BED}, {INSERT_STAY}, {TAKE_NIGHTS}", TYPES)
BOOK_DRAFT = Prepared("book_draft", f"WITH {CHOOSE_BED}, {SUBMIT_DRAFT}, {TAKE_NIGHTS}", TYPES)


def book_stay(
    *,
    actor: User,
    guest: Person,
    station: Station,
    arrival: date,
    departure: date,
    purpose: str,
    declared_non_native: bool,
    purpose_detail: str = "",
    evidence: Sequence[Evidence] = (),
    referral_channel: ReferralChannel | None = None,
    room_wish: str = Stay.RoomWish.ANY,
    contact_mobile: str = "",
    arrival_time: time | None = None,
) -> Stay:
    """
    Hand in a request and take every night of it, or none.

    Five statements between BEGIN and COMMIT. Raises `NotEligible` with every
    rule's verdict, `BedTaken` when no bed is free for the whole stay,
    `IdentityMissing` or `GenderUnknown` when the guest cannot be given a bed.
    """
    stay = Stay(
        guest=guest,
        booked_by=actor,
        station=station,
        arrival=arrival,
        departure=departure,
        room_wish=room_wish,
        purpose=purpose,
        purpose_detail=purpose_detail,
        declared_non_native=declared_non_native,
        referral_channel=referral_channel,
        contact_mobile=contact_mobile or guest.mobile,
        arrival_time=arrival_time,
        check_in_code="",
    )
    policy.require(actor, "stations.book_stay", stay)
    return take_nights(actor, stay, BOOK_AT_ONCE, [file.pk for file in evidence])


def submit_stay(*, actor: User, stay: Stay) -> Stay:
    """
    提交入住申请 (submit): the draft becomes a request that holds its bed.

    Raises what `book_stay` raises, and `WrongState` when it was handed in before.
    """
    with explaining(), transaction.atomic():
        # Read again under the guest's lock, which `save_draft` takes too: a draft changed at this
        # moment in another tab would else promise nights that were never taken.
        Person.objects.select_for_update(no_key=True).values_list("pk").get(pk=stay.guest_id)
        stay.refresh_from_db()
        policy.require(actor, "stations.book_stay", stay)
        if stay.state != Stay.State.DRAFT:
            raise WrongState(state=stay.get_state_display())
        return take_nights(actor, stay, BOOK_DRAFT, list(stay.evidence.values_list("pk", flat=True)))


def take_nights(
    actor: User,
    stay: Stay,
    statement: Prepared,
    evidence: Collection[int] = (),
    *,
    except_for: Collection[str] = (),
) -> Stay:
    """Take every night of a stay under both locks. ``except_for`` names rules that a desk waives."""
    _check_shape(stay)
    request = Request(
        stay.arrival, stay.departure, stay.purpose, stay.declared_non_native, has_evidence=bool(evidence)
    )
    with explaining(**WALLS), transaction.atomic():
        lock_guest_and_station(stay.guest_id, stay.station_id)
        facts = facts_of(guest=stay.guest, station=stay.station, request=request, today=today())
        if not all_met(facts, except_for=except_for):
            raise NotEligible(judge(facts, except_for=except_for))
        _write(actor, stay, statement, facts, evidence)
        notify("stations.stay_submitted", to=stay.guest, about=stay)
    return stay


def _check_shape(stay: Stay) -> None:
    if not stay.guest.has_identity:
        raise IdentityMissing
    if stay.guest.gender not in (Person.Gender.MALE, Person.Gender.FEMALE):
        raise GenderUnknown
    if not 0 < stay.length <= LONGEST_STAY:
        raise DatesOutOfRange(most=LONGEST_STAY)


def _write(actor: User, stay: Stay, statement: Prepared, facts: Facts, evidence: Collection[int]) -> None:
    """Choose the bed and write stay, nights and transition in one statement."""
    stay.policy = facts.policy
    stay.review_due_at = after_workdays(now(), facts.policy.review_hours)
    written = statement.one(_values(actor, stay, facts, evidence))
    if written is None:
        raise BedTaken
    stay.pk, stay.reference, stay.created_at, stay.submitted_at = written
    stay.state = Stay.State.SUBMITTED
    stay._state.adding = False
    stay._state.db = "default"


def _values(actor: User, stay: Stay, facts: Facts, evidence: Collection[int]) -> dict[str, Any]:
    nights = facts.request.nights
    unused = {year: iter(facts.unused_numbers(year)) for year in {night.year for night in nights}}
    return {
        "stay": stay.pk,
        "guest": stay.guest_id,
        "gender": stay.guest.gender,
        "actor": actor.pk,
        "station": stay.station_id,
        "policy": facts.policy.pk,
        "cap": facts.policy.max_free_nights,
        "arrival": stay.arrival,
        "departure": stay.departure,
        "dates": nights,
        "numbers": [next(unused[night.year]) for night in nights],
        "room_wish": stay.room_wish,
        "purpose": stay.purpose,
        "purpose_detail": stay.purpose_detail,
        "declared_non_native": stay.declared_non_native,
        "referral_channel": stay.referral_channel_id,
        "contact_mobile": stay.contact_mobile,
        "arrival_time": stay.arrival_time,
        "review_due_at": stay.review_due_at,
        "evidence": list(evidence),
        "from_state": "" if stay.pk is None else Stay.State.DRAFT.value,
    }


@transaction.atomic
def resubmit_stay(
    *,
    actor: User,
    stay: Stay,
    purpose: str,
    purpose_detail: str,
    evidence: Sequence[Evidence],
    contact_mobile: str,
) -> Stay:
    """
    补正后重新提交 (hand in again): the bed was kept meanwhile, and the review clock starts anew.

    Raises `StateChanged` when the stay is no longer waiting for a correction.
    """
    policy.require(actor, "stations.book_stay", stay)
    due = after_workdays(now(), policy_on(stay.arrival).review_hours)
    moved = Stay.objects.filter(pk=stay.pk, state=Stay.State.RETURNED).update(
        state=Stay.State.SUBMITTED,
        purpose=purpose,
        purpose_detail=purpose_detail,
        contact_mobile=contact_mobile,
        review_due_at=due,
    )
    if not moved:
        raise StateChanged
    stay.evidence.set(evidence)
    StayTransition.objects.create(
        stay=stay, actor=actor, from_state=Stay.State.RETURNED, to_state=Stay.State.SUBMITTED
    )
    stay.refresh_from_db()
    notify("stations.stay_submitted", to=stay.guest, about=stay, dedup=last_transition(stay))
    return stay
