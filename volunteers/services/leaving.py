"""What ends when a volunteer's account is closed; no seat is held then (`holdings`)."""

from __future__ import annotations

from django.db.models.functions import Now

from volunteers.models import Signup, SignupTransition, TeamMember, Volunteer
from zibo_youth.accounts.holdings import Leaving

from .applications import leave_rounds
from .certificates import end_certificates_of
from .hour_claims import end_claims_of


def end_what_is_open(leaving: Leaving) -> None:
    """The volunteer leaves, teams too, and waits for no place. The caller holds the person's lock."""
    for waiting in Signup.objects.filter(volunteer__person__in=leaving.people, state=Signup.State.STANDBY):
        Signup.objects.filter(pk=waiting.pk).update(state=Signup.State.SIGNED_OFF)
        SignupTransition.objects.create(
            signup=waiting,
            from_state=waiting.state,
            to_state=Signup.State.SIGNED_OFF,
            reason="account_closed",
        )
    end_certificates_of(leaving.people)
    end_claims_of(leaving.people)
    teams = TeamMember.objects.filter(volunteer__person__in=leaving.people, state__in=["asked", "active"])
    teams.update(state=TeamMember.State.LEFT, left_at=Now())
    serving = Volunteer.objects.filter(person__in=leaving.people, state=Volunteer.State.ACTIVE)
    serving.update(state=Volunteer.State.LEFT, left_at=Now())
    leave_rounds(list(Volunteer.objects.filter(person__in=leaving.people).values_list("pk", flat=True)))
