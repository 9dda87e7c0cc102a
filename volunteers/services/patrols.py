"""
巡护 (patrols): a team with a leader goes to the water when it is counted, and is over when all are out.

Locks: the area, then the shift. Who comes and goes is written under the shift's lock.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from volunteers.models import AreaAlert, PatrolArea, PatrolPoint, PatrolShift, Shift, Signup
from volunteers.patrol_errors import (
    AreaUnderAlert,
    LeaderMissing,
    LeaderNotSignedUp,
    NotAtWatersEdge,
    NotConfirmed,
    PatrolMoved,
    PatrolPlanned,
    PatrolTeamSize,
    PatrolTooEarly,
    PointsMissing,
    SomebodyAtTheWater,
    TeamTooSmall,
)
from volunteers.querysets import SignupQuerySet
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, User
from zibo_youth.accounts.staff import officers_of, staff_of
from zibo_youth.core.brief_days import moment_words
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .alerts import lock_area, stop
from .locks import lock_shift

State = PatrolShift.State
MANAGE, CALL_ROLL = "volunteers.manage_serviceproject", "volunteers.call_roll"
WALLS = {
    "patrol_shift_team_of_three_to_five": PatrolTeamSize,
    "patrol_shift_role_is_of_the_water": NotAtWatersEdge,
    "volunteers_patrolshift_shift_id_key": PatrolPlanned,
}


def plan_patrol(
    *, actor: User, shift: Shift, area: PatrolArea, points: Collection[PatrolPoint]
) -> PatrolShift:
    """
    安排巡护 (plan): a shift is one of this area and goes to these points.

    Under a standing alert it is suspended from the beginning.
    Raises `PointsMissing`, `PatrolTeamSize`, `NotAtWatersEdge`, `PatrolPlanned`.
    """
    policy.require(actor, MANAGE, shift)
    if not points or any(point.area_id != area.pk for point in points):
        raise PointsMissing
    with explaining(**WALLS), transaction.atomic():
        area = lock_area(area.pk)
        shift = lock_shift(shift.pk)
        patrol: PatrolShift = PatrolShift.objects.create(
            shift=shift, area=area, team=shift.capacity, post=shift.post, role=shift.post.role
        )
        patrol.points.set(points)
        alert = AreaAlert.objects.standing().filter(area=area).first()
        if alert:
            stop(patrol, alert)
    patrol.refresh_from_db()
    return patrol


def name_leader(*, actor: User, patrol: PatrolShift, leader: Signup) -> PatrolShift:
    """
    指定带队人 (name who leads), before the patrol begins, among those signed up.

    Raises `LeaderNotSignedUp`, `PatrolMoved`.
    """
    policy.require(actor, MANAGE, patrol.shift)
    with explaining(patrol_shift_leader_is_on_it=LeaderNotSignedUp), transaction.atomic():
        lock_shift(patrol.shift_id)
        leader.refresh_from_db()
        if leader.state not in (Signup.State.SIGNED_UP, Signup.State.CHECKED_IN):
            raise LeaderNotSignedUp
        if not PatrolShift.objects.filter(pk=patrol.pk, state=State.PLANNED).update(leader=leader):
            raise PatrolMoved(state=_now_of(patrol))
    patrol.refresh_from_db()
    return patrol


@transaction.atomic
def begin_patrol(
    *, actor: User, patrol: PatrolShift, is_line_only: bool, is_phones_charged: bool
) -> PatrolShift:
    """
    出队清点 (start roll): everybody who is checked in is counted, and only a whole team goes.

    Raises `NotConfirmed`, `PatrolTooEarly`, `AreaUnderAlert`, `LeaderMissing`, `TeamTooSmall`, `PatrolMoved`.
    """
    policy.require(actor, CALL_ROLL, patrol)
    if not (is_line_only and is_phones_charged):
        raise NotConfirmed
    shift = lock_shift(patrol.shift_id)
    patrol.refresh_from_db()
    _in_time(shift)
    if shift.state != Shift.State.OPEN:
        raise AreaUnderAlert
    here = at_the_water(shift)
    if patrol.leader_id not in set(here.values_list("pk", flat=True)):
        raise LeaderMissing
    least, present = settings.VOLUNTEERS["patrol_least_team"], here.count()
    if present < least:
        raise TeamTooSmall(present=present, least=least)
    rows = PatrolShift.objects.filter(pk=patrol.pk, state=State.PLANNED)
    if not rows.update(
        state=State.UNDER_WAY,
        is_line_only=True,
        is_phones_charged=True,
        began_at=now(),
        counted_in=present,
    ):
        raise PatrolMoved(state=_now_of(patrol))
    patrol.refresh_from_db()
    return patrol


def _in_time(shift: Shift) -> None:
    first = shift.starts_at - timedelta(minutes=settings.VOLUNTEERS["patrol_roll_before_minutes"])
    if not first <= now() < shift.ends_at:
        raise PatrolTooEarly(**{"from": moment_words(first)})


def at_the_water(shift: Shift) -> SignupQuerySet:
    """Who has checked in and not out: the list that is called, and the red one when it should be empty."""
    rows: SignupQuerySet = Signup.objects.filter(shift=shift, state=Signup.State.CHECKED_IN)
    return rows.select_related("volunteer__person").order_by("seat")


@transaction.atomic
def end_patrol(*, actor: User, patrol: PatrolShift) -> PatrolShift:
    """
    收队清点 (end roll): when everybody has checked out, also under an alert and after the planned end.

    Raises `SomebodyAtTheWater`, `PatrolMoved`.
    """
    policy.require(actor, CALL_ROLL, patrol)
    shift = lock_shift(patrol.shift_id)
    left = [row.volunteer.person.masked_name for row in at_the_water(shift)]
    if left:
        raise SomebodyAtTheWater(count=len(left), who="、".join(left))
    out = Signup.objects.filter(shift=shift, checked_out_at__isnull=False).count()
    rows = PatrolShift.objects.filter(pk=patrol.pk, state=State.UNDER_WAY)
    if not rows.update(state=State.ENDED, ended_at=now(), counted_out=out):
        raise PatrolMoved(state=_now_of(patrol))
    patrol.refresh_from_db()
    return patrol


def _now_of(patrol: PatrolShift) -> str:
    return str(PatrolShift.objects.get(pk=patrol.pk).get_state_display())


def tell_unended(*, at: datetime) -> int:
    """未收队提醒 (beat): under way half an hour after the planned end; leader, team and district, once."""
    late = at - timedelta(minutes=settings.VOLUNTEERS["patrol_unended_minutes"])
    patrols = PatrolShift.objects.unended(late).whole().order_by("pk")
    return sum(_tell_unended(patrol) for patrol in patrols)


@transaction.atomic
def _tell_unended(patrol: PatrolShift) -> bool:
    project = patrol.shift.post.project
    people = {*staff_of(project.organiser, Membership.Role.VOLUNTEER_LEADER)}
    people |= {*officers_of(patrol.area.reporting_org), *officers_of(project.reporting_org)}
    if patrol.leader:
        people.add(patrol.leader.volunteer.person)
    told = [
        notify("volunteers.patrol_not_closed", to=person, about=patrol)
        for person in sorted(people, key=lambda person: person.pk)
    ]
    return any(told)
