"""
现场登记 (walk-ins): whoever comes without a registration has a place that nobody holds, or none.

The same counter and the same queue decide: a place that was promised is held, whoever waits goes first,
and while the queue waits nobody is let in past it. At the start of the session the queue is over.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from events.checkin_errors import (
    DrawStillToCome,
    WalkInFull,
    WalkInHere,
    WalkInNeedsAccount,
    WalkInReviewed,
    WalkInTooEarly,
    WalkInWaits,
)
from events.entrance import admits, needs_guardian, of_person
from events.errors import AlreadyRegistered, GuardianMissing, QuotaElsewhere, QuotaForOthers, SeriesCapReached
from events.models import EntryScan, Quota, Registration, Session
from events.passes import Ticket
from events.presence import door_hours
from events.services.due import end_queue_of
from events.services.locks import lock_session
from events.services.places import awaits_draw
from events.words import moment_words
from zibo_youth.accounts import mobile as mobiles
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining

from .scanning import CHECK_IN, WALLS, Claim, Kind, Way, check_door, record

WALK_IN = "walk_in"
PLACES = {
    "session_never_overfull": WalkInFull,
    "quota_never_overfull": WalkInFull,
    "registration_once_per_session": AlreadyRegistered,
    "registration_quota_is_of_the_session": QuotaElsewhere,
    "registration_in_a_part_that_is_theirs": QuotaElsewhere,
    "registration_is_reviewed_first": WalkInReviewed,
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who stands at the desk, and which part of the places they are to have."""

    full_name: str
    mobile: str
    quota: Quota


def walk_in(*, actor: User, session: Session, arrival: Arrival, key: str = "") -> EntryScan:
    """
    现场登记 (walk-in): a free place and the first coming in, together or not at all.

    Raises `WalkInTooEarly`, `DrawStillToCome`, `WalkInWaits`, `WalkInFull`, `WalkInHere`,
    `WalkInNeedsAccount`, `WalkInReviewed`, `SeriesCapReached`, what `entrance` says of the person, and
    as `scanning.scan`.
    """
    policy.require(actor, CHECK_IN, session)
    opens, _closes = door_hours(session)
    if now() < opens:
        raise WalkInTooEarly(opens=moment_words(opens))
    check_door(session)
    if session.starts_at <= now():
        end_queue_of(session)
    cap = SeriesCapReached(most=session.event.series_most)
    with explaining(registration_within_the_series_cap=cap, **WALLS, **PLACES), transaction.atomic():
        session = lock_session(session.pk)
        _nobody_is_overtaken(session)
        person = _person_of(session, arrival)
        registration: Registration = Registration.objects.create(
            session=session, quota=arrival.quota, person=person, seats=1
        )
        registration.transitions.create(actor_id=actor.pk, to_state=registration.state, reason=WALK_IN)
        ticket = Ticket(registration, 1, Way.DOOR)
        return record(actor, session, ticket, Claim(Kind.IN, Way.DOOR, now(), key))


def _nobody_is_overtaken(session: Session) -> None:
    if awaits_draw(session):
        raise DrawStillToCome
    waiting = Registration.objects.queue().filter(session=session).count()
    if waiting:
        raise WalkInWaits(waiting=waiting)


def _person_of(session: Session, arrival: Arrival) -> Person:
    """The person of a log-in whose name agrees; else a name and a telephone, where that is enough."""
    number = mobiles.normalise(arrival.mobile)
    here = session.registrations.live().filter(person__mobile=number).first()
    if here is not None:
        raise WalkInHere(number=here.pk)
    user = User.objects.filter(mobile=number, person__isnull=False).select_related("person").first()
    known = user.person if user else None
    if known and known.has_identity and _agree(known.full_name, arrival.full_name):
        _check(known, session, arrival.quota)
        return known
    if not name_is_enough(session, arrival.quota):
        raise WalkInNeedsAccount
    person: Person = Person.objects.create(full_name=" ".join(arrival.full_name.split()), mobile=number)
    return person


def name_is_enough(session: Session, quota: Quota) -> bool:
    """Whether a name and a telephone will do: neither age nor gender decides, and the city does not ask."""
    event = session.event
    is_open = event.age_from is None and event.age_to is None and quota.gender == 0
    return is_open and settings.EVENTS["walk_in_minimum"] == "name_and_phone"


def _agree(known: str, said: str) -> bool:
    plain = [unicodedata.normalize("NFKC", name).replace(" ", "").casefold() for name in (known, said)]
    return plain[0] == plain[1]


def _check(person: Person, session: Session, quota: Quota) -> None:
    for refusal in of_person(person, session):
        raise refusal
    if not admits(quota, person):
        raise QuotaForOthers(quota=quota.local_name, wanted=quota.get_gender_display())
    if needs_guardian(person, session):
        raise GuardianMissing
