"""
投票 (voting): the rounds that wait for a delegate, and the ballot.

The ballot does not go through `answered_once`: its fingerprint of what was sent is a hash
of very few possible choices, and would tell them (docs/decisions/0051). A second press
finds that one has voted.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from volunteers.election_errors import AlreadyVoted
from volunteers.forms.association import BallotForm
from volunteers.models import BallotRound, Delegate
from volunteers.services import balloting
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_volunteer


@needs_volunteer
@require_safe
def ballots(request: VolunteerRequest) -> HttpResponse:
    """我的投票: what I am a delegate of, the rounds that are open, and whether I have voted."""
    mine = Delegate.objects.filter(volunteer=request.volunteer).select_related(
        "congress", "unit__organisation"
    )
    rounds = BallotRound.objects.filter(state=BallotRound.State.OPEN, congress__delegates__in=mine)
    voted = set(rounds.filter(turnout__delegate__in=mine).values_list("pk", flat=True))
    lines = [
        {"round": each, "voted": each.pk in voted} for each in rounds.select_related("office", "congress")
    ]
    return render(request, "volunteers/association/ballots.html", {"delegates": mine, "lines": lines})


@sensitive_post_parameters()
@needs_volunteer
def ballot(request: VolunteerRequest, number: int) -> HttpResponse:
    """选票 (ballot)."""
    rows = BallotRound.objects.filter(
        state=BallotRound.State.OPEN, congress__delegates__volunteer=request.volunteer
    )
    found = get_object_or_404(rows.select_related("office", "congress"), pk=number)
    delegate = Delegate.objects.get(congress=found.congress, volunteer=request.volunteer)
    if found.turnout.filter(delegate=delegate).exists():
        return redirect("volunteer_ballots")
    names = found.names.select_related("candidate__volunteer__person", "candidate__unit__organisation")
    form = BallotForm(request.POST if request.method == "POST" else None, names=list(names))
    if form.is_valid():
        with shown_on(form):
            _cast(request, delegate, found, form.cleaned_data["choices"])
            return redirect("volunteer_ballots")
    return render(request, "volunteers/association/ballot.html", {"form": form, "round": found})


@sensitive_variables("choices")
def _cast(request: VolunteerRequest, delegate: Delegate, found: BallotRound, choices: list[int]) -> None:
    """Two presses at once are one vote: the second is told the same as the first."""
    try:
        balloting.cast_ballot(actor=request.user, delegate=delegate, ballot_round=found, choices=choices)
    except AlreadyVoted as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("已投票。系统只记下您投过票。"))
