"""
演示数据 (demonstration data) of the monthly report: targets, milestones, and this year's reports.

Everything goes through services; only moments of the past are set afterwards
(`backdate`). One seed, one day, one result.
"""

from __future__ import annotations

from random import Random

from django.db import transaction

from zibo_youth.core.calendar import today
from zibo_youth.core.demo import Say
from zibo_youth.reports.models import Target
from zibo_youth.reports.periods import Month

from .aims import set_aims
from .months import ask_for_workbooks, report_month, report_month_in_work

SEED = 20210604
# Months that are over before the one in work: enough to look back, and no minute more of loading.
LOCKED = 3


def is_loaded() -> bool:
    """Whether any target is there."""
    return Target.objects.exists()


@transaction.atomic
def load(say: Say) -> None:
    """All of it or nothing. The stations' part comes before: their facts and their officers are in it."""
    say("月报：目标、重点事项和各单位月报")
    dice, last = Random(SEED), Month.of(today()).previous
    locked = [last.plus(-back) for back in range(LOCKED, 0, -1)]
    for year in sorted({2021, today().year, *(month.year for month in locked)}):
        set_aims(year)
    for month in locked:
        report_month(month, dice)
    report_month_in_work(last, dice)
    ask_for_workbooks(locked[-1])
