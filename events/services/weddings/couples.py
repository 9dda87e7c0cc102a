"""新人报名 (couples): one starts, the other joins by a link, each tells the own things, both confirm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from events.couple_links import digest_of, token_of
from events.models import Couple, CoupleMember, Wedding
from events.programme_errors import TooLateForSlots
from events.wedding_errors import (
    AlreadyInACouple,
    CertificateShapeWrong,
    CertificateTaken,
    GuestsTooMany,
    HealthNeedsConsent,
    IdentityNeeded,
    LinkUsed,
    NotWhileReviewed,
    OfOneGender,
    SamePerson,
    WeddingNotOpen,
)
from events.wedding_rules import (
    as_on_the_certificate,
    is_certificate,
    obstacles,
    of_certificate,
    of_edition,
    of_hand_in,
    of_person,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, explaining
from zibo_youth.notifications.outbox import notify

from .editions import is_to_come
from .moves import lock_couple, lock_wedding, move_couple
from .places import settle
from .telling import tell_both

JOIN, CHANGE = "events.join_couple", "events.change_couple"
State = Couple.State
# While the two of them write.
WRITTEN = (State.DRAFT, State.RETURNED)
# While sizes, guests and consents are collected.
PREPARED = (
    *(*WRITTEN, State.SUBMITTED, State.SECOND_LOOK, State.ELIGIBLE),
    *(State.RESERVE, State.OFFERED, State.ADMITTED),
)
WALLS = {
    "couple_member_in_one_live_couple_per_edition": AlreadyInACouple,
    "couple_member_is_another_person": SamePerson,
    "couple_member_one_of_each_gender": OfOneGender,
}


def start_couple(*, actor: Actor, wedding: Wedding) -> Couple:
    """
    发起报名 (start): the own seat, and a link for the other; nothing is handed in yet.

    Raises `IdentityNeeded`, each refusal of `wedding_rules`, `AlreadyInACouple`.
    """
    person = _person_of(actor)
    policy.require(actor, JOIN, person)
    with explaining(**WALLS), transaction.atomic():
        wedding = lock_wedding(wedding.pk)
        _refuse(obstacles(person, wedding))
        couple: Couple = Couple.objects.create(wedding=wedding)
        couple.transitions.create(actor_id=actor.pk, to_state=couple.state)
        _seat(couple, 1, person=person, gender=person.gender, joined_by=actor, joined_at=now())
        _seat(couple, 2)
    return couple


def _seat(couple: Couple, number: int, **of: Any) -> None:
    seat = CoupleMember(couple=couple, wedding=couple.wedding, seat=number, **of)
    seat.digest = digest_of(token_of(seat.seed))
    seat.save()


def _person_of(actor: Actor) -> Person:
    person: Person | None = getattr(actor, "person", None)
    if person is None:
        raise IdentityNeeded
    return person


def _refuse(found: Iterable[DomainError]) -> None:
    for refusal in found:
        raise refusal


def join_couple(*, actor: Actor, seat: CoupleMember) -> Couple:
    """
    加入 (join) with the own log-in and identity; the link opens once.

    Raises `LinkUsed`, `SamePerson`, `OfOneGender`, `AlreadyInACouple`, each refusal of `wedding_rules`.
    """
    person = _person_of(actor)
    policy.require(actor, JOIN, person)
    with explaining(**WALLS), transaction.atomic():
        couple = lock_couple(seat.couple)
        if couple.state != State.DRAFT:
            raise LinkUsed
        _refuse(obstacles(person, couple.wedding))
        told = {"person": person, "gender": person.gender, "joined_by": actor, "joined_at": now()}
        free = CoupleMember.objects.filter(pk=seat.pk, person__isnull=True)
        if not free.update(**told):
            raise LinkUsed
        first = couple.members.exclude(pk=seat.pk).select_related("person").get()
        notify("events.couple_joined", to=first.person, about=couple)
    return couple


def own_couple(actor: Actor, member: CoupleMember, states: tuple[str, ...]) -> Couple:
    """The couple behind its locks, for one of the two, while it may be written. Or `NotWhileReviewed`."""
    policy.require(actor, CHANGE, member)
    couple = lock_couple(member.couple)
    if couple.state not in states:
        raise NotWhileReviewed(state=couple.get_state_display())
    return couple


def tell_certificate(*, actor: Actor, member: CoupleMember, number: str, married_on: date) -> Couple:
    """
    填结婚证 (certificate): number and date; what somebody has confirmed is to be confirmed anew.

    Raises `CertificateShapeWrong`, `CertificateTaken`, `NotWhileReviewed`, the refusals of the date.
    """
    plain = as_on_the_certificate(number)
    if not is_certificate(plain):
        raise CertificateShapeWrong
    with explaining(couple_certificate_once_per_edition=CertificateTaken), transaction.atomic():
        couple = own_couple(actor, member, WRITTEN)
        people = [each.person for each in couple.members.select_related("person")]
        _refuse(of_certificate(couple.wedding, married_on, people))
        Couple.objects.filter(pk=couple.pk).update(
            cert_sealed=crypto.seal(plain, context=couple.cert_context),
            cert_index=crypto.blind_index("marriage_certificate", plain),
            cert_last4=plain[-4:],
            married_on=married_on,
        )
        unconfirm(couple)
    couple.refresh_from_db()
    return couple


def unconfirm(couple: Couple) -> None:
    """What was confirmed has changed: both look again."""
    CoupleMember.objects.filter(couple=couple).update(confirmed_at=None)


def tell_guests(*, actor: Actor, member: CoupleMember, guests: int, transport: str) -> Couple:
    """亲友和交通 (guests and transport), until the day before. Raises `GuestsTooMany`, `TooLateForSlots`."""
    refusal = GuestsTooMany(most=member.couple.wedding.guests_most)
    with explaining(couple_guests_within_the_edition=refusal), transaction.atomic():
        couple = own_couple(actor, member, PREPARED)
        if not is_to_come(couple.wedding):
            raise TooLateForSlots
        table = couple.table_number if guests == couple.guests else None
        told = {"guests": guests, "transport": transport, "table_number": table}
        Couple.objects.filter(pk=couple.pk).update(**told)
    couple.refresh_from_db()
    return couple


@transaction.atomic
def tell_sizes(*, actor: Actor, member: CoupleMember, clothes_size: str, shoe_size: str) -> None:
    """尺码 (sizes) of oneself. Raises `NotWhileReviewed`."""
    own_couple(actor, member, PREPARED)
    told = {"clothes_size": clothes_size.strip(), "shoe_size": shoe_size.strip()}
    CoupleMember.objects.filter(pk=member.pk).update(**told)


@transaction.atomic
def tell_health(*, actor: Actor, member: CoupleMember, hint: str, agreed: bool) -> None:
    """
    健康提示 (health hint) of oneself, by separate consent, sealed; an empty one takes it back.

    Raises `HealthNeedsConsent`, `NotWhileReviewed`.
    """
    own_couple(actor, member, PREPARED)
    said = hint.strip()
    if said and not agreed:
        raise HealthNeedsConsent
    told = {
        "health_sealed": crypto.seal(said, context=member.health_context) if said else "",
        "health_agreed_at": now() if said else None,
    }
    CoupleMember.objects.filter(pk=member.pk).update(**told)


@transaction.atomic
def tell_portrait(*, actor: Actor, member: CoupleMember, agreed: bool) -> None:
    """肖像使用 (portrait consent) of oneself, given or revoked at any time, after the day as well."""
    policy.require(actor, CHANGE, member)
    lock_couple(member.couple)
    rows = CoupleMember.objects.filter(pk=member.pk)
    if agreed:
        rows.exclude(portrait_agreed_at__isnull=False, portrait_revoked_at__isnull=True).update(
            portrait_agreed_at=now(), portrait_revoked_at=None
        )
    else:
        rows.filter(portrait_agreed_at__isnull=False, portrait_revoked_at__isnull=True).update(
            portrait_revoked_at=now()
        )


@transaction.atomic
def confirm_couple(*, actor: Actor, member: CoupleMember) -> Couple:
    """
    确认 (confirm) with the own log-in; the second confirmation hands it in.

    What was sent back returns to whoever asked. Raises `NotWhileReviewed`, what is missing
    (`wedding_rules.of_hand_in`), what keeps one of them from the edition.
    """
    couple = own_couple(actor, member, WRITTEN)
    _may_be_handed_in(couple)
    CoupleMember.objects.filter(pk=member.pk, confirmed_at__isnull=True).update(confirmed_at=now())
    if couple.members.filter(confirmed_at__isnull=True).exists():
        return couple
    return _handed_in(actor, couple)


def _may_be_handed_in(couple: Couple) -> None:
    """In time, and all there; what was sent back may be completed until the list is closed."""
    if couple.state == State.DRAFT:
        _refuse(of_edition(couple.wedding))
    elif couple.wedding.state != Wedding.State.OPEN:
        raise WeddingNotOpen
    members = list(couple.members.select_related("person"))
    _refuse(of_hand_in(couple, members))
    for each in members:
        _refuse(of_person(each.person, couple.wedding))


def _handed_in(actor: Actor, couple: Couple) -> Couple:
    to = State.SECOND_LOOK if couple.second_reviewer_id else State.SUBMITTED
    moved = move_couple(
        actor, couple, to, number=couple.number or _next_number(couple.wedding), submitted_at=now()
    )
    tell_both("couple_submitted", moved, dedup=str(moved.submitted_at))
    return moved


def _next_number(wedding: Wedding) -> int:
    """The next of the edition; the caller holds its lock."""
    return int(wedding.couples.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def withdraw_couple(*, actor: Actor, member: CoupleMember) -> Couple:
    """
    退出 (withdraw) by either of them, at any time before the day; the place goes to the next reserve at once.

    Raises `CoupleMoved`.
    """
    policy.require(actor, CHANGE, member)
    couple = _withdrawn(actor, lock_couple(member.couple))
    tell_both("couple_withdrawn", couple)
    return couple


def _withdrawn(actor: Actor, couple: Couple, reason: str = "") -> Couple:
    couple.bookings.all().delete()
    moved = move_couple(actor, couple, State.WITHDRAWN, reason=reason, table_number=None)
    settle(moved.wedding)
    return moved


def end_couples_of(people: Iterable[int]) -> None:
    """Who leaves the portal marries nowhere by it; editions in the order of their numbers."""
    past = (State.HELD, State.ABSENT)
    open_ones = Couple.objects.live().exclude(state__in=past).filter(members__person__in=people)
    for couple in open_ones.order_by("wedding_id", "pk").distinct():
        with transaction.atomic():
            locked = lock_couple(couple)
            if locked.is_live and locked.state not in past:
                tell_both("couple_withdrawn", _withdrawn(SYSTEM, locked, reason="left_portal"))
