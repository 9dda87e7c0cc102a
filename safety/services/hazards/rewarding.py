"""
积分和奖励 (points and rewards): points by default; money where the city sets it, for a code and no name.

The code is a keyed digest of the report: its reporter's page shows it again whenever it is asked for, and no
table holds it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from safety.hazard_errors import ClaimCodeUnknown, RewardPaid
from safety.models import HazardReport, HazardReward
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import User
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now

PAY = "safety.pay_hazard_reward"
CODE_DIGITS = 12
WRONG_CODES = 20
State = HazardReward.State


def points_of(hazard: HazardReport) -> dict[str, int]:
    """What a hazard that was mended gives its reporter, and each who joined; as the rule is today."""
    rules = settings.SAFETY
    return {
        "points": rules["hazard_points"].get(hazard.severity, 0),
        "follow_points": rules["hazard_follow_points"],
    }


def reward(hazard: HazardReport) -> HazardReward | None:
    """Once for a report, where its severity has an amount; the caller holds the report."""
    amount = Decimal(settings.SAFETY["hazard_reward_yuan"].get(hazard.severity, 0))
    if amount <= 0:
        return None
    made, _is_new = HazardReward.objects.get_or_create(
        hazard=hazard,
        defaults={"amount_yuan": amount, "code_index": _index_of(claim_code(hazard))},
    )
    return made


def claim_code(hazard: HazardReport) -> str:
    """领取码: twelve digits that only the reporter's own page shows."""
    digest = crypto.secret_digest("hazard_claim", str(hazard.public_id))
    return f"{int(digest, 16) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _index_of(code: str) -> str:
    return crypto.secret_digest("hazard_claim_index", code)


@transaction.atomic
def pay_reward(*, actor: User, code: str) -> HazardReward:
    """发放奖励 (pay) to whoever tells the code, once. Raises `ClaimCodeUnknown`, `RewardPaid`, `TooOften`."""
    policy.require(actor, PAY)
    key = limits.named("hazard-claim", str(actor.pk))
    if limits.counted(key, limits.DAY) >= WRONG_CODES:
        raise TooOften
    digits = re.sub(r"\D", "", code, flags=re.ASCII)
    found = HazardReward.objects.select_for_update(no_key=True).filter(code_index=_index_of(digits)).first()
    if found is None:
        limits.count(key, limits.DAY)
        raise ClaimCodeUnknown
    waiting = HazardReward.objects.filter(pk=found.pk, state=State.WAITING)
    if not waiting.update(state=State.PAID, paid_at=now(), paid_by=actor):
        raise RewardPaid
    found.refresh_from_db()
    return found
