"""草稿 (draft): what a guest has filled in so far, saved at every step; its bed is held for a while."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from stations.eligibility import all_met, judge
from stations.errors import BedTaken, DatesOutOfRange, NotEligible, WrongState
from stations.facts import LONGEST_STAY
from stations.hold_errors import HoldPaused
from stations.hold_pause import BED_HELD, pause_of
from stations.models import Station, Stay, StayPolicy, StayTransition
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining

from .booking import check_shape, facts_of_stay, naming_full_nights
from .holds import lapse, leave
from .pool import lock_person, lock_station
from .queue import ask_queue_first
from .refusals import asking, keeping_refusals
from .taking import HOLD, WALLS, write_nights

# What a hold is for; whatever else is changed in a draft leaves it alone.
PLACE = ("station", "arrival", "departure", "room_wish")
# What the pages after the choice of a bed ask for.
NOT_YET_SAID = ("native", "purpose", "evidence")


@transaction.atomic
def save_draft(
    *, actor: User, guest: Person, station: Station, arrival: date, departure: date, **answers: Any
) -> Stay:
    """
    Save the guest's one draft, new or not; other dates or another room let its bed go.

    ``answers`` are fields of `Stay`, and ``evidence`` a list of files. Raises
    `DatesOutOfRange` when the stay has no night, or too many to make sense.
    """
    draft = Stay(guest=guest, station=station, booked_by=actor, arrival=arrival, departure=departure)
    policy.require(actor, "stations.book_stay", draft)
    if not guest.has_identity:
        raise IdentityMissing
    if not 0 < draft.length <= LONGEST_STAY:
        raise DatesOutOfRange(most=LONGEST_STAY)
    evidence = answers.pop("evidence", None)
    lock_person(guest.pk)
    fields = {"booked_by": actor, "station": station, "arrival": arrival, "departure": departure} | answers
    _let_go_of_another(guest, fields)
    draft, is_new = Stay.objects.update_or_create(guest=guest, state=Stay.State.DRAFT, defaults=fields)
    if is_new:
        StayTransition.objects.create(stay=draft, actor=actor, to_state=Stay.State.DRAFT)
        draft.refresh_from_db(fields=["reference"])
    if evidence is not None:
        draft.evidence.set(evidence)
    return draft


def _let_go_of_another(guest: Person, fields: dict[str, Any]) -> None:
    """The caller holds the guest's lock."""
    draft = Stay.objects.select_related("station").filter(guest=guest).holding().first()
    if draft and any(getattr(draft, name) != fields[name] for name in PLACE if name in fields):
        leave(draft)


@keeping_refusals()
def hold_bed(*, actor: User, stay: Stay) -> Stay:
    """
    保留床位 (hold): every night of the draft for the policy's minutes; a live hold stays as it is.

    The rules about person and dates are asked as for a booking. Raises `BedTaken`,
    `NotEligible`, `GenderUnknown`, `HoldPaused`, `QueueBusy`, `WrongState` when it was handed in before.
    """
    policy.require(actor, "stations.book_stay", stay)
    check_shape(stay)
    with asking(stay), naming_full_nights(stay), explaining(**WALLS), transaction.atomic():
        lock_person(stay.guest_id)
        stay.refresh_from_db()
        unsettled = lock_station(stay.station_id)
        stay.refresh_from_db(fields=["held_until"])  # a closure lets go under the station's lock alone
        if stay.state != Stay.State.DRAFT:
            raise WrongState(state=stay.get_state_display())
        if not stay.is_held:
            ask_queue_first(unsettled, stay.station_id)
            _take(actor, stay)
    return stay


def _take(actor: User, stay: Stay) -> None:
    if stay.held_until is not None:
        lapse(stay)  # its time is up: who waits is asked first
    facts = facts_of_stay(stay, has_evidence=True)
    if not all_met(facts, except_for=NOT_YET_SAID):
        raise NotEligible(judge(facts, except_for=NOT_YET_SAID))
    if not facts.policy.hold_minutes:
        return
    _refuse_in_a_pause(stay, facts.policy)
    until = now() + timedelta(minutes=facts.policy.hold_minutes)
    if write_nights(HOLD, actor=actor, stay=stay, facts=facts, reason=BED_HELD, held_until=until) is None:
        raise BedTaken
    stay.held_until = until


def _refuse_in_a_pause(stay: Stay, terms: StayPolicy) -> None:
    pause = pause_of(stay.guest_id, terms, now())
    if pause is not None:
        raise HoldPaused(
            hours=terms.hold_lapse_hours,
            minutes=pause.minutes,
            most=pause.most,
            until=date_format(timezone.localtime(pause.until), "DATETIME_FORMAT"),
        )
