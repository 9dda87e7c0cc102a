"""报名、候补与取消 (registration, the queue, cancelling)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from events.entrance import Wish, obstacles, of_person, of_wish
from events.errors import (
    AlreadyRegistered,
    CancelTooLate,
    OfferLapsed,
    PersonMissing,
    QuotaElsewhere,
    ReasonMissing,
    SeriesCapReached,
    SessionFull,
)
from events.models import Answer, Companion, GuardianPermit, Question, Registration, Session
from events.words import moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.notifications import outbox
from zibo_youth.notifications.outbox import notify

from .locks import lock_session
from .moves import move_registration
from .places import State, awaits_draw, settle
from .review_moves import begin_review, confirmed
from .taking import Taken, take_places

WALLS = {
    "registration_once_per_session": AlreadyRegistered,
    "registration_quota_is_of_the_session": QuotaElsewhere,
}


def register(*, actor: Actor, session: Session, wish: Wish, may_wait: bool = False) -> Registration:
    """
    报名 (register): places for all of the party at once, or a place in the queue if one may wait.

    Whoever waits already goes first. Raises `PersonMissing`, each refusal of `entrance`,
    `AlreadyRegistered`, and `SessionFull` where no place is free and ``may_wait`` is false.
    """
    person = person_of(actor)
    policy.require(actor, "events.register", person)
    refuse_early(person, session, wish)
    cap = SeriesCapReached(most=session.event.series_most)
    with (
        explaining(registration_within_the_series_cap=cap, series_coupon_number_used_once=cap, **WALLS),
        transaction.atomic(),
    ):
        taken = take_places(actor, person, session, wish)
        # Again, of what the lock found: whoever is refused here leaves nothing behind.
        session = taken.registration.session
        questions = list(Question.objects.filter(event=session.event_id)) if taken.has_questions else []
        for refusal in (*obstacles(person, session), *of_wish(person, session, wish, questions)):
            raise refusal
        registration = placed(actor, taken, may_wait=may_wait)
        _write_down(registration, wish, questions)
    return registration


def refuse_early(person: Person, session: Session, wish: Wish) -> None:
    """What no clock and no other person changes is refused before anybody has to wait for a lock."""
    for refusal in (*of_person(person, session), *of_wish(person, session, wish, [])):
        raise refusal


def told_of(registration: Registration) -> str:
    """Which notice says what became of it: a place, an entry of a draw, or the queue."""
    if registration.state == State.REVIEW:
        return "events.in_review"
    if registration.holds:
        return "events.registered"
    return "events.entered" if awaits_draw(registration.session) else "events.waiting"


def person_of(actor: Actor) -> Person:
    """Who acts. Raises `PersonMissing`."""
    person: Person | None = getattr(actor, "person", None)
    if person is None:
        raise PersonMissing
    return person


def placed(actor: Actor, taken: Taken, *, may_wait: bool) -> Registration:
    """
    Straight into a free place where nobody waits; through the queue otherwise; and told which.

    The caller's transaction took the places. Raises `SessionFull`.
    """
    registration = taken.registration
    if registration.state == State.REVIEW:
        begin_review(registration)
    if taken.is_asked_next and registration in settle(registration.session):
        # Whom the queue would ask in this moment is there and has pressed: the place is theirs.
        registration.refresh_from_db()
        registration = confirmed(actor, registration)
    if not (may_wait or registration.holds or taken.is_drawn):
        raise SessionFull(seats=registration.seats)
    if taken.notice is None:
        notify(told_of(registration), to=registration.person, about=registration)
    else:
        outbox.written(taken.notice)
    return registration


def _write_down(registration: Registration, wish: Wish, questions: list[Question]) -> None:
    """Whom they bring, what they answered to the question as it was asked, who permits it."""
    Companion.objects.bulk_create(
        Companion(registration=registration, number=number, full_name=name)
        for number, name in enumerate(wish.companions, 1)
    )
    Answer.objects.bulk_create(
        Answer(registration=registration, question=each, asked=each.local_words, words=said)
        for each in questions
        if (said := wish.answers.get(each.pk, "").strip())
    )
    if wish.permit is not None:
        GuardianPermit.objects.create(
            registration=registration,
            guardian_name=wish.permit.guardian_name,
            guardian_mobile=wish.permit.guardian_mobile,
            relation=wish.permit.relation,
        )


@transaction.atomic
def accept_offer(*, actor: Actor, registration: Registration) -> Registration:
    """接受名额 (accept) within its time. Raises `OfferLapsed`, `RegistrationMoved`."""
    policy.require(actor, "events.change_registration", registration)
    return accepted(actor, registration)


def accepted(actor: Actor, registration: Registration) -> Registration:
    """As `accept_offer`, of whoever was found to be allowed to."""
    lock_session(registration.session_id)
    registration.refresh_from_db()
    if registration.state == State.OFFERED and registration.offer_until and registration.offer_until <= now():
        raise OfferLapsed(until=moment_words(registration.offer_until))
    moved = confirmed(actor, registration, only_from=(State.OFFERED,))
    notify(told_of(moved), to=moved.person, about=moved, dedup="offer")
    return moved


@transaction.atomic
def decline_offer(*, actor: Actor, registration: Registration) -> Registration:
    """不要名额 (decline): what was kept goes to the next in the queue. Raises `RegistrationMoved`."""
    policy.require(actor, "events.change_registration", registration)
    session = lock_session(registration.session_id)
    registration.refresh_from_db()
    moved = move_registration(actor, registration, State.CANCELLED, only_from=(State.OFFERED,))
    settle(session)
    return moved


@transaction.atomic
def cancel_registration(*, actor: Actor, registration: Registration) -> Registration:
    """
    取消报名 (cancel): until the session's last moment for it; whoever waits or was asked, at any time.

    What comes free goes to the queue in the same transaction. Raises `CancelTooLate`, `RegistrationMoved`.
    """
    policy.require(actor, "events.change_registration", registration)
    return cancelled(actor, registration)


def cancelled(actor: Actor, registration: Registration) -> Registration:
    """As `cancel_registration`, of whoever was found to be allowed to."""
    session = lock_session(registration.session_id)
    registration.refresh_from_db()
    if registration.state == State.REGISTERED and now() > session.cancel_until:
        raise CancelTooLate(until=moment_words(session.cancel_until), phone=session.event.contact_phone)
    moved = move_registration(actor, registration, State.CANCELLED)
    settle(session)
    return moved


@transaction.atomic
def release_registration(*, actor: Actor, registration: Registration, reason: str) -> Registration:
    """释放报名 (release) by the organiser, with a reason that they read. Raises `ReasonMissing`."""
    policy.require(actor, "events.manage_registration", registration)
    if not reason.strip():
        raise ReasonMissing
    session = lock_session(registration.session_id)
    registration.refresh_from_db()
    moved = move_registration(actor, registration, State.RELEASED, reason="by_organiser", note=reason.strip())
    notify("events.released", to=moved.person, about=moved)
    settle(session)
    return moved


def lapse_offers(*, at: datetime) -> int:
    """Offers whose time is up go to the next in the queue. Safe to run twice."""
    due = Registration.objects.unanswered(at).order_by("offer_until", "pk")
    return sum(_lapse(number, at) for number in due.values_list("pk", flat=True))


@transaction.atomic
def _lapse(number: int, at: datetime) -> bool:
    session = lock_session(Registration.objects.get(pk=number).session_id)
    still = Registration.objects.unanswered(at).filter(pk=number).first()
    if still is None:
        return False
    moved = move_registration(SYSTEM, still, State.LAPSED, reason="lapsed")
    notify("events.offer_lapsed", to=moved.person, about=moved)
    settle(session, at=at)
    return True


def end_registrations_of(people: Iterable[int]) -> None:
    """
    Everything to come of people who leave the portal is cancelled, and goes to the queue.

    Sessions are locked by their number, as by whoever calls an event off: a session's own order is its hour.
    """
    for registration in Registration.objects.live().filter(person__in=people).order_by("session_id", "pk"):
        with transaction.atomic():
            session = lock_session(registration.session_id)
            registration.refresh_from_db()
            if registration.is_live:
                move_registration(SYSTEM, registration, State.CANCELLED, reason="left_portal")
                settle(session)
