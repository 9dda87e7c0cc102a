"""走访记录和审核 (reports and their review): sealed words, looked at by another, then the visit counts."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.errors import ReasonMissing
from hope_rooms.models import ChildVisit, Pairing
from hope_rooms.pairing_errors import (
    BothMustBeThere,
    PairingMoved,
    ReportEmpty,
    SecondPersonNeeded,
    VisitInRed,
    VisitNotRed,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now

from . import guard
from .pair_moves import lock_pairing, member_of, members_of, move_pairing, move_visit
from .visit_watch import redden
from .visits import PAIR, VISIT, State, open_addresses, signup_of_counsellor, signups_of

REVIEW, VOID = "hope_rooms.review_visit", "hope_rooms.void_visit"


def context_of(visit: ChildVisit) -> str:
    """What the seal of a report is bound to."""
    return f"hope_rooms_childvisit.report_sealed.{visit.public_id}"


@transaction.atomic
def report_visit(*, actor: User, visit: ChildVisit, words: str, was_home: bool = True) -> ChildVisit:
    """
    提交走访记录 (report): what the visit was like; or that nobody was at home, which counts nothing.

    Raises `ReportEmpty`, `BothMustBeThere`, `ChildVisitMoved`.
    """
    policy.require(actor, VISIT, member_of(actor, visit.pairing))
    if not words.strip():
        raise ReportEmpty
    lock_pairing(visit.pairing_id)
    visit.refresh_from_db()
    if was_home and not _were_both_there(visit):
        raise BothMustBeThere
    members = members_of(visit.pairing)
    # Whoever has left sees the address for two more hours, however soon the report comes.
    open_addresses(visit, members)
    redden(visit, members, now())
    if visit.counsellor and not _came(visit):
        # The two were with the child all the same: it is told as what it was.
        ChildVisit.objects.filter(pk=visit.pk).update(kind=ChildVisit.Kind.COMPANIONSHIP)
    return move_visit(
        actor,
        visit,
        State.REPORTED if was_home else State.ATTEMPTED,
        report_sealed=crypto.seal(words.strip(), context=context_of(visit)),
        reported_by=actor,
        reported_at=Now(),
    )


def _came(visit: ChildVisit) -> bool:
    """Whether the session's counsellor has come."""
    held = signup_of_counsellor(visit)
    return held is not None and held.checked_in_at is not None


def _were_both_there(visit: ChildVisit) -> bool:
    held = signups_of(visit, members_of(visit.pairing)).values()
    return len(held) == PAIR and all(signup.checked_out_at for signup in held)


def read_report(*, actor: User, visit: ChildVisit, purpose: Purpose) -> str:
    """
    查阅走访记录 (read a report): one row of access, as for every part of class S2.

    Raises `AccessRefused`, `GuardianHasNotAgreed`.
    """
    look = guard.Look(purpose, DataClass.PERSON, Part.PERSON.value)
    with guard.opened(actor, visit.pairing.child, look):
        return crypto.unseal(visit.report_sealed, context=context_of(visit)) if visit.report_sealed else ""


@transaction.atomic
def explain_red(*, actor: User, visit: ChildVisit, words: str) -> ChildVisit:
    """说明 (explain) why the two were not there together. Raises `ReasonMissing`, `VisitNotRed`."""
    policy.require(actor, VISIT, member_of(actor, visit.pairing))
    if not words.strip():
        raise ReasonMissing
    red = ChildVisit.objects.filter(pk=visit.pk, red_at__isnull=False, cleared_by__isnull=True)
    if not red.update(explanation=words.strip(), explained_by=actor):
        raise VisitNotRed
    visit.refresh_from_db()
    return visit


@transaction.atomic
def clear_red(*, actor: User, visit: ChildVisit) -> ChildVisit:
    """
    接受说明 (accept the explanation), by somebody who is not of the pair.

    Raises `SecondPersonNeeded`, `ReasonMissing` where nobody has explained, `VisitNotRed`.
    """
    policy.require(actor, REVIEW, visit)
    _not_of_the_pair(actor, visit)
    if not visit.explanation:
        raise ReasonMissing
    red = ChildVisit.objects.filter(pk=visit.pk, red_at__isnull=False, cleared_by__isnull=True)
    if not red.update(cleared_by=actor):
        raise VisitNotRed
    visit.refresh_from_db()
    return visit


def _not_of_the_pair(actor: User, visit: ChildVisit) -> None:
    theirs = {member.volunteer.person_id for member in members_of(visit.pairing)}
    said = {user.person_id for user in (visit.reported_by, visit.explained_by) if user}
    if policy.human_of(actor) in theirs | said:
        raise SecondPersonNeeded


@transaction.atomic
def review_visit(*, actor: User, visit: ChildVisit, accepts: bool, reason: str = "") -> ChildVisit:
    """
    审核走访 (review), by somebody who is not of the pair: it counts, or it does not and says why.

    A visit that counts ends the danger of the pairing. Raises `SecondPersonNeeded`, `ReasonMissing`,
    `VisitInRed`, `ChildVisitMoved`.
    """
    policy.require(actor, REVIEW, visit)
    _not_of_the_pair(actor, visit)
    if not accepts and not reason.strip():
        raise ReasonMissing
    pairing = lock_pairing(visit.pairing_id)
    visit.refresh_from_db()
    if not accepts:
        return move_visit(actor, visit, State.REJECTED, note=reason, reviewed_by=actor)
    if redden(visit, members_of(pairing), now()):
        raise VisitInRed
    day = timezone.localdate(visit.starts_at)
    counted = move_visit(actor, visit, State.COUNTED, note=reason, reviewed_by=actor, counted_on=day)
    if pairing.state == Pairing.State.AT_RISK:
        move_pairing(actor, pairing, Pairing.State.ACTIVE, note="visited")
    return counted


@transaction.atomic
def void_visit(*, actor: User, visit: ChildVisit, reason: str) -> ChildVisit:
    """作废 (void) what should not have counted: the window is as it was before. Raises `ReasonMissing`."""
    policy.require(actor, VOID, visit)
    if not reason.strip():
        raise ReasonMissing
    return move_visit(actor, visit, State.VOIDED, note=reason)


def set_interval(*, actor: User, pairing: Pairing, days: int | None) -> Pairing:
    """走访间隔 (own interval), from a week to two months; None: the city's. Raises `PairingMoved`."""
    policy.require(actor, "hope_rooms.match_pairing", pairing)
    if not Pairing.objects.filter(pk=pairing.pk).living().update(every_days=days):
        raise PairingMoved(state=pairing.get_state_display())
    pairing.refresh_from_db()
    return pairing
