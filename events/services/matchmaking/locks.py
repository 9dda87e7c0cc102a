"""
Locks of matchmaking: whoever gives a badge, closes or releases holds the round's row.

Whoever chooses shares it, so that many choose at once and the closing waits for all of them.
"""

from __future__ import annotations

from django.db import connection

from events.models import MatchProfile, MatchRound

SHARED = """
SELECT state = 'planned' AND clock_timestamp() >= opens_at AND clock_timestamp() < closes_at
FROM events_matchround WHERE id = %s FOR SHARE
"""


def lock_round(number: int) -> MatchRound:
    """Nobody else moves this round, or gives a badge of it, until the transaction ends."""
    rows = MatchRound.objects.select_for_update(no_key=True, of=("self",))
    found: MatchRound = rows.select_related("session__event").get(pk=number)
    return found


def share_round(number: int) -> bool:
    """Whether choosing is open by the clock of the database; the round stays as it is until the end."""
    with connection.cursor() as cursor:
        cursor.execute(SHARED, [number])
        row = cursor.fetchone()
    return bool(row and row[0])


def lock_profile(number: int) -> MatchProfile:
    """Nobody else changes this profile until the transaction ends."""
    rows = MatchProfile.objects.select_for_update(no_key=True, of=("self",))
    found: MatchProfile = rows.select_related("round__session__event", "person", "registration").get(
        pk=number
    )
    return found
