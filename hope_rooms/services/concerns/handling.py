"""处理关切 (handling): taken on, named, decided, closed; never by whom it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.views.decorators.debug import sensitive_variables

from hope_rooms.concern_errors import ConcernMoved, DecisionMissing, LeadDecides, SubjectStands
from hope_rooms.data_classes import Part, Purpose
from hope_rooms.models import Child, Concern
from hope_rooms.records import ChildPerson
from hope_rooms.services import guard
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Person, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.errors import NotAllowed, explaining
from zibo_youth.core.moves import along

from .alerts import lock_concern
from .freeing import Freed, free, lift
from .reports import Kind, require_other, write_words

HANDLE = "hope_rooms.handle_concern"
State = Concern.State
OF_AGE = 21


@transaction.atomic
def acknowledge(*, actor: User, concern: Concern) -> Concern:
    """接收 (acknowledge): the alerts end; whoever takes it on decides. Raises `ConcernMoved`."""
    concern = _locked(actor, concern)
    moved = _move(
        actor,
        concern,
        State.ACKNOWLEDGED,
        acknowledged_by_id=policy.human_of(actor),
        acknowledged_at=Now(),
    )
    _note_how_long(moved)
    return moved


def _locked(actor: User, concern: Concern) -> Concern:
    """As it is now: whom it is about may have become known since the page was opened."""
    locked = lock_concern(concern.pk)
    require_other(actor, HANDLE, locked)
    return locked


@transaction.atomic
def name_in_concern(
    *, actor: User, concern: Concern, child: Child | None = None, subject: Person | None = None
) -> Concern:
    """
    写明涉及谁 (name) the child or the person, as they become known; after the decision nobody is replaced.

    Named in a confirmed concern, the person is freed at once. Whoever had taken the concern on and is named
    hands it over to who names them. Raises `SubjectStands`, `ConcernMoved`.
    """
    concern = _locked(actor, concern)
    if concern.state in (State.UNFOUNDED, State.CLOSED):
        raise ConcernMoved(state=concern.get_state_display())
    changes: dict[str, Any] = {"child": child} if child else {}
    if subject and subject.pk != concern.subject_id:
        changes |= _names(actor, concern, subject)
    if changes:
        Concern.objects.filter(pk=concern.pk).update(**changes)
        concern.refresh_from_db()
    _note_how_long(concern)
    if "subject" in changes and concern.state == State.CONFIRMED:
        free(concern)
    return concern


def _names(actor: User, concern: Concern, subject: Person) -> dict[str, Any]:
    me = policy.human_of(actor)
    if subject.pk == me:
        raise NotAllowed
    if concern.state == State.CONFIRMED and concern.subject_id:
        raise SubjectStands
    handed_over = {
        f"{role}_id": me
        for role in ("acknowledged_by", "decided_by")
        if getattr(concern, f"{role}_id") == subject.pk
    }
    return {"subject": subject, **handed_over}


@sensitive_variables("words")
@transaction.atomic
def confirm_concern(*, actor: User, concern: Concern, words: str) -> tuple[Concern, Freed]:
    """
    确认 (confirm): in this transaction everything with children that the subject has is taken away.

    Raises `LeadDecides`, `DecisionMissing`, `ConcernMoved`, and `Busy` where somebody pairs the subject at
    this moment.
    """
    concern = _decided(actor, concern, State.CONFIRMED, words)
    return concern, free(concern)


@sensitive_variables("words")
@transaction.atomic
def find_unfounded(*, actor: User, concern: Concern, words: str) -> Concern:
    """不成立 (unfounded): a hold ends. Raises `LeadDecides`, `DecisionMissing`, `ConcernMoved`."""
    concern = _decided(actor, concern, State.UNFOUNDED, words)
    lift(concern)
    return concern


@sensitive_variables("words")
def _decided(actor: User, concern: Concern, to: str, words: str) -> Concern:
    concern = _locked(actor, concern)
    _require_decider(actor, concern)
    if not words.strip():
        raise DecisionMissing
    moved = _move(actor, concern, to, decided_by_id=policy.human_of(actor), decided_at=Now())
    write_words(actor, moved, Kind.DECISION, words.strip())
    return moved


def may_decide(actor: User, concern: Concern) -> bool:
    """The lead, and whoever took the concern on in the lead's place."""
    is_lead = any(role == Membership.Role.SAFEGUARDING_LEAD for role, _organisation in actor.offices)
    return is_lead or actor.person_id == concern.acknowledged_by_id


def _require_decider(actor: User, concern: Concern) -> None:
    if not may_decide(actor, concern):
        raise LeadDecides


@sensitive_variables("words")
@transaction.atomic
def close_concern(*, actor: User, concern: Concern, words: str) -> Concern:
    """办结 (close): a hold ends. Raises `LeadDecides`, `DecisionMissing`, `ConcernMoved`."""
    concern = _locked(actor, concern)
    _require_decider(actor, concern)
    if not words.strip():
        raise DecisionMissing
    moved = _move(actor, concern, State.CLOSED, closed_at=Now())
    write_words(actor, moved, Kind.DECISION, words.strip())
    lift(moved)
    return moved


def _move(actor: User, concern: Concern, to: str, **changes: Any) -> Concern:
    """One UPDATE from the state that was read, and a row that says who."""
    # The wall behind `require_other`.
    with explaining(concern_is_handled_by_another=NotAllowed), transaction.atomic():
        before = along(concern, to, ConcernMoved, **changes)
    concern.transitions.create(actor=actor, from_state=before, to_state=to)
    return concern


def _note_how_long(concern: Concern) -> None:
    """保存至 (kept until) the child's 21st birthday; the portal looks it up, and only this day stays."""
    if concern.child is None or concern.keep_until is not None:
        return
    read = guard.read(SYSTEM, concern.child, Part.PERSON, purpose=Purpose.RETENTION)
    if told := read.get(ChildPerson):
        Concern.objects.filter(pk=concern.pk).update(keep_until=_birthday(told.birth_date))
        concern.refresh_from_db()


def _birthday(born: date) -> date:
    """The 21st; of the 29th of February, the 1st of March."""
    try:
        return born.replace(year=born.year + OF_AGE)
    except ValueError:
        return date(born.year + OF_AGE, 3, 1)
