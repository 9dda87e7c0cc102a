"""
离开孩子身边 (freeing): every place with children of one person goes, in the transaction that decides so.

Done in the portal's own name and in words that tell no reason. Locks in the order of the house: pairings,
then volunteers, then shifts; what the volunteer was given meanwhile is seen once their lock is held.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.functions import Now

from hope_rooms.models import AccessGrant, ChildrenHold, Concern, Pairing, PairMember
from hope_rooms.models.pairing import PairingState as State
from hope_rooms.services.counselling.naming import end_all_of
from hope_rooms.services.pairings import choose_anew
from hope_rooms.services.partings import REARRANGED, rematch
from volunteers.models import Signup, Volunteer
from volunteers.querysets import SignupQuerySet
from volunteers.services.locks import lock_shift, lock_volunteers
from volunteers.services.places import give_back
from zibo_youth.accounts.models import Membership, Person
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import Busy
from zibo_youth.notifications.outbox import notify

Kind = AccessGrant.Kind
# Named, and the visits have not begun.
BEFORE = (State.PROPOSED, State.AGREED, State.INTRODUCED)
REASON = "rearranged"


@dataclass(frozen=True, slots=True)
class Freed:
    """How much was taken away."""

    pairings: int = 0
    places: int = 0
    grants: int = 0


def free(concern: Concern) -> Freed:
    """Hold the subject off children, and take every place with them away; the concern is locked."""
    person = concern.subject
    if person is None:
        return Freed()
    pairings = _locked_pairings(person)
    others = PairMember.objects.standing().filter(pairing__in=pairings).values_list("volunteer", flat=True)
    own = Volunteer.objects.filter(person=person).values_list("pk", flat=True)
    lock_volunteers({*others, *own})
    if set(_pairings_of(person)) - {pairing.pk for pairing in pairings}:
        # Somebody paired them while we waited for the lock; the order of locks forbids to reach back.
        raise Busy
    ChildrenHold.objects.create(concern=concern, person=person)
    freed = Freed(len(pairings), _places(person).count(), _shut(person))
    end_all_of(person, REARRANGED)
    for pairing in pairings:
        part = choose_anew if pairing.state in BEFORE else rematch
        part(actor=SYSTEM, pairing=pairing, note=REARRANGED)
    _free_places(person)
    return freed


def _pairings_of(person: Person) -> list[int]:
    held = PairMember.objects.standing().filter(volunteer__person=person)
    return list(held.order_by("pairing").values_list("pairing", flat=True))


def _locked_pairings(person: Person) -> list[Pairing]:
    rows = Pairing.objects.select_for_update(no_key=True, of=("self",)).whole()
    return list(rows.filter(pk__in=_pairings_of(person)).order_by("pk"))


def _places(person: Person) -> SignupQuerySet:
    """Places with children that are not over, the visits of a pair among them."""
    rows: SignupQuerySet = Signup.objects.all()
    return rows.awaited().filter(
        volunteer__person=person, shift__post__role__is_with_children=True, ends_at__gt=now()
    )


def _free_places(person: Person) -> None:
    """What no pairing took along; in the order of the shifts, whose locks are taken."""
    for signup in _places(person).whole().order_by("shift", "pk"):
        give_back(SYSTEM, signup, lock_shift(signup.shift_id), Signup.State.RELEASED, reason=REASON)
        notify("volunteers.place_rearranged", to=signup.volunteer.person, about=signup)
        for leader in staff_of(signup.shift.post.project.organiser, Membership.Role.VOLUNTEER_LEADER):
            if leader.pk != person.pk:
                notify("volunteers.slot_lost", to=leader, about=signup, dedup=REASON)


def _shut(person: Person) -> int:
    """Nothing of any child lies open to them through a pair, a visit or counselling."""
    kinds = (Kind.PAIR, Kind.VISIT, Kind.COUNSELLOR)
    open_ones = AccessGrant.objects.filter(person=person, kind__in=kinds, state=AccessGrant.State.GRANTED)
    return int(open_ones.update(state=AccessGrant.State.REVOKED))


def lift(concern: Concern) -> None:
    """The hold of this concern ends; nothing that was taken away comes back by itself."""
    ChildrenHold.objects.standing().filter(concern=concern).update(lifted_at=Now())


def is_held(volunteer: Volunteer) -> bool:
    """Whether a hold stands (`volunteers.children_gates`)."""
    return bool(ChildrenHold.objects.standing().filter(person=volunteer.person_id).exists())


def is_with_children_now(person: Person) -> bool:
    """Whether they have come to a shift with children and not left: what no portal can take away."""
    here = Signup.objects.filter(volunteer__person=person, state=Signup.State.CHECKED_IN)
    return bool(here.filter(shift__post__role__is_with_children=True).exists())
