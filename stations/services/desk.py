"""
前台 (desk): a guest stands here; the document is looked at, and the key is given once.

Two desks may look at one guest in the same second. The move decides who was
first; the other is told when and by whom.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from stations.errors import (
    AlreadyIn,
    ArrivalPast,
    CodeEnded,
    CodeUnknown,
    IdentityNotSeen,
    LastFourDisagree,
    WrongState,
)
from stations.models import Refusal, Station, Stay, StayTransition
from stations.proof_errors import CardNotDue, ProofMissing, ProofReasonMissing
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import ConsentRecord, Person, User
from zibo_youth.accounts.services import (
    Stated,
    counted_registration,
    record_consents,
    register_person,
    verify_identity,
)
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, explaining

from . import taking
from .booking import take_nights
from .moves import approve_stay, approve_walk_in, check_in
from .pool import lock_stay
from .referrals import use_code
from .refusals import keeping_refusals

State = Stay.State
CHECK_IN, BOOK = "stations.check_in_stay", "stations.book_at_desk"
CARD_SEEN = "card_seen"
Channel = ConsentRecord.Channel

# Rules that the desk itself answers for: it sees the papers, and knows the house today.
# How far ahead one may book is fair to all, so a caller gets no earlier turn than a page.
NOT_ASKED_AT_THE_DESK = ("evidence", "too_late", "too_far")
NOT_ASKED_BY_PHONE = ("evidence", "too_late")


def find_arrival(*, actor: User, station: Station, code: str) -> Stay:
    """
    The approved stay that a six-digit code names at this station.

    Raises `AlreadyIn` for a guest who is in the house, `CodeEnded` for a stay that
    was given up or is over, `CodeUnknown` for a code of nobody.
    """
    policy.require(actor, CHECK_IN, station)
    stays = Stay.objects.managed_by(actor).select_related("guest", "station")
    named = stays.filter(station=station, check_in_code=code or "-")
    stay: Stay | None = named.filter(state=State.APPROVED).first()
    if stay is None:
        raise _why_not(named.first())
    return stay


def _why_not(stay: Stay | None) -> DomainError:
    """Why a code opens nothing: a code may be given again, so the latest stay speaks."""
    if stay is None:
        return CodeUnknown()
    return _already_in(stay) or CodeEnded(state=stay.get_state_display())


def _already_in(stay: Stay) -> AlreadyIn | None:
    if stay.state != State.CHECKED_IN:
        return None
    move = stay.transitions.select_related("actor__person").filter(to_state=State.CHECKED_IN).last()
    if move is None:
        return None
    at = timezone.localtime(move.at)
    return AlreadyIn(
        at=f"{at:%H:%M}" if at.date() == today() else f"{at:%Y-%m-%d %H:%M}",
        by=move.actor.display_name if move.actor else "",
    )


def receive_guest(*, actor: User, stay: Stay) -> Stay:
    """
    接待入住 (receive a guest) whose document was looked at before.

    Raises `IdentityNotSeen`, `AlreadyIn` when another desk was faster, and what `check_in` raises.
    """
    policy.require(actor, CHECK_IN, stay)
    if stay.guest.identity_state != Person.IdentityState.VERIFIED:
        raise IdentityNotSeen
    return _let_in(actor, stay)


def _let_in(actor: User, stay: Stay) -> Stay:
    try:
        return check_in(actor=actor, stay=stay)
    except WrongState as refusal:
        stay.refresh_from_db()
        if told := _already_in(stay):
            raise told from refusal
        raise


@transaction.atomic
def admit_guest(*, actor: User, stay: Stay, last4: str = "", is_seen: bool = False) -> Stay:
    """
    核对证件并办理入住 (see the document and check in), both or neither.

    The desk says that it held the original: by its last four characters, or by a
    tick. Raises `IdentityNotSeen`, `LastFourDisagree`, and what `receive_guest` raises.
    """
    policy.require(actor, CHECK_IN, stay)
    if not (last4 or is_seen):
        raise IdentityNotSeen
    if last4 and last4 != stay.guest.id_last4:
        raise LastFourDisagree
    stay.guest = verify_identity(actor, stay.guest)
    return receive_guest(actor=actor, stay=stay)


@transaction.atomic
def admit_without_card(
    *, actor: User, stay: Stay, proof: str, proof_reason: str, is_seen: bool = False
) -> Stay:
    """
    无身份证入住 (let in without the card): lost, forgotten or applied for anew; another proof was seen.

    A temporary card makes the guest 已核验, as a card does; after any other proof the card
    is still to be looked at (`see_card`). Every wall stands: the number was given with the
    booking. Raises `IdentityNotSeen`, `ProofMissing`, `ProofReasonMissing`, and what `check_in` raises.
    """
    policy.require(actor, CHECK_IN, stay)
    policy.require_for_another(actor, "accounts.verify_person", stay.guest, stay.guest_id)
    reason = proof_reason.strip()
    if not is_seen:
        raise IdentityNotSeen
    if proof not in Stay.IdProof.values:
        raise ProofMissing
    if not reason:
        raise ProofReasonMissing
    if proof not in Stay.UNTIL_THE_CARD:
        stay.guest = verify_identity(actor, stay.guest)
    _let_in(actor, stay)
    Stay.objects.filter(pk=stay.pk).update(id_proof=proof, id_proof_reason=reason)
    stay.refresh_from_db()
    return stay


@transaction.atomic
def see_card(*, actor: User, stay: Stay) -> Stay:
    """
    补验证件 (see the card after all): the guest is 已核验 from now on, and the stay waits for nothing.

    Raises `CardNotDue`: of two who press at once the second hears that it is done.
    """
    policy.require(actor, CHECK_IN, stay)
    stay.guest = verify_identity(actor, stay.guest)
    lock_stay(stay.pk)
    if not Stay.objects.card_due().filter(pk=stay.pk).update(card_seen_at=Now()):
        raise CardNotDue
    stay.refresh_from_db()
    StayTransition.objects.create(
        stay=stay, actor_id=actor.pk, from_state=stay.state, to_state=stay.state, reason=CARD_SEEN
    )
    return stay


@transaction.atomic
def admit_guests(
    *, actor: User, stays: Sequence[Stay], is_seen: bool
) -> list[tuple[Stay, DomainError | None]]:
    """
    团队入住 (check in a group): each guest as `admit_guest`; one refusal stops nobody else.

    People are locked first and in one order: a desk that held one stay and waited for
    the next guest could otherwise close a ring with a cancellation and a booking.
    """
    policy.require(actor, CHECK_IN)
    guests = sorted({stay.guest_id for stay in stays})
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=guests).order_by("pk").values_list("pk"))
    return [
        (stay, _refusal_of(actor, stay, is_seen)) for stay in sorted(stays, key=lambda stay: stay.guest_id)
    ]


def _refusal_of(actor: User, stay: Stay, is_seen: bool) -> DomainError | None:
    try:
        admit_guest(actor=actor, stay=stay, is_seen=is_seen)
    except DomainError as refusal:
        return refusal
    return None


@keeping_refusals(Refusal.Way.DESK)
def walk_in(
    *,
    actor: User,
    station: Station,
    guest: Stated,
    nights: int,
    proof: str = "",
    proof_reason: str = "",
    **asked: Any,
) -> Stay:
    """
    现场入住 (walk-in): somebody at the desk is registered, given a bed from tonight on, and is in.

    All or nothing, under every wall and every rule but lead time, horizon and
    evidence; one approval is enough, by name. ``asked`` is what `book_stay` asks
    for: purpose, its detail, declaration, room wish; and ``referral``, a partner's code.
    ``proof`` is what was seen in place of the card. Raises what `register_person`, `book_stay`
    and `admit_without_card` raise, and a `ReferralRefused`.
    """
    policy.require(actor, BOOK, station)
    with counted_registration(actor), explaining(**taking.WALLS), transaction.atomic():
        stay = _book(
            actor,
            guest,
            NOT_ASKED_AT_THE_DESK,
            Channel.DESK,
            station=station,
            arrival=today(),
            departure=today() + timedelta(days=nights),
            **asked,
        )
        approve_walk_in(actor=actor, stay=stay)
        seen: dict[str, Any] = {"actor": actor, "stay": stay, "is_seen": True}
        if proof:
            return admit_without_card(proof=proof, proof_reason=proof_reason, **seen)
        return admit_guest(**seen)


@keeping_refusals(Refusal.Way.DESK)
def book_by_phone(
    *, actor: User, station: Station, guest: Stated, arrival: date, nights: int, **asked: Any
) -> Stay:
    """
    代为预约 (book on behalf): for a caller; approved at once, the document is seen on arrival.
    Where the policy asks for two reviewers this is the first approval, and another waits.

    As `walk_in`, and the horizon counts. Raises `ArrivalPast` for a day before today.
    """
    policy.require(actor, BOOK, station)
    if arrival < today():
        raise ArrivalPast
    with counted_registration(actor), explaining(**taking.WALLS), transaction.atomic():
        stay = _book(
            actor,
            guest,
            NOT_ASKED_BY_PHONE,
            Channel.PHONE,
            station=station,
            arrival=arrival,
            departure=arrival + timedelta(days=nights),
            **asked,
        )
        return approve_stay(actor=actor, stay=stay)


def _book(
    actor: User, guest: Stated, waived: Collection[str], channel: str, *, referral: str = "", **asked: Any
) -> Stay:
    """Person, nights, consents, code: locks in the house's order, person before station."""
    person = register_person(actor=actor, stated=guest)
    policy.require_for_another(actor, BOOK, asked["station"], person.pk)
    stay = Stay(guest=person, booked_by=actor, contact_mobile=guest.mobile, check_in_code="", **asked)
    take_nights(actor, stay, taking.BOOK_AT_ONCE, except_for=waived)
    record_consents(actor=actor, person=person, channel=channel)
    if referral:
        use_code(stay, referral)
    return stay
