"""What the outbox holds of a person whose account is closed: text messages are found by their number."""

from __future__ import annotations

from django.db.models import Q

from zibo_youth.accounts.holdings import Leaving
from zibo_youth.notifications.models import SmsMessage


def forget_texts(leaving: Leaving) -> None:
    """Every text message to a number that the person ever had, and those that name the person."""
    told = Q(mobile__in=leaving.mobiles)
    for name in leaving.names:
        told |= Q(text__contains=name)
    SmsMessage.objects.filter(told).delete()
