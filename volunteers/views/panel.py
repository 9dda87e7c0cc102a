"""评审 (the panel's pages): what a member has to score, and one nomination."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.awards import ScoreForm
from volunteers.models import AwardNomination, AwardSeason, PanelMember, PanelScore
from volunteers.services import panel as service
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, needs_identity
from zibo_youth.core.errors import shown_on


def _seat(request: GuestRequest, **of: object) -> PanelMember:
    """The seat of whoever asks; somebody else finds no such page."""
    seats = PanelMember.objects.filter(person=request.guest).select_related("season", "person")
    return get_object_or_404(seats, **of)


@needs_identity
@require_safe
def panel(request: GuestRequest, code: str) -> HttpResponse:
    """One season: what waits, what is done."""
    seat = _seat(request, season__code=code)
    answers = {answer.nomination_id: answer for answer in seat.scores.all()}
    accepted = AwardNomination.objects.filter(season=seat.season).accepted().whole()
    lines = [{"nomination": each, "answer": answers.get(each.pk)} for each in accepted]
    context = {
        "season": seat.season,
        "lines": lines,
        "is_open": seat.season.state == AwardSeason.State.REVIEW,
    }
    return render(request, "volunteers/awards/panel.html", context)


@needs_identity
@answered_once
def score(request: GuestRequest, number: int) -> HttpResponse:
    """评分, or 回避: once."""
    found = get_object_or_404(AwardNomination.objects.accepted().whole(), pk=number)
    seat = _seat(request, season=found.season)
    if PanelScore.objects.filter(member=seat, nomination=found).exists():
        return redirect("volunteer_panel", found.season.code)
    form = ScoreForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _answer(request, seat, found, form.cleaned_data["points"], form.cleaned_data["recusal"])
            messages.success(request, _("已提交。"))
            return redirect("volunteer_panel", found.season.code)
    return render(request, "volunteers/awards/score.html", {"form": form, "nomination": found})


def _answer(
    request: GuestRequest, seat: PanelMember, found: AwardNomination, points: int | None, why: str
) -> None:
    if points is None:
        service.recuse(actor=request.user, member=seat, nomination=found, why=why)
    else:
        service.score(actor=request.user, member=seat, nomination=found, points=points)
