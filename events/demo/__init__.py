"""
演示数据 (demonstration data): the article's days of 2021 and what is open for registration now.

Everything goes through services. One seed, one result; people and halls are invented.
"""

from __future__ import annotations

from random import Random

from django.db import transaction

from events.models import Event
from zibo_youth.core.demo import Say
from zibo_youth.notifications.demo import hush

from .article import tell_article
from .attendance import tell_attendance
from .matchmaking import tell_matchmaking
from .now import tell_now
from .weddings import tell_weddings

SEED = 20210501


def is_loaded() -> bool:
    """Whether any event is there: the demonstration never writes into a house that is lived in."""
    return Event.objects.exists()


@transaction.atomic
def load(say: Say) -> None:
    """All of it or nothing."""
    tell_article(say)
    tell_now(Random(SEED), say)
    tell_weddings(Random(SEED + 16), say)
    tell_attendance(say)
    tell_matchmaking(say)
    hush()
