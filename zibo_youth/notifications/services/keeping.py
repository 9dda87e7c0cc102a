"""How long messages and texts are kept (`accounts.terms`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import LegalHold
from zibo_youth.accounts.services.keeping import deleted
from zibo_youth.accounts.terms import Term
from zibo_youth.notifications.models import Delivery, Notice, SmsMessage

State = Delivery.State


def _notices(before: datetime) -> QuerySet[Any]:
    """Whatever is still on its way stays until it has arrived or was given up."""
    on_its_way = Q(deliveries__state__in=[State.WAITING, State.SENDING])
    under_way = Notice.objects.filter(on_its_way).values("pk")
    return Notice.objects.filter(created_at__lt=before, planned_at__isnull=False).exclude(pk__in=under_way)


def _texts(before: datetime) -> QuerySet[Any]:
    held = LegalHold.objects.standing()
    return (
        SmsMessage.objects.filter(created_at__lt=before)
        .exclude(mobile__in=held.values("person__mobile"))
        .exclude(mobile__in=held.filter(person__users__isnull=False).values("person__users__mobile"))
    )


TERMS = [
    Term(
        key="notices",
        what=_("站内消息和投递记录"),
        since=_("写入时"),
        then=_("删除"),
        source="假定",
        due=_notices,
        let_go=deleted,
        of=("to",),
    ),
    Term(
        key="texts",
        what=_("短信记录"),
        since=_("写入时"),
        then=_("删除"),
        source="假定（domain.md A-d：6 个月）",
        due=_texts,
        let_go=deleted,
    ),
]
