"""
招募报名 (applications): one presses, is told at once, accepts in time or gives the place up.

Order of locks: volunteer, round. What needs no lock is asked before it; how a place is taken
stands in `round_taking`.
"""

from __future__ import annotations

from django.db import transaction

from volunteers.errors import VolunteerLeft
from volunteers.models import Application, Round, Volunteer
from volunteers.round_errors import AlreadyApplied, RoundForOthers, RoundOfferOver, TooYoungForRound
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import age_on, now
from zibo_youth.core.errors import explaining

from .locks import lock_round, lock_volunteer
from .round_places import deal_places, fill_bench, move_application, tell
from .round_taking import Press, press_of, take_place

State = Application.State
ANSWER, DECIDE = "volunteers.answer_application", "volunteers.decide_application"


@explaining(application_once_per_round=AlreadyApplied)
@transaction.atomic
def apply(*, actor: User, round: Round, statement: str = "") -> Application:
    """
    报名招募 (apply): first come, first served a place is offered at once, or one waits in order.

    In a draw or a selection the places go later. What a role asks for and can still be met is
    told, not asked. Of ``round`` its number is enough: the row is read with the facts.
    Raises `VolunteerMissing`, `VolunteerLeft`, `RoundForOthers`,
    `TooYoungForRound`, `RoundNotOpen`, `AlreadyApplied`.
    """
    press = press_of(actor, round.pk)
    if press.volunteer.state != Volunteer.State.ACTIVE:
        raise VolunteerLeft
    policy.require(actor, ANSWER, Application(volunteer=press.volunteer, round=press.round))
    if press.home is None:
        raise RoundForOthers
    check_old_enough(press)
    return take_place(actor, press, statement.strip())


def check_old_enough(press: Press) -> None:
    """Raise `TooYoungForRound` for whoever is too young for each of its posts on the first day."""
    born, lowest = press.volunteer.person.birth_date, press.lowest_age
    if lowest and (born is None or age_on(born, press.round.serves_from) < lowest):
        raise TooYoungForRound(age=lowest)


@explaining()
@transaction.atomic
def accept(*, actor: User, application: Application) -> Application:
    """接受录取 (accept a place) while its offer stands. Raises `RoundOfferOver`, `ApplicationMoved`."""
    policy.require(actor, ANSWER, application)
    of = _locked(application)
    if application.offer_until and application.offer_until <= now():
        raise RoundOfferOver
    move_application(actor, application, State.ACCEPTED, only_from=State.OFFERED)
    tell(application, "round_result", dedup="accepted")
    fill_bench(of)
    return application


@explaining()
@transaction.atomic
def decline(*, actor: User, application: Application) -> Application:
    """放弃录取 (decline): the place goes to the next in the same moment. Raises `ApplicationMoved`."""
    policy.require(actor, ANSWER, application)
    of = _locked(application)
    move_application(actor, application, State.DECLINED, only_from=State.OFFERED)
    deal_places(of)
    return application


@explaining()
@transaction.atomic
def withdraw(*, actor: User, application: Application, reason: str = "") -> Application:
    """撤回 (withdraw): a place that was held goes to the next. Raises `ApplicationMoved`."""
    policy.require(actor, ANSWER, application)
    of = _locked(application)
    move_application(actor, application, State.WITHDRAWN, reason=reason)
    deal_places(of)
    return application


@explaining()
@transaction.atomic
def release(*, actor: User, application: Application, note: str) -> Application:
    """取消录取 (take a place back), with a reason that the volunteer reads. Never in one's own case."""
    policy.require_for_another(actor, DECIDE, application, application.volunteer.person_id)
    of = _locked(application)
    move_application(actor, application, State.RELEASED, note=note)
    tell(application, "round_result", dedup="released")
    deal_places(of)
    return application


def leave_rounds(volunteers: list[int]) -> None:
    """Whoever closes the account or leaves withdraws everywhere. The caller holds the volunteers' locks."""
    standing = Application.objects.filter(volunteer__in=volunteers, state__in=[*Application.NEXT]).order_by(
        "round_id", "pk"
    )
    for application in standing:
        of = lock_round(application.round_id)
        application.refresh_from_db()
        if application.may_become(State.WITHDRAWN):
            move_application(SYSTEM, application, State.WITHDRAWN, reason="left")
            deal_places(of)


def _locked(application: Application) -> Round:
    """The volunteer's and the round's row, and the application as it stands under them."""
    volunteer = lock_volunteer(application.volunteer_id)
    of = lock_round(application.round_id)
    application.refresh_from_db()
    application.volunteer = volunteer
    return of
