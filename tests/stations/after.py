"""A stay that is over, and its follow-ups, for tests of what comes after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any

from stations import services
from stations.answer_links import token_of
from stations.models import FollowUp, Station, Stay
from tests.houses import book, soon
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import at, standing_at, today

NOON = time(12, 0)


def noon(days: int = 0) -> datetime:
    """Twelve o'clock of a day from today."""
    return at(today() + timedelta(days=days), NOON)


def stayed(guest: User, station: Station, operator: User, nights: int = 1, **asked: Any) -> Stay:
    """Booked, approved, slept and checked out, today."""
    stay = services.approve_stay(actor=operator, stay=book(guest, station, soon(4), nights, **asked))
    with standing_at(noon(4)):
        services.check_in(actor=operator, stay=stay)
        services.check_out(actor=operator, stay=stay)
    return stay


@contextmanager
def standing(days: int) -> Iterator[None]:
    """Decide as of noon, some days after the check-out of `stayed`."""
    with standing_at(noon(4 + days)):
        yield


def ask(days: int = 0) -> int:
    """The job, some days after the check-out."""
    with standing(days):
        return services.ask_follow_ups(at=noon())


def asked(stay: Stay, kind: str) -> FollowUp:
    """The question of a kind, as it stands now."""
    return FollowUp.objects.select_related("stay__guest", "stay__station").get(stay=stay, kind=kind)


def token(follow_up: FollowUp) -> str:
    return token_of(follow_up.link_seed)
