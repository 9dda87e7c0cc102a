"""What no foreign key leads to, and still tells of a person: sessions, and answers kept for a replay."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from zibo_youth.accounts.holdings import Leaving
from zibo_youth.accounts.models import OneTimeKey


def forget_what_no_key_leads_to(leaving: Leaving) -> None:
    """The person's sessions on every device, and what a replay would tell others of the person."""
    Session.objects.filter(
        pk__in=[each.pk for each in Session.objects.iterator() if _is_of(each, leaving)]
    ).delete()
    told = Q(pk__in=[])
    for word in leaving.mobiles | leaving.names:
        told |= Q(text__contains=word)
    OneTimeKey.objects.annotate(text=Cast("answer", TextField())).filter(told).delete()


def _is_of(session: Session, leaving: Leaving) -> bool:
    """Logged in, or half-way there: the number that a code was sent to stands in the session."""
    inside = session.get_decoded()
    if inside.get("_auth_user_id") in {str(log_in) for log_in in leaving.log_ins}:
        return True
    text = str(inside)
    return any(mobile in text for mobile in leaving.mobiles)
