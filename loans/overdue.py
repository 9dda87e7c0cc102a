"""逾期 (overdue): how many days an instalment is late on a business date, and the risk class of a loan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum


class RiskClass(StrEnum):
    """五级分类 (the five classes), the best first."""

    NORMAL = "normal"  # 正常
    ATTENTION = "attention"  # 关注
    SUBSTANDARD = "substandard"  # 次级
    DOUBTFUL = "doubtful"  # 可疑
    LOSS = "loss"  # 损失


# More than so many days late is at least this (reference/loans_safety.md §3); in force from 2023-07-01.
LIMITS_OF_2023 = (
    (0, RiskClass.ATTENTION),
    (90, RiskClass.SUBSTANDARD),
    (270, RiskClass.DOUBTFUL),
    (360, RiskClass.LOSS),
)


def days_past_due(due: date, on: date) -> int:
    """On the due date itself nothing is late."""
    return max(0, (on - due).days)


def risk_class(days: int, limits: Sequence[tuple[int, RiskClass]] = LIMITS_OF_2023) -> RiskClass:
    """The worst class whose limit is exceeded; which limits hold on a day is data of the portal."""
    return max(((limit, found) for limit, found in limits if days > limit), default=(0, RiskClass.NORMAL))[1]
