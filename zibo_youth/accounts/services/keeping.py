"""按期删除 (letting go in time): small steps, each its own transaction, so that a run may stop anywhere."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import structlog
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import limits
from zibo_youth.accounts.models import Counter, IdentityReveal, OneTimeKey, User
from zibo_youth.accounts.terms import Term, terms

from .erasing import empty_history_of

log = structlog.get_logger(__name__)

STEP = 500
RUN_SECONDS = 240  # below Celery's soft limit; the next night takes the rest


def let_go_in_time() -> int:
    """Every term, in steps; returns how many rows went. Stopped half-way, the next run goes on from there."""
    deadline = time.monotonic() + RUN_SECONDS
    return sum(_let_go(term, deadline) for term in terms())


def let_go_of(term: Term) -> int:
    """One term, to its end."""
    return _let_go(term, time.monotonic() + RUN_SECONDS)


def _let_go(term: Term, deadline: float) -> int:
    """One that fails does not keep the others waiting."""
    gone = 0
    try:
        while time.monotonic() < deadline and (went := _step(term)):
            gone += went
    except Exception:
        log.exception("term_failed", term=term.key)
    return gone


@transaction.atomic
def _step(term: Term) -> int:
    found = term.rows().order_by("pk").values_list("pk", flat=True)[:STEP]
    numbers = list(found)
    rows: QuerySet[Any] = term.rows().model._base_manager.filter(pk__in=numbers)
    if not numbers or not term.let_go(rows):
        return 0
    return len(numbers)


def deleted(rows: QuerySet[Any]) -> int:
    """The rows go."""
    return rows.delete()[0]


def _forget_accounts(users: QuerySet[Any]) -> int:
    """The row goes, and its history keeps no number either."""
    numbers = list(users.values_list("pk", flat=True))
    users.delete()
    empty_history_of(User, numbers)
    return len(numbers)


def _counters(before: datetime) -> QuerySet[Any]:
    last_times = Q(window=limits.LAST_TIME)
    return Counter.objects.filter(
        last_times & Q(count__lt=int(before.timestamp())) | ~last_times & Q(window__lt=before)
    )


def _unused(before: datetime) -> QuerySet[Any]:
    """Accounts that asked for a code and never came in: their number was perhaps a stranger's."""
    return User.objects.filter(
        mobile_verified_at__isnull=True, person__isnull=True, is_staff=False, date_joined__lt=before
    )


TERMS = [
    Term(
        key="one_time_keys",
        what=_("一次性提交键和首次答复"),
        since=_("提交时"),
        then=_("删除"),
        source="假定",
        due=lambda before: OneTimeKey.objects.filter(created_at__lt=before),
        let_go=deleted,
    ),
    Term(
        key="counters",
        what=_("限次计数（不含号码本身）"),
        since=_("计数时段"),
        then=_("删除"),
        source="假定",
        due=_counters,
        let_go=deleted,
    ),
    Term(
        key="unused_accounts",
        what=_("要过验证码而从未登录的账号"),
        since=_("要验证码时"),
        then=_("删除"),
        source="假定",
        due=_unused,
        let_go=_forget_accounts,
    ),
    Term(
        key="sessions",
        what=_("已过期的登录会话"),
        since=_("会话到期"),
        then=_("删除"),
        source="假定",
        due=lambda before: Session.objects.filter(expire_date__lt=before),
        let_go=deleted,
    ),
    Term(
        key="reveals",
        what=_("查看完整证件号码的记录"),
        since=_("查看时"),
        then=_("删除"),
        source="假定",
        due=lambda before: IdentityReveal.objects.filter(at__lt=before),
        let_go=deleted,
        of=("person",),
    ),
    Term(
        key="admin_log",
        what=_("管理后台操作日志的文字"),
        since=_("操作时"),
        then=_("删除"),
        source="假定",
        due=lambda before: LogEntry.objects.filter(action_time__lt=before),
        let_go=deleted,
    ),
]
