"""心理疏导的约定 (sessions): the counsellor proposes, both of the pair say yes, and all three come."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from hope_rooms.counselling_errors import CounsellingNotAgreed, CounsellorEnded
from hope_rooms.models import ChildVisit, Counsellor
from hope_rooms.services.consents import agreed
from hope_rooms.services.pair_moves import lock_pairing
from hope_rooms.services.visits import State, Wish, drop, propose
from volunteers.shift_errors import ShiftBegun
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.brief_days import moment_words
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed

from .naming import pairing_of

COUNSEL = "hope_rooms.counsel_child"


def require_own(actor: User, counsellor: Counsellor) -> None:
    """The named counsellor alone, while the naming stands. Raises `NotAllowed`, `CounsellorEnded`."""
    policy.require(actor, COUNSEL, counsellor)
    if not counsellor.stands:
        raise CounsellorEnded


def ask_session(*, actor: User, counsellor: Counsellor, wish: Wish) -> ChildVisit:
    """
    提出心理疏导 (propose a session); both of the pair are asked.

    Raises `CounsellorEnded`, `CounsellingNotAgreed`, `NoPairForCounselling`, what `visits.propose` raises.
    """
    require_own(actor, counsellor)
    if not agreed(counsellor.child, "counsel"):
        raise CounsellingNotAgreed
    pairing = pairing_of(counsellor.child)
    return propose(actor, pairing, replace(wish, kind=ChildVisit.Kind.COUNSELLING), counsellor)


@transaction.atomic
def cancel_session(*, actor: User, visit: ChildVisit, reason: str) -> ChildVisit:
    """取消 (call off) before it begins. Raises `ReasonMissing`, `ShiftBegun`, `ChildVisitMoved`."""
    if visit.counsellor is None:
        raise NotAllowed
    require_own(actor, visit.counsellor)
    lock_pairing(visit.pairing_id)
    visit.refresh_from_db()
    if visit.state == State.PLANNED and visit.starts_at <= now():
        raise ShiftBegun(start=moment_words(visit.starts_at))
    return drop(actor, visit, reason)
