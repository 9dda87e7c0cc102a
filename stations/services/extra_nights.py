"""
额外晚数 (extra nights): asked by one member of staff, granted by another, each with a reason.

What is granted widens the wall for this person and year (`models.ExtraNights`); it
is no way around it: the night after the last extra one cannot be written either. What
nobody used yet may be taken back: the wall moves back to the nights that stand.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max
from django.db.models.functions import Now

from stations.errors import ReasonMissing
from stations.extra_nights_errors import (
    ExtraNightsAllUsed,
    ExtraNightsAskedBefore,
    ExtraNightsOutOfRange,
    ExtraNightsTakeTwoPeople,
)
from stations.models import ExtraNights, Station, StayNight
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import StateChanged, explaining
from zibo_youth.notifications.outbox import notify

from .pool import lock_person

State = ExtraNights.State
ASK, GRANT = "stations.ask_extra_nights", "stations.grant_extra_nights"
# The walls that a night meets whose grant is taken back beneath it.
BOOKED_MEANWHILE = (
    "stay_night_grant_is_the_guests",
    "stay_night_within_free_nights",
    "stay_night_beyond_the_cap_names_its_grant",
)


def ask_extra_nights(
    *, actor: Actor, person: Person, station: Station, nights: int, until_on: date, reason: str
) -> ExtraNights:
    """
    提出 (ask): for a person whom the office knows, so many nights, the last of them on ``until_on``.

    Raises `ReasonMissing`, `ExtraNightsOutOfRange`, `ExtraNightsAskedBefore`, `ExtraNightsTakeTwoPeople`.
    """
    asker = policy.human_of(actor)
    extra = ExtraNights(
        person=person,
        station=station,
        nights=nights,
        until_on=until_on,
        reason=reason.strip(),
        asked_by_id=asker,
    )
    policy.require_for_another(actor, ASK, extra, person.pk)
    policy.require(actor, "accounts.view_person", person)
    if not extra.reason:
        raise ReasonMissing
    if until_on < today():
        raise ExtraNightsOutOfRange
    with (
        explaining(
            extra_nights_once_a_year=ExtraNightsAskedBefore,
            extra_nights_between_1_and_30=ExtraNightsOutOfRange,
            extra_nights_take_two_people=ExtraNightsTakeTwoPeople,
        ),
        transaction.atomic(),
    ):
        extra.save()
    return extra


def grant_extra_nights(*, actor: Actor, extranights: ExtraNights, reason: str) -> ExtraNights:
    """
    批准 (grant): by another human, with a reason; the person may use them from now on, and is told.

    Raises `ExtraNightsTakeTwoPeople`, `ReasonMissing`, `StateChanged`.
    """
    _decide(actor, extranights, reason, state=State.GRANTED, granted_nights=F("nights"))
    return extranights


def refuse_extra_nights(*, actor: Actor, extranights: ExtraNights, reason: str) -> ExtraNights:
    """不批准 (refuse): the wall stands where it stood. Raises as `grant_extra_nights`."""
    _decide(actor, extranights, reason, state=State.REFUSED)
    return extranights


def _decide(actor: Actor, extra: ExtraNights, reason: str, **changes: Any) -> None:
    policy.require(actor, GRANT, extra)
    if not reason.strip():
        raise ReasonMissing
    with explaining(extra_nights_take_two_people=ExtraNightsTakeTwoPeople), transaction.atomic():
        lock_person(extra.person_id)
        asked = ExtraNights.objects.to_decide().filter(pk=extra.pk)
        by = {"decided_by_id": policy.human_of(actor), "decided_at": Now(), "decision": reason.strip()}
        if not asked.update(**changes, **by):
            raise StateChanged
        extra.refresh_from_db()
        if extra.state == State.GRANTED:
            notify("stations.extra_nights_granted", to=extra.person, about=extra)


def revoke_extra_nights(*, actor: Actor, extranights: ExtraNights, reason: str) -> ExtraNights:
    """
    收回 (take back) what was granted and is not used: nights slept or booked stay, the person is told.

    Raises `ReasonMissing`, `StateChanged`, `ExtraNightsAllUsed`.
    """
    policy.require_for_another(actor, GRANT, extranights, extranights.person_id)
    if not reason.strip():
        raise ReasonMissing
    by = {"revoked_by_id": policy.human_of(actor), "revoked_at": Now(), "revoke_reason": reason.strip()}
    with explaining(**dict.fromkeys(BOOKED_MEANWHILE, StateChanged)), transaction.atomic():
        lock_person(extranights.person_id)
        kept = _nights_that_stand(extranights)
        _wall_asks_at(end=True)
        StayNight.objects.filter(extra=extranights.pk).update(extra_nights=kept)
        granted = ExtraNights.objects.to_take_back().filter(pk=extranights.pk)
        if not granted.update(state=State.REVOKED, granted_nights=kept, **by):
            raise StateChanged
        _wall_asks_at(end=False)
        extranights.refresh_from_db()
        notify("stations.extra_nights_revoked", to=extranights.person, about=extranights)
    return extranights


def _nights_that_stand(extra: ExtraNights) -> int:
    """How far beyond the cap the nights reach that rest on it. Under the person's lock."""
    beyond = Max(F("number") - F("cap"))
    kept: int = StayNight.objects.filter(extra=extra.pk).aggregate(beyond=beyond)["beyond"] or 0
    if kept >= extra.nights:
        raise ExtraNightsAllUsed(nights=extra.nights)
    return kept


def _wall_asks_at(*, end: bool) -> None:
    """A grant and the nights on it change together: the wall between them asks when both are written."""
    with connection.cursor() as cursor:
        when = "DEFERRED" if end else "IMMEDIATE"
        cursor.execute(f"SET CONSTRAINTS stay_night_grant_is_the_guests {when}")
