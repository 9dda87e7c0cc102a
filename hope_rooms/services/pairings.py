"""结对 (pairings): asked for, two adults named, agreed by the family, introduced, begun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction

from hope_rooms.counselling_errors import CounsellorIsOfThePair
from hope_rooms.errors import CheckedInTheFuture
from hope_rooms.models import Child, ChildView, Counsellor, Pairing, PairMember
from hope_rooms.models.room import OVER
from hope_rooms.pairing_errors import (
    AlreadyPaired,
    FamilyHasNotAgreed,
    NotDeclaredUnrelated,
    OneOlderAdultNeeded,
    PostIsNotWithChildren,
    RoomIsOver,
    TooManyChildren,
    TwoAdultsNeeded,
    WomanNeeded,
)
from volunteers.eligibility import check_eligible
from volunteers.models import Post, Volunteer
from volunteers.services.locks import lock_volunteers
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import age_on, now, today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .consents import agreed
from .pair_moves import end_members, lock_pairing, members_of, move_pairing, open_names

State = Pairing.State
REQUEST, MATCH = "hope_rooms.request_pairing", "hope_rooms.match_pairing"
PAIR = 2


def request_pairing(*, actor: User, child: Child, post: Post) -> Pairing:
    """
    提出结对 (request): a child is to have company, by the team of this post.

    Raises `PostIsNotWithChildren`, `RoomIsOver`, `AlreadyPaired`.
    """
    policy.require(actor, REQUEST, Pairing(child=child, post=post))
    if not post.role.is_with_children:
        raise PostIsNotWithChildren
    if child.room.state in OVER:
        raise RoomIsOver(state=child.room.get_state_display())
    with explaining(pairing_one_living_per_child=AlreadyPaired), transaction.atomic():
        pairing: Pairing = Pairing.objects.create(child=child, post=post)
        pairing.transitions.create(actor=actor, to_state=pairing.state)
    return pairing


@transaction.atomic
def propose_pair(
    *, actor: User, pairing: Pairing, volunteers: Sequence[Volunteer], unrelated: bool
) -> Pairing:
    """
    提名两名志愿者 (propose two adults): eligible, unrelated, one of 21, a woman where one is needed.

    Raises `TwoAdultsNeeded`, `NotDeclaredUnrelated`, `OneOlderAdultNeeded`, `WomanNeeded`,
    `TooManyChildren`, what `check_eligible` raises, `PairingMoved`.
    """
    policy.require(actor, MATCH, pairing)
    pairing = lock_pairing(pairing.pk)
    two = lock_volunteers(one.pk for one in volunteers)
    check_pair(pairing, two, unrelated=unrelated)
    moved = move_pairing(actor, pairing, State.PROPOSED, unrelated_on=today())
    for one in two:
        _take_seat(moved, one)
    return moved


def check_pair(pairing: Pairing, two: Sequence[Volunteer], *, unrelated: bool) -> None:
    """Every rule about two adults and a child that asks no other pairing."""
    if len(two) != PAIR:
        raise TwoAdultsNeeded
    if Counsellor.objects.standing().filter(child=pairing.child_id, volunteer__in=two).exists():
        raise CounsellorIsOfThePair
    if not unrelated:
        raise NotDeclaredUnrelated
    for one in two:
        check_eligible(one, pairing.post, now())
    older = settings.HOPE_ROOMS["older_adult_age"]
    if not any(_age(one) >= older for one in two):
        raise OneOlderAdultNeeded(age=older)
    if pairing.child.needs_woman and not any(_is_woman(one) for one in two):
        raise WomanNeeded


def _age(one: Volunteer) -> int:
    born = one.person.birth_date
    return age_on(born, today()) if born else 0


def _is_woman(one: Volunteer) -> bool:
    return bool(one.person.gender == Person.Gender.FEMALE)


def _take_seat(pairing: Pairing, one: Volunteer) -> None:
    """The lowest free seat of the volunteer, whose lock the caller holds."""
    most = settings.HOPE_ROOMS["children_per_adult"]
    held = PairMember.objects.standing().filter(volunteer=one).values_list("seat", flat=True)
    free = sorted(set(range(1, most + 1)) - set(held))
    full = TooManyChildren(volunteer=one.volunteer_no, most=most)
    if not free:
        raise full
    with explaining(pair_member_one_child_per_seat=full), transaction.atomic():
        PairMember.objects.create(pairing=pairing, volunteer=one, seat=free[0])


@transaction.atomic
def record_agreement(*, actor: User, pairing: Pairing) -> Pairing:
    """
    家庭同意 (agreed): the guardian's consent to visits stands and the child has last said yes.

    Raises `FamilyHasNotAgreed`, `PairingMoved`.
    """
    policy.require(actor, MATCH, pairing)
    if not family_agrees(pairing.child):
        raise FamilyHasNotAgreed
    return move_pairing(actor, pairing, State.AGREED)


def family_agrees(child: Child) -> bool:
    """Whether the guardian's consent to visits stands now and the child's last word on them is yes."""
    view = ChildView.objects.filter(child=child, purpose="visits").order_by("-asked_on", "-pk").first()
    return agreed(child, "visits") and view is not None and view.answer == ChildView.Answer.YES


@transaction.atomic
def introduce(*, actor: User, pairing: Pairing, on: date) -> Pairing:
    """
    见面 (introduce): the pair has met the child, and whoever writes it down was there.

    Raises `CheckedInTheFuture`, `PairingMoved`.
    """
    policy.require(actor, MATCH, pairing)
    if on > today():
        raise CheckedInTheFuture
    return move_pairing(actor, pairing, State.INTRODUCED, introduced_on=on)


@transaction.atomic
def begin(*, actor: User, pairing: Pairing) -> Pairing:
    """
    开始陪伴 (begin): the clock of visits runs from today; the pair may read what the child is called.

    Whatever may have lapsed since they were named is asked again.
    Raises as `propose_pair`, `FamilyHasNotAgreed`.
    """
    policy.require(actor, MATCH, pairing)
    pairing = lock_pairing(pairing.pk)
    members = members_of(pairing)
    check_pair(pairing, [member.volunteer for member in members], unrelated=True)
    if not family_agrees(pairing.child):
        raise FamilyHasNotAgreed
    moved = move_pairing(actor, pairing, State.ACTIVE, started_on=today())
    open_names(moved)
    for member in members:
        notify("hope_rooms.pairing_began", to=member.volunteer.person, about=member)
    return moved


@transaction.atomic
def choose_anew(*, actor: Actor, pairing: Pairing, note: str) -> Pairing:
    """重新提名 (choose others): the family, the child or one of the two said no before it began."""
    policy.require(actor, MATCH, pairing)
    pairing = lock_pairing(pairing.pk)
    moved = move_pairing(actor, pairing, State.REQUESTED, note=note)
    end_members(moved)
    return moved
