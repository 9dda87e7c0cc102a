"""
自助签到 (check-in at the door): by the person, with the poster's code; the desk sees it and can take it back.

Each is one UPDATE that filters on the old state: of the person, the desk and the
job that gives places away, whoever comes first decides.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from stations.lounge_door import POSTER, door_opens_at, telling_how_they_came, zone_of
from stations.lounge_errors import NotByPoster, NotDoorTime, PosterUnknown
from stations.models import LoungeVisit, LoungeZone
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now

from .lounge_booking import unused_code
from .lounge_moves import move_visit
from .pool import lock_lounge

State = LoungeVisit.State
AT_DOOR, RECEIVE = "stations.check_in_at_door", "stations.receive_visit"


@transaction.atomic
def check_in_at_door(*, actor: User, visit: LoungeVisit, token: str) -> LoungeVisit:
    """
    自助签到 (check in at the door), from half an hour before the start while the place is kept.

    Raises `PosterUnknown`, `PosterRenewed`, `NotDoorTime`, and `VisitMoved` when somebody was faster.
    """
    policy.require(actor, AT_DOOR, visit)
    zone = zone_of(token)
    if visit.zone_id not in (zone.pk, zone.hall_id):
        raise PosterUnknown
    opens = door_opens_at(visit)
    if not opens <= now() < visit.kept_until:
        closes = timezone.localtime(visit.kept_until)
        raise NotDoorTime(when=f"{timezone.localtime(opens):%H:%M}–{closes:%H:%M}")
    return move_visit(actor, visit, State.CHECKED_IN, reason=POSTER, checked_in_at=Now())


@transaction.atomic
def undo_check_in(*, actor: User, visit: LoungeVisit) -> LoungeVisit:
    """
    撤销自助签到 (undo): nobody is there. The visit waits again, and is a no-show once its place is given up.

    Raises `NotByPoster`, `VisitMoved`.
    """
    policy.require_for_another(actor, RECEIVE, visit, visit.person_id)
    lock_lounge(visit.lounge_id)
    if not telling_how_they_came(LoungeVisit.objects.filter(pk=visit.pk)).filter(came_by=POSTER).exists():
        raise NotByPoster
    code = unused_code(visit.lounge)
    return move_visit(actor, visit, State.BOOKED, only_from=State.CHECKED_IN, checked_in_at=None, code=code)


@transaction.atomic
def renew_poster(*, actor: User, zone: LoungeZone) -> LoungeZone:
    """更换海报 (renew): what was printed or photographed before is refused from now on."""
    policy.require(actor, RECEIVE, zone.lounge)
    LoungeZone.objects.filter(pk=zone.pk).update(poster_version=F("poster_version") + 1)
    zone.refresh_from_db()
    return zone
