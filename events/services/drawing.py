"""抽签 (draws of sessions): the list and its hash first, the seed and the order after."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from events.drawing import Entry, Outcome, listing_of
from events.errors import (
    AlreadyListed,
    DrawMade,
    DrawTooEarly,
    ListMissing,
    NobodyEntered,
    RegistrationStillOpen,
)
from events.models import Registration, Session, SessionDraw
from events.outcome import outcome_of
from events.words import moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import draw as lots
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

from .locks import lock_session
from .places import State
from .review_moves import confirmed

MANAGE = "events.manage_event"


def committed(session: Session) -> SessionDraw:
    """A draw is promised: its seed is made, and the hash is there before anybody has entered."""
    seed = lots.new_seed()
    made: SessionDraw = SessionDraw.objects.create(session=session, seed=seed, seed_hash=lots.digest(seed))
    return made


@transaction.atomic
def publish_list(*, actor: Actor, session: Session) -> SessionDraw:
    """
    公布名单 (publish the list) once registration is over: numbers, groups and people, and its SHA-256.

    Whoever has a place at another drawn session of the event is not on it, and keeps waiting behind. Raises
    `RegistrationStillOpen`, `AlreadyListed`, `NobodyEntered`.
    """
    policy.require(actor, MANAGE, session.event)
    held = _locked(session)
    if now() < held.session.closes_at:
        raise RegistrationStillOpen(closes=moment_words(held.session.closes_at))
    if held.listed_at:
        raise AlreadyListed
    rows = Registration.objects.queue().filter(session=session).exclude(person__in=_winners_before(session))
    entries = [Entry(each.pk, each.quota_id, each.seats) for each in rows]
    if not entries:
        raise NobodyEntered
    listing = listing_of(entries)
    told = {"listing": listing, "list_hash": lots.digest(listing), "listed_at": now()}
    SessionDraw.objects.filter(pk=held.pk, listed_at=None).update(**told)
    held.refresh_from_db()
    return held


def _winners_before(session: Session) -> set[int]:
    """People with a place at another session of the same event that was drawn."""
    others = Registration.objects.filter(~Q(session=session), session__event=session.event_id)
    drawn = others.filter(state=State.REGISTERED, session__draw__drawn_at__isnull=False)
    return set(drawn.values_list("person", flat=True))


@transaction.atomic
def draw_places(*, actor: Actor, session: Session) -> SessionDraw:
    """
    抽签 (draw): the seed is published, ranks follow from it, and places are given by rank.

    Who left after the list was published keeps the line and has no place; the others wait in the order of
    ranks. Raises `ListMissing`, `DrawTooEarly`, `DrawMade`.
    """
    policy.require(actor, MANAGE, session.event)
    held = _locked(session)
    _may_be_drawn(held)
    rows = Registration.objects.queue().filter(session=session).select_related("person")
    still = {each.pk: each for each in rows}
    order = lots.drawn_order(held.seed, held.listing)
    gone = [str(number) for number in sorted(order) if number not in still]
    groups = {str(each.pk): each.left for each in held.session.quotas.all()}
    told = {"places": held.session.left, "groups": groups, "gone": ",".join(gone), "drawn_at": now()}
    SessionDraw.objects.filter(pk=held.pk, drawn_at=None).update(**told)
    held.refresh_from_db()
    _give(actor, still, outcome_of(held))
    return held


def _may_be_drawn(held: SessionDraw) -> None:
    if held.listed_at is None:
        raise ListMissing
    if held.drawn_at is not None:
        raise DrawMade
    hours = int(settings.EVENTS["draw_waits_hours"])
    if now() < held.listed_at + timedelta(hours=hours):
        raise DrawTooEarly(hours=hours)


def _give(actor: Actor, still: dict[int, Registration], outcome: list[Outcome]) -> None:
    """Ranks to everybody who is still there, places to the winners."""
    for each in outcome:
        if each.entry.number in still:
            still[each.entry.number].rank = each.rank
    Registration.objects.bulk_update(still.values(), ["rank"])
    for each in outcome:
        one = still.get(each.entry.number)
        if one is None:
            continue
        if each.has_places:
            moved = confirmed(actor, one, reason="drawn")
            told = "events.in_review" if moved.state == State.REVIEW else "events.drawn"
            notify(told, to=moved.person, about=moved)
        else:
            notify("events.not_drawn", to=one.person, about=one)


def _locked(session: Session) -> SessionDraw:
    """The draw of a session whose lock is held from here on."""
    locked = lock_session(session.pk)
    held: SessionDraw = SessionDraw.objects.get(session=locked)
    held.session = locked
    return held
