"""What patrols tell: an alert, its end, and a team that has not been counted out."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.brief_days import moment_words
from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import AreaAlert, HazardTicket, PatrolShift

# A text message holds 70 characters; names must leave room for the rest.
NAME_IN_A_TEXT = 14
State = AreaAlert.State


def _alert_words(alert: AreaAlert) -> dict[str, Any]:
    return {
        "area": truncatechars(alert.area.local_name, NAME_IN_A_TEXT),
        "kind": alert.get_kind_display(),
        "at": moment_words(alert.lifted_at or alert.issued_at),
    }


def _patrol_words(patrol: PatrolShift) -> dict[str, Any]:
    return {
        "area": truncatechars(patrol.area.local_name, NAME_IN_A_TEXT),
        "end": moment_words(patrol.shift.ends_at),
        "phone": patrol.shift.post.project.contact_phone,
    }


def _ticket_words(ticket: HazardTicket) -> dict[str, Any]:
    log = ticket.log
    return {
        "area": truncatechars(log.area.local_name, NAME_IN_A_TEXT),
        "point": str(log.point),
        "department": truncatechars(ticket.department, NAME_IN_A_TEXT),
        "phone": log.area.phone,
        "due": ticket.due_on.isoformat(),
    }


def _is_safe_again(alert: AreaAlert) -> bool:
    others = AreaAlert.objects.standing().filter(area=alert.area_id)
    return alert.state == State.LIFTED and not others.exists()


def _waters(alert: AreaAlert) -> str:
    return reverse("patrol_areas")


KINDS = [
    NoticeKind(
        key="volunteers.alert_issued",
        title=_("水域预警：立即离开水边"),
        channels=(INBOX, SMS),
        holds=lambda alert: alert.state == State.STANDING,
        words=_alert_words,
        url=_waters,
        related=("area",),
    ),
    NoticeKind(
        key="volunteers.alert_lifted",
        title=_("水域预警已解除"),
        channels=(INBOX, SMS),
        holds=_is_safe_again,
        words=_alert_words,
        url=_waters,
        related=("area",),
    ),
    NoticeKind(
        key="volunteers.patrol_not_closed",
        title=_("巡护还没有收队"),
        channels=(INBOX, SMS),
        holds=lambda patrol: patrol.state == PatrolShift.State.UNDER_WAY,
        words=_patrol_words,
        related=("area", "shift__post__project"),
    ),
    NoticeKind(
        key="volunteers.ticket_assigned",
        title=_("隐患已交办"),
        channels=(INBOX, SMS),
        holds=lambda ticket: ticket.is_open,
        words=_ticket_words,
        related=("log__area", "log__point"),
    ),
    NoticeKind(
        key="volunteers.ticket_overdue",
        title=_("隐患整改逾期"),
        channels=(INBOX, SMS),
        holds=lambda ticket: ticket.is_open,
        words=_ticket_words,
        related=("log__area", "log__point"),
    ),
]


def register_patrol_notices() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register(kind)
