"""待办队列 (work queues): hazards that are not mended yet, and equipment that somebody must see to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import queues
from zibo_youth.core.calendar import now, today

from .models import Equipment, HazardTicket
from .patrol_querysets import EquipmentQuerySet, HazardTicketQuerySet

RECTIFY, KEEP = "volunteers.rectify_hazardticket", "volunteers.manage_patrolarea"


def _tickets(user: User) -> HazardTicketQuerySet:
    rows: HazardTicketQuerySet = HazardTicket.objects.managed_by(user)
    return rows.open()


def _equipment(user: User) -> EquipmentQuerySet:
    rows: EquipmentQuerySet = Equipment.objects.managed_by(user)
    return rows


def checked_since() -> datetime:
    """A look before this is too long ago."""
    return now() - timedelta(days=settings.VOLUNTEERS["equipment_check_days"])


HAZARDS = queues.register(
    queues.WorkQueue(
        key="volunteers.hazards",
        label=_("未销号的水域隐患"),
        count=lambda user: _tickets(user).count(),
        overdue=lambda user: _tickets(user).overdue(today()).count(),
        url=lambda user: reverse("patrol_tickets"),
        may_see=lambda user: policy.may(user, RECTIFY),
    )
)
EQUIPMENT = queues.register(
    queues.WorkQueue(
        key="volunteers.equipment",
        label=_("待处理救生器材"),
        count=lambda user: _equipment(user).wanting(checked_since()).count(),
        overdue=lambda user: _equipment(user).unchecked_since(checked_since()).count(),
        url=lambda user: reverse("patrol_equipment_desk"),
        may_see=lambda user: policy.may(user, KEEP),
    )
)
