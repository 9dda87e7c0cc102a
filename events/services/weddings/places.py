"""名额 (places of an edition): who is offered what comes free, in the transaction that frees it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.models import Couple, CoupleMember, Wedding
from events.wedding_errors import CoupleOfferLapsed
from events.words import moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core import calendar
from zibo_youth.core.calendar import now

from .moves import lock_couple, move_couple
from .telling import tell_both

State = Couple.State


def offer_end(wedding: Wedding, at: datetime) -> datetime:
    """When an offer made now lapses, and never after the day has begun."""
    hours = int(settings.EVENTS["wedding_offer_hours"])
    return min(at + timedelta(hours=hours), calendar.at(wedding.held_on, time.min))


def settle(wedding: Wedding, *, at: datetime | None = None) -> list[Couple]:
    """Offer every free place to the next reserve by rank; the caller holds the edition's lock."""
    at = at or now()
    wedding.refresh_from_db(fields=["taken", "places", "state"])
    if wedding.state != Wedding.State.RELEASED or wedding.held_on <= timezone.localdate(at):
        return []
    asked = []
    for couple in Couple.objects.reserves().filter(wedding=wedding)[: max(wedding.left, 0)]:
        couple.wedding = wedding
        until = offer_end(wedding, at)
        asked.append(move_couple(SYSTEM, couple, State.OFFERED, offer_until=until))
        tell_both("couple_offer", asked[-1], dedup=str(until))
    return asked


@transaction.atomic
def accept_offer(*, actor: Actor, member: CoupleMember) -> Couple:
    """接受名额 (accept) within its time, by either of the two. Raises `CoupleOfferLapsed`, `CoupleMoved`."""
    policy.require(actor, "events.change_couple", member)
    couple = lock_couple(member.couple)
    if couple.state == State.OFFERED and couple.offer_until and couple.offer_until <= now():
        raise CoupleOfferLapsed(until=moment_words(couple.offer_until))
    moved = move_couple(actor, couple, State.ADMITTED, only_from=(State.OFFERED,))
    tell_both("couple_admitted", moved, dedup="offer")
    return moved


def lapse_offers(*, at: datetime) -> int:
    """Offers whose time is up go to the next reserve. Safe to run twice."""
    due = Couple.objects.unanswered(at).order_by("offer_until", "pk")
    return sum(_lapse(couple, at) for couple in due)


@transaction.atomic
def _lapse(couple: Couple, at: datetime) -> bool:
    locked = lock_couple(couple)
    if not Couple.objects.unanswered(at).filter(pk=locked.pk).exists():
        return False
    moved = move_couple(SYSTEM, locked, State.LAPSED, reason="lapsed")
    tell_both("couple_lapsed", moved)
    settle(moved.wedding, at=at)
    return True
