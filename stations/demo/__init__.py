"""
演示数据 (demonstration data): the state of 2021-06-04 as the article tells it, and stays around today.

Everything goes through services; only moments of the past are set afterwards
(`backdate`). One seed, one day, one result.
"""

from __future__ import annotations

from random import Random

from django.db import transaction

from stations.models import Station
from zibo_youth.core.demo import Say

from .article import tell_article
from .houses import build_world
from .lately import tell_lately
from .lounges import tell_lounges

SEED = 20210604


def is_loaded() -> bool:
    """Whether any station is there: the demonstration never writes into a house that is lived in."""
    return Station.objects.exists()


@transaction.atomic
def load(say: Say) -> None:
    """All of it or nothing: a load that was cut off leaves an empty house, and the next start begins anew."""
    world = build_world(say)
    tell_article(world, Random(SEED), say)
    tell_lately(world, Random(SEED + 1), say)
    tell_lounges(world, Random(SEED + 2), say)
