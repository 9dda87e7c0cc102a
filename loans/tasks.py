"""Due jobs of the loans: each looks up what is due now and calls one service."""

from __future__ import annotations

from datetime import date

from celery import shared_task

from .services.loans import following


@shared_task
def close_loan_days(until: str | None = None) -> int:
    """贷后日终 (beat: nightly): every missed day in order. Safe to run twice, even at the same time."""
    return following.close_days(until=date.fromisoformat(until) if until else None)
