"""
谁能报名 (who may come): every rule in one place, for the page, the service and the API.

`obstacles` names every rule that fails, so that a page can say all of them; a service refuses
with the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.utils import timezone

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import age_on, now
from zibo_youth.core.errors import DomainError

from .errors import (
    AgeTooHigh,
    AgeTooLow,
    AnswerMissing,
    GuardianMissing,
    PartyTooLarge,
    PersonMissing,
    QuotaElsewhere,
    QuotaForOthers,
    QuotaOfAnOrganisation,
    RegistrationClosed,
    RegistrationNotYetOpen,
    SeriesCapReached,
    SessionNotOpen,
    TooManyTogether,
)
from .models import Event, Question, Quota, RosterPerson, SeriesCoupon, Session
from .models.roster import mark_of
from .roster_errors import OnARoster
from .words import moment_words

OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Permit:
    """What a guardian says."""

    guardian_name: str
    guardian_mobile: str
    relation: str

    @property
    def may_be_asked(self) -> bool:
        """Somebody with a name and a telephone: a permit of nobody is none."""
        return bool(self.guardian_name.strip() and self.guardian_mobile.strip())


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: a part of a session's places, for oneself and for those one brings."""

    quota: Quota
    companions: tuple[str, ...] = ()
    answers: dict[int, str] = field(default_factory=dict)
    permit: Permit | None = None

    @property
    def seats(self) -> int:
        return 1 + len(self.companions)


def obstacles(person: Person, session: Session) -> list[DomainError]:
    """What keeps this person from the session, whatever they ask for; the session's own first."""
    own = (of_person(person, session), of_rosters(person, session), of_series(person, session))
    return [*of_session(session), *chain.from_iterable(own)]


def of_session(session: Session) -> Iterator[DomainError]:
    """What keeps everybody from it."""
    at = now()
    if session.state != Session.State.PLANNED or session.event.state != Event.State.PUBLISHED:
        yield SessionNotOpen()
    elif at < session.opens_at:
        yield RegistrationNotYetOpen(opens=moment_words(session.opens_at))
    elif at >= session.closes_at:
        yield RegistrationClosed(closes=moment_words(session.closes_at))


def of_person(person: Person, session: Session) -> Iterator[DomainError]:
    """Age on the day of the session."""
    age = age_at(person, session)
    if age is None:
        yield PersonMissing()
        return
    event = session.event
    if event.age_from is not None and age < event.age_from:
        yield AgeTooLow(lowest=event.age_from, age=age)
    if event.age_to is not None and age > event.age_to:
        yield AgeTooHigh(highest=event.age_to, age=age)


def of_rosters(person: Person, session: Session) -> Iterator[DomainError]:
    """An organisation brings them already."""
    if not (session.event.roster_most and person.birth_date):
        return
    mark = mark_of(person.full_name, person.birth_date, person.id_last4)
    named = RosterPerson.objects.live().filter(session=session, mark=mark)
    for each in named.select_related("registration__organisation"):
        yield OnARoster(organisation=each.registration.organisation)


def of_series(person: Person, session: Session) -> Iterator[DomainError]:
    """As many sessions of the series as one may have, in the year or in all."""
    event = session.event
    if not event.series_most:
        return
    period = timezone.localdate(session.starts_at).year if event.series_per == "year" else 0
    held = SeriesCoupon.objects.filter(event=event, person=person, period=period)
    if held.exclude(registration__session=session).count() >= event.series_most:
        yield SeriesCapReached(most=event.series_most)


def of_wish(person: Person, session: Session, wish: Wish, questions: list[Question]) -> Iterator[DomainError]:
    """What keeps them from this part of it, in this number, with these answers."""
    if wish.quota.session_id != session.pk:
        yield QuotaElsewhere()
    elif wish.quota.organisation_id is not None:
        yield QuotaOfAnOrganisation(quota=wish.quota.local_name)
    elif not admits(wish.quota, person):
        yield QuotaForOthers(quota=wish.quota.local_name, wanted=wish.quota.get_gender_display())
    yield from of_party(session, wish)
    if needs_guardian(person, session) and not (wish.permit and wish.permit.may_be_asked):
        yield GuardianMissing()
    for question in questions:
        if question.is_required and not wish.answers.get(question.pk, "").strip():
            yield AnswerMissing(question=question.local_words)


def of_party(session: Session, wish: Wish) -> Iterator[DomainError]:
    """What the event takes together, and what the session and its part hold with nobody else there."""
    most = min(session.capacity, wish.quota.capacity)
    if wish.seats > session.event.most_together:
        yield TooManyTogether(most=session.event.most_together, asked=wish.seats)
    elif wish.seats > most:
        yield PartyTooLarge(most=most, asked=wish.seats)


def admits(quota: Quota, person: Person) -> bool:
    """Whether this part is for the person, coming alone."""
    return quota.organisation_id is None and quota.gender in (0, person.gender)


def age_at(person: Person | RosterPerson, session: Session) -> int | None:
    """Years of age on the day of the session; None without a date of birth."""
    return age_on(person.birth_date, timezone.localdate(session.starts_at)) if person.birth_date else None


def needs_guardian(person: Person, session: Session) -> bool:
    """Under 18 on the day of the session (民法典 17, 19)."""
    age = age_at(person, session)
    return age is not None and age < OF_AGE
