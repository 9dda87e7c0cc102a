"""
未到岗 (no-shows): recorded once a signup, appealed once, decided by the district and not by the leader.

What counts stops new sign-ups (`no_show_rules`). Overturned, a no-show counts no more; the
signup stays as it is unless the leader's roll shows that the volunteer was there (`excuse`).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import date_format

from volunteers.errors import ReasonMissing
from volunteers.models import NoShow, Signup
from volunteers.no_show_rules import last_day_of_appeal
from volunteers.shift_errors import NoShowAppealTooLate, StatementMissing
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import StateChanged
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

from .signup_moves import move_signup

State = NoShow.State


def record_no_show(signup: Signup, *, actor: Actor = SYSTEM, reason: str = "", note: str = "") -> NoShow:
    """
    记一次未到岗 by the job or by a review; the caller holds the volunteer's lock. Raises `SignupMoved`.

    What was overturned once stays so: one row a signup.
    """
    moved = move_signup(actor, signup, Signup.State.NO_SHOW, reason=reason, note=note)
    no_show, is_new = NoShow.objects.get_or_create(
        signup=moved,
        defaults={"volunteer": moved.volunteer, "happened_on": timezone.localdate(moved.starts_at)},
    )
    if is_new:
        notify("volunteers.no_show_recorded", to=moved.volunteer.person, about=no_show)
    return no_show


@transaction.atomic
def appeal_no_show(*, actor: Actor, no_show: NoShow, statement: str) -> NoShow:
    """
    申诉 (appeal): once, within the days for it, in the volunteer's own words.

    Raises `StatementMissing`, `NoShowAppealTooLate`, `StateChanged`.
    """
    policy.require(actor, "volunteers.appeal_noshow", no_show)
    if not statement.strip():
        raise StatementMissing
    last = last_day_of_appeal(no_show)
    if today() > last:
        raise NoShowAppealTooLate(last=date_format(last, "Y-m-d"))
    _move(no_show, State.APPEALED, statement=statement.strip(), appealed_at=Now())
    return no_show


@transaction.atomic
def comment_no_show(*, actor: Actor, no_show: NoShow, comment: str) -> NoShow:
    """
    负责人意见 (what the leader saw), while the district has not decided.

    Raises `ReasonMissing`, `StateChanged`.
    """
    policy.require_for_another(actor, "volunteers.comment_noshow", no_show, no_show.volunteer.person_id)
    if not comment.strip():
        raise ReasonMissing
    open_ones = NoShow.objects.filter(pk=no_show.pk, state__in=[State.STANDING, State.APPEALED])
    if not open_ones.update(comment=comment.strip()):
        raise StateChanged
    no_show.refresh_from_db()
    return no_show


@transaction.atomic
def uphold_no_show(*, actor: Actor, no_show: NoShow, reason: str) -> NoShow:
    """维持 (uphold): the appeal changes nothing, and the volunteer is told why."""
    policy.require_for_another(actor, "volunteers.decide_noshow", no_show, no_show.volunteer.person_id)
    return _decide(actor, no_show, State.UPHELD, reason)


@transaction.atomic
def overturn_no_show(*, actor: Actor, no_show: NoShow, reason: str) -> NoShow:
    """撤销 (overturn): it counts no more, and a stop that rested on it ends at once."""
    policy.require_for_another(actor, "volunteers.decide_noshow", no_show, no_show.volunteer.person_id)
    return _decide(actor, no_show, State.OVERTURNED, reason)


def excuse(actor: Actor, signup: Signup, reason: str) -> None:
    """A roll shows that the volunteer was there: what was recorded counts no more."""
    for no_show in NoShow.objects.counting().filter(signup=signup).select_related("volunteer__person"):
        _decide(actor, no_show, State.OVERTURNED, reason)


def _decide(actor: Actor, no_show: NoShow, to: str, reason: str) -> NoShow:
    if not reason.strip():
        raise ReasonMissing
    _move(no_show, to, decision=reason.strip(), decided_at=Now(), decided_by_id=actor.pk)
    notify(f"volunteers.no_show_{to}", to=no_show.volunteer.person, about=no_show)
    return no_show


def _move(no_show: NoShow, to: str, **changes: object) -> None:
    reach(no_show, to, StateChanged, **changes)
