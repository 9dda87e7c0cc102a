"""
演示数据 (demonstration data): the article's 75 companies and lines, this year's loans, applications.

Everything goes through services. One seed, one result. What products grant is assumed here, as it is
in no public text (reference/loans_safety.md §3); companies and people are invented.
"""

from __future__ import annotations

from random import Random

from django.db import transaction

from loans.models import Loan
from zibo_youth.core.demo import Say
from zibo_youth.notifications.demo import hush

from .applications import tell_applications
from .contracts import tell_article, tell_this_year
from .founder import tell_founder
from .guarantees import tell_guarantees
from .investing import tell_investing
from .lines import tell_lines
from .world import build_world

SEED = 20210604


def is_loaded() -> bool:
    """Whether any contract is there: the demonstration never writes into a house that is lived in."""
    return Loan.objects.exists()


@transaction.atomic
def load(say: Say) -> None:
    """All of it or nothing."""
    world = build_world(Random(SEED), say)
    tell_article(world, say)
    loans = tell_this_year(world, say)
    tell_lines(world, loans, say)
    tell_applications(world, say)
    tell_guarantees(world, say)
    tell_investing(world, say)
    tell_founder(world, loans, say)
    hush()
