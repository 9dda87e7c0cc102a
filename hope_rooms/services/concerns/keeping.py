"""
保存期满的关切 (keeping): after the child's 21st birthday the words of a concern that is over go.

The portal's own role deletes no words: ``hope_rooms_forget_concern`` does, and looks at the day, the state
and the holds itself, so that whoever calls it too early takes nothing along.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from hope_rooms.models import Concern, ConcernCall
from hope_rooms.services.holds import lock_child

from .alerts import lock_concern

log = structlog.get_logger(__name__)


def forget_words_of(concerns: QuerySet[Any]) -> int:
    """Each by itself: a failure keeps no other waiting. Returns how many went."""
    numbers: Iterable[int] = concerns.order_by("pk").values_list("pk", flat=True)
    return sum(_forget_one(number) for number in list(numbers))


def _forget_one(number: int) -> int:
    try:
        return forget_words(number)
    except Exception:
        log.exception("concern_words_not_forgotten", concern=number)
        return 0


@transaction.atomic
def forget_words(number: int) -> int:
    """1 where the words went; 0 where the database keeps them still."""
    concern = lock_concern(number)
    if concern.child:
        # Whoever holds the child meanwhile waits here.
        lock_child(concern.child)
    with connection.cursor() as cursor:
        cursor.execute("SELECT hope_rooms_forget_concern(%s)", [number])
        if cursor.fetchone()[0] is None:
            return 0
    ConcernCall.objects.filter(concern=number).update(reference="")
    return int(Concern.objects.filter(pk=number).update(words_gone_at=Now()))
