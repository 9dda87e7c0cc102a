"""What ends when a guest's account is closed; nothing that holds a bed is open then (`holdings`)."""

from __future__ import annotations

from django.db.models.functions import Now

from stations.models import FollowUp, Stay, StayTransition
from zibo_youth.accounts.holdings import Leaving

from .parties import end_parties_of


def end_what_is_open(leaving: Leaving) -> None:
    """Drafts and parties end, and nobody is asked anything any more. The caller holds the person's lock."""
    for draft in Stay.objects.filter(guest__in=leaving.people, state=Stay.State.DRAFT):
        Stay.objects.filter(pk=draft.pk).update(state=Stay.State.EXPIRED, ended_at=Now())
        StayTransition.objects.create(
            stay=draft, from_state=Stay.State.DRAFT, to_state=Stay.State.EXPIRED, reason="account_closed"
        )
    unanswered = [FollowUp.State.PLANNED, FollowUp.State.ASKED]
    asked = FollowUp.objects.filter(stay__guest__in=leaving.people, state__in=unanswered)
    asked.update(state=FollowUp.State.CLOSED)
    end_parties_of(leaving.people)
