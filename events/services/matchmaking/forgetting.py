"""
清除 (forgetting): after its time, or when somebody leaves, a profile goes with all that hangs on it.

What is sealed is deleted unread, by a function of the database; the round keeps five figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from events.match_sight import figures_of
from events.models import MatchProfile, MatchReport, MatchReview, MatchRound
from zibo_youth.core import private_files
from zibo_youth.core.calendar import now

from .locks import lock_round
from .profiles import FOLDER


@transaction.atomic
def forget_profiles(rows: QuerySet[Any]) -> int:
    """The profiles go, round by round; the last ones of a round leave its figures."""
    found = list(rows.values_list("pk", "round_id"))
    for number in sorted({turn for _profile, turn in found}):
        held = lock_round(number)
        _write_figures(held)
        _forget([profile for profile, turn in found if turn == number])
        if not held.profiles.exists():
            MatchRound.objects.filter(pk=number).update(cleared_at=now(), seating_list="", seating={})
    return len(found)


def _write_figures(held: MatchRound) -> None:
    """As they stand before anything goes; what is told already stays."""
    if held.invited is not None:
        return
    told = figures_of(held)
    MatchRound.objects.filter(pk=held.pk).update(
        invited=told.invited,
        attended=told.attended,
        chose=told.chose or 0,
        pairs=told.pairs or 0,
        both_yes=told.both_yes or 0,
    )


def _forget(profiles: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_forget_matches(%s)", [profiles])
    MatchReport.objects.filter(Q(reporter__in=profiles) | Q(accused__in=profiles)).delete()
    MatchReview.objects.filter(profile__in=profiles).delete()
    rows = MatchProfile.objects.filter(pk__in=profiles)
    private_files.forget_after_commit(str(name) for name in list(rows.values_list("photo", flat=True)))
    rows.delete()


@transaction.atomic
def forget_profiles_of(people: Iterable[int]) -> None:
    """Of people who leave the portal, in whatever round; its figures are written when the others go."""
    _forget(list(MatchProfile.objects.filter(person__in=people).values_list("pk", flat=True)))


def sweep_match_photos(*, at: datetime | None = None) -> int:
    """清理无主照片 (sweep): files whose upload was cut off before the row; returns how many."""
    return private_files.sweep(FOLDER, set(MatchProfile.objects.values_list("photo", flat=True)), at=at)
