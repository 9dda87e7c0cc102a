"""草稿 (draft): what a guest has filled in so far, saved at every step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from stations.errors import DatesOutOfRange
from stations.facts import LONGEST_STAY
from stations.models import Station, Stay, StayTransition
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import Person, User


@transaction.atomic
def save_draft(
    *, actor: User, guest: Person, station: Station, arrival: date, departure: date, **answers: Any
) -> Stay:
    """
    Save the guest's one draft, new or not; it holds no bed.

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
    Person.objects.select_for_update(no_key=True).get(pk=guest.pk)
    fields = {"booked_by": actor, "station": station, "arrival": arrival, "departure": departure} | answers
    draft, is_new = Stay.objects.update_or_create(guest=guest, state=Stay.State.DRAFT, defaults=fields)
    if is_new:
        StayTransition.objects.create(stay=draft, actor=actor, to_state=Stay.State.DRAFT)
        draft.refresh_from_db(fields=["reference"])
    if evidence is not None:
        draft.evidence.set(evidence)
    return draft
