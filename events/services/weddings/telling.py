"""Both of a couple are told, each at the own log-in."""

from __future__ import annotations

from events.models import Couple
from zibo_youth.notifications.outbox import notify


def tell_both(kind: str, couple: Couple, *, dedup: str = "") -> None:
    """The same words to both who have joined; an erased person is told nothing."""
    members = couple.members.filter(person__isnull=False, person__erased_at=None).select_related("person")
    for member in members.order_by("seat"):
        notify(f"events.{kind}", to=member.person, about=couple, dedup=dedup)
