"""
确认整改 (confirming): the reporter and an officer say whether it is mended, within so many days.

The first "no" sends it back, the second ends this report without a fix and begins a linked one. A reporter
who is silent until the time is over leaves it to the officer. Confirmed is fixed; closed alone is not.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from safety import hazard_sight
from safety.hazard_errors import (
    HazardAnswered,
    HazardOneForBoth,
    HazardOwnFix,
    HazardPlaceUnseen,
    HazardReasonMissing,
)
from safety.models import HazardFix, HazardReport, HazardReporter
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core.audit import nobody_named
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed, explaining

from .continuing import continue_hazard
from .moves import Party, State, lock_hazard, move, require_state
from .reporting import REPORT
from .rewarding import points_of, reward
from .telling import menders, officers, owe_news, tell

CONFIRM = "safety.confirm_hazard"
Answer, Outcome = HazardFix.Answer, HazardReport.Outcome


@nobody_named()
def answer_as_reporter(
    *, actor: User, hazard: HazardReport, is_mended: bool, words: str = ""
) -> HazardReport:
    """
    上报人确认 (the reporter's answer), once for each claim.

    Raises `NotAllowed` for everybody else, `HazardOneForBoth` for who claimed it, `HazardAnswered`,
    `HazardReasonMissing`, `HazardMoved`.
    """
    policy.require(actor, REPORT)
    if hazard_sight.part_in(policy.human_of(actor), hazard) != HazardReporter.Part.FIRST:
        raise NotAllowed
    _require_words(is_mended, words)
    with transaction.atomic():
        held, fix = _claimed(hazard)
        if fix.claimed_by_id == actor.pk:
            raise HazardOneForBoth
        if fix.reporter_answer:
            raise HazardAnswered
        said = Answer.YES if is_mended else Answer.NO
        HazardFix.objects.filter(pk=fix.pk).update(
            reporter_answer=said, reporter_answered_at=now(), reporter_words=words.strip()
        )
        return _settled(SYSTEM, held, Party.REPORTER, words)


def answer_as_officer(
    *, actor: User, hazard: HazardReport, is_mended: bool, words: str = "", place_seen: bool = False
) -> HazardReport:
    """
    团组织确认 (the officer's answer), once for each claim, by somebody else than who claimed it.

    ``place_seen``: the officer compared both pictures. Raises `HazardPlaceUnseen`, `HazardOwnFix`,
    `HazardOneForBoth`, `HazardAnswered`, `HazardReasonMissing`, `HazardMoved`.
    """
    _require_words(is_mended, words)
    explained = explaining(
        hazard_fix_agreed_at_the_same_place=HazardPlaceUnseen, hazard_fix_agreed_by_another=HazardOwnFix
    )
    with explained, transaction.atomic():
        held, fix = _claimed(hazard)
        policy.require(actor, CONFIRM, held)
        if hazard_sight.part_in(policy.human_of(actor), held):
            raise HazardOneForBoth
        if fix.officer_answer:
            raise HazardAnswered
        said = Answer.YES if is_mended else Answer.NO
        HazardFix.objects.filter(pk=fix.pk).update(
            officer_answer=said,
            officer_answered_at=now(),
            officer_words=words.strip(),
            officer=actor,
            place_seen=place_seen,
        )
        return _settled(actor, held, Party.OFFICE, words)


def _require_words(is_mended: bool, words: str) -> None:
    if not is_mended and not words.strip():
        raise HazardReasonMissing


def _claimed(hazard: HazardReport) -> tuple[HazardReport, HazardFix]:
    """The report under its lock, and the claim that waits."""
    held = lock_hazard(hazard.pk)
    require_state(held, State.FIX_CLAIMED)
    assert held.fix is not None  # noqa: S101 - `hazard_report_mended_shows_an_after_photo`
    return held, held.fix


def _settled(actor: Actor, held: HazardReport, party: str, words: str) -> HazardReport:
    """What follows from the answers that stand now; the caller holds the report."""
    held.refresh_from_db()
    fix: HazardFix = held.fixes.latest("number")
    answers = (fix.reporter_answer, fix.officer_answer)
    if Answer.NO in answers:
        return _sent_back(actor, held, party, words)
    is_silent = not fix.reporter_answer and fix.answer_by <= now()
    if fix.officer_answer == Answer.YES and (fix.reporter_answer == Answer.YES or is_silent):
        return _verified(actor, held, fix, party)
    return held


def _sent_back(actor: Actor, held: HazardReport, party: str, words: str) -> HazardReport:
    if held.reopened_times:
        ended: dict[str, Any] = {"closed_at": now(), "outcome": Outcome.UNFIXED}
        moved = move(actor, held, State.CLOSED, party=party, note=words, **ended)
        continue_hazard(moved)
        return moved
    again: dict[str, Any] = {"reopened_times": F("reopened_times") + 1, "fix": None}
    moved = move(actor, held, State.REOPENED, party=party, note=words, **again)
    tell("hazard_reopened", menders(moved), moved)
    owe_news(moved)
    return moved


def _verified(actor: Actor, held: HazardReport, fix: HazardFix, party: str) -> HazardReport:
    told: dict[str, Any] = {"verified_at": now(), "fixed_at": fix.claimed_at, **points_of(held)}
    moved = move(actor, held, State.VERIFIED, party=party, **told)
    if settings.SAFETY["hazard_rewards"]:
        reward(moved)
    owe_news(moved)
    return moved


def settle_silence(*, at: datetime) -> int:
    """
    确认期满 (beat, every five minutes): the officer's yes decides where the reporter was silent; how many.

    Where the officer has not answered, the offices hear once. Run twice, it does nothing more.
    """
    rows = HazardReport.objects.unconfirmed(at).values_list("pk", flat=True)
    return sum(_settle_one(number, at) for number in list(rows))


@transaction.atomic
def _settle_one(number: int, at: datetime) -> int:
    held = lock_hazard(number)
    if held.state != State.FIX_CLAIMED or held.fix is None or held.fix.answer_by > at:
        return 0
    if held.fix.officer_answer == Answer.YES:
        return int(_settled(SYSTEM, held, Party.PORTAL, "").state == State.VERIFIED)
    _row, is_new = held.alerts.get_or_create(level="unconfirmed", number=held.fix.number)
    if is_new:
        tell("hazard_unconfirmed", officers(held), held, dedup=str(held.fix.number))
    return int(is_new)


@transaction.atomic
def close_hazard(*, actor: User, hazard: HazardReport, words: str) -> HazardReport:
    """办结 (close) what both sides confirmed, once. Raises `HazardMoved`, `HazardReasonMissing`."""
    held = lock_hazard(hazard.pk)
    policy.require(actor, CONFIRM, held)
    if not words.strip():
        raise HazardReasonMissing
    require_state(held, State.VERIFIED)
    ended: dict[str, Any] = {"closed_at": now(), "outcome": Outcome.FIXED}
    moved = move(actor, held, State.CLOSED, party=Party.OFFICE, note=words, **ended)
    owe_news(moved)
    return moved
