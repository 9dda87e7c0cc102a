"""
演示数据 (demonstration data) of the safety action: enterprises and who works there; each part adds its story.

Everything goes through services. One seed, one result. Companies and people are invented.
"""

from __future__ import annotations

from random import Random

from django.db import transaction

from safety.models import Enterprise
from zibo_youth.core.demo import Say
from zibo_youth.notifications.demo import hush

from .campaigns import tell_campaigns
from .hazards import tell_hazards
from .posts import tell_posts
from .quizzes import tell_quizzes
from .world import build_world

SEED = 20210601


def is_loaded() -> bool:
    """Whether any enterprise is there: the demonstration never writes into a house that is lived in."""
    return Enterprise.objects.exists()


@transaction.atomic
def load(say: Say) -> None:
    """All of it or nothing."""
    world = build_world(Random(SEED), say)
    tell_campaigns(world, say)
    tell_posts(world, say)
    tell_quizzes(world, say)
    tell_hazards(world, say)
    hush()
