"""Due jobs of the loans: each looks up what is due now and calls one service (design.md §3.7)."""

from __future__ import annotations

from datetime import date

from celery import shared_task

from loans.services import applications
from loans.services.lines import moves
from loans.services.loans import claim_run, following
from zibo_youth.core.calendar import today


@shared_task
def expire_loan_applications(day: str | None = None) -> int:
    """申请过期 (beat: daily): offers and drafts whose last day is over. Safe to run twice."""
    return applications.expire_applications(on=date.fromisoformat(day) if day else today())


@shared_task
def remind_loan_applicants(day: str | None = None) -> int:
    """申请提醒 (beat: daily). Safe to run twice: a notice is told once."""
    return applications.remind_applicants(on=date.fromisoformat(day) if day else today())


@shared_task
def sweep_loan_documents() -> int:
    """清理无主材料 (beat: nightly): files whose upload was cut off before the row."""
    return applications.sweep_documents()


@shared_task
def close_loan_days(until: str | None = None) -> int:
    """贷后日终 (beat: nightly): every missed day in order. Safe to run twice, even at the same time."""
    return following.close_days(until=date.fromisoformat(until) if until else None)


@shared_task
def expire_credit_lines(day: str | None = None) -> int:
    """额度到期 (beat: nightly): lines whose last day is over. Safe to run twice."""
    return moves.expire_lines(on=date.fromisoformat(day) if day else today())


@shared_task
def calculate_subsidy_claims(day: str | None = None) -> int:
    """贴息测算 (beat: nightly), after the loans' day. Safe to run twice."""
    return claim_run.calculate_due_claims(on=date.fromisoformat(day) if day else today())
