"""
演示数据 (demonstration data): towns, offices of care, children's cases from nomination to airing.

Everything goes through services, so the guard's rows of access are there as well. One seed, one result.
"""

from __future__ import annotations

from random import Random

from django.db import transaction

from hope_rooms.models import Child
from zibo_youth.core.demo import Say
from zibo_youth.notifications.demo import hush

from .building import STAGES, tell_building
from .cases import tell_cases
from .concerns import tell_concern
from .grants import tell_grants
from .ledger import tell_ledger
from .world import build_world

SEED = 20200601


def is_loaded() -> bool:
    """Whether any case is there: the demonstration never writes into a house that is lived in."""
    return Child.objects.exists()


@transaction.atomic
def load(say: Say) -> None:
    """All of it or nothing."""
    world = build_world(Random(SEED), say)
    rooms = tell_cases(world, say)
    tell_grants(world, rooms)
    tell_concern(world, rooms)
    tell_ledger(world, say)
    tell_building(world, rooms[-len(STAGES) :], say)
    hush()
