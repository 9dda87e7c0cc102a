"""
推荐码 (referral codes): issued within the partner's quota, used by one stay, revoked while unused.

A code changes no rule about a stay: it says who sent the guest. Its row is locked
last, after person, station, stay and nights.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from stations.errors import ReasonMissing
from stations.models import Partner, ReferralCode, Stay
from stations.referral_codes import as_written, code_of, digest_of
from stations.referral_errors import (
    QuotaUsedUp,
    ReferralExpired,
    ReferralNotOpen,
    ReferralRefused,
    ReferralRevoked,
    ReferralTermInvalid,
    ReferralUnknown,
    ReferralUsed,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import StateChanged, explaining

from .refusals import keeping_refusals

State = ReferralCode.State
MANAGE = "stations.manage_referralcode"
LONGEST_TERM = timedelta(days=366)
# A stay that ends so before anybody slept gives its code back. A guest who did not come has used it.
GIVES_BACK = (Stay.State.REJECTED, Stay.State.WITHDRAWN, Stay.State.CANCELLED, Stay.State.EXPIRED)


def issue_codes(*, actor: User, partner: Partner, count: int, valid_until: date) -> list[ReferralCode]:
    """
    发放推荐码 (issue): the next ``count`` numbers of the partner's quota, all of them or none.

    Raises `QuotaUsedUp`, `ReferralTermInvalid`.
    """
    policy.require(actor, MANAGE, partner)
    if not today() <= valid_until <= today() + LONGEST_TERM:
        raise ReferralTermInvalid
    with (
        explaining(
            referral_code_number_within_quota=QuotaUsedUp, referral_code_number_used_once=StateChanged
        ),
        transaction.atomic(),
    ):
        kept = lock_partner(partner.pk)
        last = kept.codes.aggregate(last=Max("number"))["last"] or 0
        codes = [_new(actor, kept, last + step, valid_until) for step in range(1, count + 1)]
        return ReferralCode.objects.bulk_create(codes)


def lock_partner(number: int) -> Partner:
    """Who issues next counts on from here."""
    partner: Partner = Partner.objects.select_for_update(no_key=True).get(pk=number)
    return partner


def _new(actor: User, partner: Partner, number: int, valid_until: date) -> ReferralCode:
    seed = uuid.uuid4()
    return ReferralCode(
        partner=partner,
        number=number,
        cap=partner.quota,
        seed=seed,
        digest=digest_of(code_of(seed)),
        valid_until=valid_until,
        issued_by=actor,
    )


@transaction.atomic
def revoke_code(*, actor: User, code: ReferralCode, reason: str) -> ReferralCode:
    """作废 (revoke) an unused code, with a reason. Raises `ReasonMissing`, `ReferralNotOpen`."""
    policy.require(actor, MANAGE, code)
    if not reason.strip():
        raise ReasonMissing
    unused = ReferralCode.objects.filter(pk=code.pk, state=State.ISSUED)
    if not unused.update(state=State.REVOKED, revoked_at=Now(), revoke_reason=reason.strip()):
        raise ReferralNotOpen
    code.refresh_from_db()
    return code


@keeping_refusals()
def hand_in_referred(*, actor: User, referral: str, hand_in: Callable[[], Stay]) -> Stay:
    """
    凭推荐码提交 (hand in with a code): the request and the code that names it, or neither.

    ``hand_in`` is the service that books, which asks for its own permission; without a
    code it is all that happens. Raises what it raises, and a `ReferralRefused`.
    """
    if not referral.strip():
        return hand_in()
    with transaction.atomic():
        stay = hand_in()
        policy.require(actor, "stations.book_stay", stay)
        use_code(stay, referral)
    return stay


def use_code(stay: Stay, referral: str) -> None:
    """
    One UPDATE that filters on the old state: of many who come with one code, the first has it.

    The caller has booked the stay in this transaction. Raises a `ReferralRefused`.
    """
    code = as_written(referral)
    still_open = ReferralCode.objects.filter(digest=digest_of(code)).open_on(today())
    with explaining(referral_code_once_per_stay=ReferralUsed):
        if not still_open.update(state=State.USED, stay=stay, used_at=Now()):
            raise _why_not(code)


def _why_not(code: str) -> ReferralRefused | StateChanged:
    found = ReferralCode.objects.filter(digest=digest_of(code)).first()
    if found is None:
        return ReferralUnknown()
    if found.is_open_on(today()):  # given back at this moment
        return StateChanged()
    if found.state == State.ISSUED:
        return ReferralExpired(day=found.valid_until)
    return ReferralUsed() if found.state == State.USED else ReferralRevoked()


def give_code_back(stay: Stay) -> None:
    """推荐码退回 (give back): nobody slept by it, so it may be handed in again until its last day."""
    if stay.state in GIVES_BACK:
        ReferralCode.objects.filter(stay=stay.pk).update(state=State.ISSUED, stay=None, used_at=None)
