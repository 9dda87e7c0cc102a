"""
水域预警 (alerts): everybody out of the water at once, and nobody to it until it is lifted.

Locks: the area, then its shifts by number. Whoever signs up holds the shift's lock: they come
before the alert and are told, or after it and are refused.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Now

from volunteers.models import AreaAlert, PatrolArea, PatrolShift, Shift
from volunteers.patrol_errors import AlertLifted, AlertStands
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Organisation, Person, User
from zibo_youth.accounts.staff import officers_of, staff_of
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .locks import lock_shift
from .places import State, settle
from .shifts import go_on, hold

MANAGE = "volunteers.manage_patrolarea"
# Words that are stored with the shift, in the language of the house.
KINDS = {"thunder": "雷暴预警", "flood": "汛情预警", "heat": "高温预警"}
TOLD = (State.OFFERED, State.SIGNED_UP, State.CHECKED_IN)


def lock_area(number: int) -> PatrolArea:
    """Nobody else issues or lifts an alert here, or brings another shift here."""
    area: PatrolArea = PatrolArea.objects.select_for_update(no_key=True).get(pk=number)
    return area


def issue_alert(*, actor: User, area: PatrolArea, kind: str) -> AreaAlert:
    """
    发布预警 (issue): every shift of the area that is not over stands still in the same transaction.

    Who is at the water is told to leave at once; places and minutes served stay.
    Raises `AlertStands`.
    """
    policy.require(actor, MANAGE, area)
    with explaining(area_alert_stands_once_per_kind=AlertStands), transaction.atomic():
        area = lock_area(area.pk)
        alert: AreaAlert = AreaAlert.objects.create(area=area, kind=kind, issued_by=actor)
        patrols = [stop(patrol, alert) for patrol in _not_over(area)]
        _tell("volunteers.alert_issued", alert, patrols)
    return alert


def stop(patrol: PatrolShift, alert: AreaAlert) -> PatrolShift:
    """Suspend the shift of one patrol because of an alert; the caller holds the area's lock."""
    shift = lock_shift(patrol.shift_id)
    if shift.state == Shift.State.OPEN:
        hold(shift, reason=KINDS[alert.kind])
        PatrolShift.objects.filter(pk=patrol.pk).update(stopped_by=alert)
    return patrol


@transaction.atomic
def lift_alert(*, actor: User, alert: AreaAlert) -> AreaAlert:
    """
    解除预警 (lift): what has not begun is open again, unless another alert stands over the area.

    Raises `AlertLifted`.
    """
    policy.require(actor, MANAGE, alert.area)
    area = lock_area(alert.area_id)
    lifted = {"state": AreaAlert.State.LIFTED, "lifted_at": Now(), "lifted_by": actor}
    if not AreaAlert.objects.standing().filter(pk=alert.pk).update(**lifted):
        raise AlertLifted
    alert.refresh_from_db()
    other = AreaAlert.objects.standing().filter(area=area).first()
    stopped = list(PatrolShift.objects.filter(stopped_by=alert).order_by("shift_id"))
    if other:
        PatrolShift.objects.filter(stopped_by=alert).update(stopped_by=other)
        return alert
    for patrol in stopped:
        _reopen(patrol)
    _tell("volunteers.alert_lifted", alert, stopped)
    return alert


def _reopen(patrol: PatrolShift) -> None:
    """What had begun stays as it is: nobody goes back into it."""
    shift = lock_shift(patrol.shift_id)
    PatrolShift.objects.filter(pk=patrol.pk).update(stopped_by=None)
    if shift.state == Shift.State.SUSPENDED and shift.starts_at > now():
        settle(go_on(shift))


def _not_over(area: PatrolArea) -> Iterable[PatrolShift]:
    rows = PatrolShift.objects.filter(area=area, shift__ends_at__gt=now())
    return rows.filter(shift__state__in=[Shift.State.OPEN, Shift.State.SUSPENDED]).order_by("shift_id")


def _tell(kind: str, alert: AreaAlert, patrols: list[PatrolShift]) -> None:
    numbers = [patrol.pk for patrol in patrols]
    serving = Person.objects.filter(
        volunteer__signups__shift__patrol__in=numbers, volunteer__signups__state__in=TOLD
    )
    people = set(serving) | set(officers_of(alert.area.reporting_org))
    for organiser in _organisers(alert.area, numbers):
        people |= set(staff_of(organiser, Membership.Role.VOLUNTEER_LEADER))
    for person in sorted(people, key=lambda person: person.pk):
        notify(kind, to=person, about=alert)


def _organisers(area: PatrolArea, numbers: list[int]) -> set[Organisation]:
    of_shifts = PatrolShift.objects.filter(pk__in=numbers).select_related("shift__post__project__organiser")
    return {area.organiser} | {patrol.shift.post.project.organiser for patrol in of_shifts}
