"""候补邀请 (offers of a place): accepted, declined, lapsed; the next one is asked at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from volunteers.models import Shift, Signup
from volunteers.shift_errors import OfferLapsed
from volunteers.signup_rules import diary_of, obstacles
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core.brief_days import moment_words
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

from .locks import lock_shift, lock_volunteer
from .places import State, give_back, settle
from .roster_marks import roster_of, tell_of_roster
from .signup_moves import move_signup


@transaction.atomic
def accept_offer(*, actor: Actor, signup: Signup) -> Signup:
    """
    接受邀请 (accept): the place that is kept becomes one's own, if nothing has come between.

    Raises `OfferLapsed`, `SignupMoved`, each refusal of `signup_rules.obstacles`.
    """
    moved = take_up(actor=actor, signup=signup)
    notify("volunteers.signup_confirmed", to=moved.volunteer.person, about=moved, dedup="offer")
    return moved


@transaction.atomic
def take_up(*, actor: Actor, signup: Signup) -> Signup:
    """As `accept_offer`, and the caller tells."""
    policy.require(actor, "volunteers.change_signup", signup)
    volunteer, shift = lock_volunteer(signup.volunteer_id), lock_shift(signup.shift_id)
    signup.refresh_from_db()
    if signup.state == State.OFFERED:
        _still_good(signup)
        for refusal in obstacles(diary_of(volunteer).without(signup.pk), shift):
            raise refusal
    return move_signup(actor, signup, State.SIGNED_UP, only_from=State.OFFERED)


def _still_good(signup: Signup) -> None:
    if signup.offer_until and signup.offer_until <= now():
        raise OfferLapsed(until=moment_words(signup.offer_until))


@transaction.atomic
def decline_offer(*, actor: Actor, signup: Signup) -> Signup:
    """不接受邀请 (decline): the place goes to the next. Raises `SignupMoved`."""
    policy.require(actor, "volunteers.change_signup", signup)
    lock_volunteer(signup.volunteer_id)
    shift = lock_shift(signup.shift_id)
    signup.refresh_from_db()
    return give_back(actor, signup, shift, State.DECLINED)


def lapse_offers(*, at: datetime) -> int:
    """Offers whose time is up go to the next; a suspended shift's offers wait with it until it begins."""
    due = Signup.objects.unanswered(at).exclude(shift__state=Shift.State.SUSPENDED, starts_at__gt=at)
    return sum(
        _lapse(number, at) for number in due.order_by("offer_until", "pk").values_list("pk", flat=True)
    )


@transaction.atomic
def _lapse(number: int, at: datetime) -> bool:
    signup = Signup.objects.get(pk=number)
    lock_volunteer(signup.volunteer_id)
    shift = lock_shift(signup.shift_id)
    still = Signup.objects.unanswered(at).filter(pk=number).first()
    if still is None:
        return False
    moved = give_back(SYSTEM, still, shift, State.DECLINED, reason="lapsed")
    if roster := roster_of(moved):
        tell_of_roster(roster, "roster_lapsed", dedup=str(moved.offer_until))
    else:
        notify("volunteers.offer_lapsed", to=moved.volunteer.person, about=moved)
    return True


def settle_shifts(*, at: datetime) -> int:
    """Shifts with free places and somebody on standby: whoever became able to serve is asked."""
    waiting = Signup.objects.standby().filter(shift=OuterRef("pk"))
    due = Shift.objects.open(at).counted().filter(Exists(waiting), taken__lt=F("capacity"))
    return sum(_settle(number) for number in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _settle(number: int) -> int:
    shift = lock_shift(number)
    before = shift.signups.holding().count()
    settle(shift)
    return int(shift.signups.holding().count() - before)
