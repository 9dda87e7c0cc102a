"""任职 (offices): who serves where, in which role, from when until when."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import AlreadyAppointed
from zibo_youth.accounts.models import Membership, Organisation, Person, User
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import explaining

from .accounts import close_sessions


def appoint(
    *, actor: policy.Actor, user: User, organisation: Organisation, role: str, from_on: date | None = None
) -> Membership:
    """
    任命 (appoint): a staff account from now on, which sets up its second factor before it serves.

    Sessions from before end here: they were opened by a code alone, and would
    pass for secured ones as soon as the device stands.
    """
    policy.require(actor, "accounts.manage_membership")
    was_staff = user.is_staff
    with explaining(membership_held_once_at_a_time=AlreadyAppointed()), transaction.atomic():
        person = user.person or Person.objects.create(mobile=user.mobile)
        user.person, user.is_staff = person, True
        user.save(update_fields=["person", "is_staff"])
        if not was_staff:
            close_sessions(user=user)
        return Membership.objects.create(
            person=person, organisation=organisation, role=role, from_on=from_on or today()
        )


@transaction.atomic
def dismiss(*, actor: policy.Actor, membership: Membership, until_on: date | None = None) -> Membership:
    """免职 (end an office); rights end with it on the next request."""
    policy.require(actor, "accounts.manage_membership")
    membership.until_on = until_on or today()
    membership.save(update_fields=["until_on"])
    return membership


@transaction.atomic
def create_administrator(*, mobile: str, full_name: str) -> User:
    """The first administrator of a new installation, who logs in by code and sets up the second factor."""
    user = User.objects.filter(mobile=mobile).first() or User.objects.create_user(mobile)
    if user.person_id is None:
        user.person = Person.objects.create(mobile=mobile, full_name=full_name)
    user.mobile_verified_at = user.mobile_verified_at or now()
    user.save()
    city = Organisation.objects.get(code="city")
    if not Membership.objects.filter(
        person=user.person, role="administrator", until_on__isnull=True
    ).exists():
        appoint(actor=policy.SYSTEM, user=user, organisation=city, role=Membership.Role.ADMINISTRATOR)
    return user
