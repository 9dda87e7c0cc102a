"""
关切提醒 (alerts): the lead at once, the deputy and the director when nobody takes the concern on in time.

A level is a row whose unique key makes a second look say nothing. Where nobody holds an office, or the
concern is about its holder, the next one hears at once; where nobody is left, the level waits.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from hope_rooms.models import Concern, ConcernAlert
from zibo_youth.accounts.models import Membership, Person
from zibo_youth.accounts.staff import holders_of
from zibo_youth.notifications.outbox import notify

Level, Role = ConcernAlert.Level, Membership.Role
HOLDERS = {
    Level.LEAD: Role.SAFEGUARDING_LEAD,
    Level.DEPUTY: Role.SAFEGUARDING_DEPUTY,
    Level.DIRECTOR: Role.CENTRE_DIRECTOR,
}
STAIRS = tuple(HOLDERS)


def receivers(concern: Concern, level: str) -> tuple[str, list[Person]]:
    """The first office from this level on that another than the subject holds, and who; or nobody."""
    for each in (*STAIRS[STAIRS.index(Level(level)) :], *reversed(STAIRS[: STAIRS.index(Level(level))])):
        people = [one for one in holders_of(HOLDERS[each]) if one.pk != concern.subject_id]
        if people:
            return each, people
    return "", []


def alert(concern: Concern, level: str) -> int:
    """Tell one level, once; how many levels were told. The caller holds the concern's lock."""
    receiver, people = receivers(concern, level)
    if not people:
        return 0
    row, is_new = ConcernAlert.objects.get_or_create(
        concern=concern, level=level, defaults={"receiver": receiver}
    )
    for person in people if is_new else ():
        notify("hope_rooms.concern_waits", to=person, about=row)
    return int(is_new)


def watch_concerns(*, at: datetime) -> int:
    """
    关切守望 (beat, every five minutes): how many levels were told now. Run twice, it tells nothing more.
    """
    waiting = Concern.objects.waiting().with_levels().values_list("pk", "reported_at", "told")
    told = sum(_climb(number, at) for number, since, levels in waiting if set(_due(since, at)) - set(levels))
    late = Concern.objects.unwritten(at).with_levels().values_list("pk", "told")
    return told + sum(_remind(number) for number, levels in late if Level.ACCOUNT not in levels)


def _due(since: datetime, at: datetime) -> list[str]:
    minutes: dict[str, int] = settings.HOPE_ROOMS["concern_minutes"]
    return [level for level, after in minutes.items() if at - since >= timedelta(minutes=after)]


@transaction.atomic
def _climb(number: int, at: datetime) -> int:
    concern = lock_concern(number)
    if concern.state != Concern.State.REPORTED:
        return 0
    return sum(alert(concern, level) for level in _due(concern.reported_at, at))


@transaction.atomic
def _remind(number: int) -> int:
    """The reporter and the lead hear once that the written account is due."""
    concern = lock_concern(number)
    if concern.account_at is not None:
        return 0
    row, is_new = ConcernAlert.objects.get_or_create(
        concern=concern, level=Level.ACCOUNT, defaults={"receiver": Level.ACCOUNT}
    )
    reporter = concern.reported_by.person
    people = [*([reporter] if reporter else []), *receivers(concern, Level.LEAD)[1]]
    for person in people if is_new else ():
        if person.pk != concern.subject_id:
            notify("hope_rooms.concern_account_due", to=person, about=row)
    return int(is_new)


def lock_concern(number: int) -> Concern:
    """Nobody else decides about this concern. Taken before pairings, volunteers and shifts are."""
    rows = Concern.objects.select_for_update(no_key=True, of=("self",)).whole()
    concern: Concern = rows.get(pk=number)
    return concern
