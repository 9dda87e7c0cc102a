"""
演示数据 (demonstration data): teams and projects of the article of 2021-06-04, and service around today.

Everything goes through services; only moments of the past are set afterwards.
One seed, one day, one result.
"""

from __future__ import annotations

from random import Random

from django.db import transaction

from volunteers.models import Volunteer
from zibo_youth.core.demo import Say
from zibo_youth.notifications.demo import hush

from .association import tell_association
from .attendance import tell_attendance
from .awards import tell_awards
from .certificates import tell_certificates, tell_offer
from .crowds import tell_crowds
from .fair import tell_fair
from .patrol import tell_patrol
from .projects import build_projects
from .rounds import build_rounds
from .shifts import tell_shifts
from .vetting import tell_vetting
from .world import build_world

SEED = 20210608


def is_loaded() -> bool:
    """Whether any volunteer is there: the demonstration never writes into a house that is lived in."""
    return Volunteer.objects.exists()


@transaction.atomic
def load(say: Say) -> None:
    """All of it or nothing: a load that was cut off leaves nobody, and the next start begins anew."""
    world = build_world(Random(SEED), say)
    projects = build_projects(world, say)
    tell_vetting(world, say)
    fair = tell_fair(world, say)
    tell_attendance(world, projects, say)
    tell_certificates(world, fair, say)
    tell_shifts(world, projects, say)
    tell_offer(world, build_rounds(world, say))
    tell_patrol(world, say)
    tell_crowds(world, say)
    tell_awards(world, projects, tell_association(world, say), say)
    hush()
