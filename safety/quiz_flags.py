"""
可疑标记 (flags): what an office should look at before it believes a result. Pure; nobody is refused by one.

``too_fast``: answered faster than a person reads. ``same_device``: the browser that began this attempt
began one of somebody else in the same quiz.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOO_FAST, SAME_DEVICE = "too_fast", "same_device"
WORDS: dict[str, str | Promise] = {
    TOO_FAST: _("答题过快"),
    SAME_DEVICE: _("与他人同一设备"),
}


def is_too_fast(took: timedelta | None, answered: int, least_seconds: float) -> bool:
    """Fewer seconds for each answer than anybody needs to read one question."""
    return took is not None and answered > 0 and took.total_seconds() < least_seconds * answered


def flags_of(took: timedelta | None, answered: int, others: int, least_seconds: float) -> list[str]:
    """``others``: how many other people began on the same device."""
    found = [TOO_FAST] if is_too_fast(took, answered, least_seconds) else []
    return [*found, SAME_DEVICE] if others else found
