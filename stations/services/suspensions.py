"""暂停资格 (suspensions): set and lifted by officers, each with a reason the person can read."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models.functions import Now

from stations.errors import AlreadyLifted, ReasonMissing, SuspensionTooShort
from stations.models import Suspension
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person
from zibo_youth.core.errors import explaining


def suspend(*, actor: policy.Actor, person: Person, from_on: date, until_on: date, reason: str) -> Suspension:
    """
    暂停 (suspend): the person hands in no request before ``until_on``; what is booked stays booked.

    Raises `ReasonMissing`, `SuspensionTooShort`.
    """
    policy.require(actor, "stations.manage_suspension", person)
    if not reason.strip():
        raise ReasonMissing
    with explaining(suspension_lasts_a_day=SuspensionTooShort), transaction.atomic():
        return Suspension.objects.create(
            person=person, from_on=from_on, until_on=until_on, reason=reason.strip()
        )


@transaction.atomic
def lift(*, actor: policy.Actor, suspension: Suspension, reason: str) -> Suspension:
    """解除 (lift) with a reason, once. Raises `ReasonMissing`, `AlreadyLifted`."""
    policy.require(actor, "stations.manage_suspension", suspension.person)
    if not reason.strip():
        raise ReasonMissing
    still_on = Suspension.objects.filter(pk=suspension.pk, lifted_at__isnull=True)
    if not still_on.update(lifted_at=Now(), lifted_by_id=actor.pk, lift_reason=reason.strip()):
        raise AlreadyLifted
    suspension.refresh_from_db()
    return suspension
