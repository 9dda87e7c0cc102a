"""队伍 (teams), judging and standings: for members, judges and everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.contests import places_of, teams_in
from events.forms.teams import ScoreForm, TeamForm
from events.models import ContestRound, Event, Judge, Score, Team
from events.services.teams import contests, forming
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, shown_on

ACTS = ("enter", "withdraw", "leave", "remove")


def _event_of(request: HttpRequest, public_id: UUID) -> Event:
    found: Event = get_object_or_404(Event.objects.visible_to(request.user).whole(), public_id=public_id)
    return found


@needs_identity
@answered_once
def my_team(request: GuestRequest, public_id: UUID) -> HttpResponse:
    """我的队伍: found one, or see one's own with its code; hand in, leave, let go."""
    event = _event_of(request, public_id)
    if not hasattr(event, "team_rule"):
        raise Http404
    team = _team_of(event, request.guest)
    form = TeamForm(request.POST if request.method == "POST" and team is None else None)
    if request.method == "POST" and team is not None:
        _act(request, team)
        return redirect("event_team", public_id)
    if team is None and form.is_valid():
        with shown_on(form):
            forming.found_team(actor=request.user, event=event, **form.cleaned_data)
            messages.success(request, _("队伍已建立，把口令发给队友。"))
            return redirect("event_team", public_id)
    words = {
        "event": event,
        "team": team,
        "form": form,
        "members": team.members.live().select_related("person").order_by("pk") if team else (),
        "is_captain": team is not None and team.captain_id == request.guest.pk,
        "is_open": event.state == "published" and now() <= event.team_rule.closes_at,
    }
    return render(request, "events/teams/team.html", words)


def _team_of(event: Event, person: Person) -> Team | None:
    own = Team.objects.live().filter(event=event, members__person=person, members__left_at__isnull=True)
    found: Team | None = own.select_related("captain", "event").first()
    return found


def _act(request: GuestRequest, team: Team) -> None:
    act = request.POST.get("act")
    if act not in ACTS:
        raise Http404
    try:
        if act == "enter":
            forming.enter_team(actor=request.user, team=team)
        elif act == "withdraw":
            forming.withdraw_team(actor=request.user, team=team)
        else:
            who = _member(request, team) if act == "remove" else None
            forming.leave_team(actor=request.user, team=team, person=who)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已办理。"))


def _member(request: GuestRequest, team: Team) -> Person:
    told = request.POST.get("member", "")
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
    found: Person = get_object_or_404(team.members.live().select_related("person"), pk=number).person
    return found


@needs_identity
@answered_once
def join(request: GuestRequest, code: str) -> HttpResponse:
    """入队 (join): whose team it is, and the press that is one's consent."""
    rows = Team.objects.live().select_related("event", "captain")
    team: Team = get_object_or_404(rows, code=code.upper(), event__state="published")
    if request.method == "POST":
        try:
            forming.join_team(actor=request.user, code=team.code)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("event_team_join", code)
        messages.success(request, _("您已入队。"))
        return redirect("event_team", team.event.public_id)
    return render(request, "events/teams/join.html", {"team": team})


@login_required
@answered_once
def judging(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """评分: the open rounds of an event for one of its judges; each team once."""
    event = _event_of(request, public_id)
    judge = get_object_or_404(Judge, event=event, person=request.user.person_id or 0)
    part = event.rounds.filter(state="open").order_by("number").first()
    form = ScoreForm(request.POST or None)
    if part is not None and form.is_valid():
        team = get_object_or_404(Team, pk=form.cleaned_data["team"], event=event)
        with shown_on(form):
            value = form.cleaned_data["value"]
            contests.give_score(actor=request.user, part=part, team=team, value=value)
            messages.success(request, _("评分已记录。"))
            return redirect("event_judging", public_id)
    words = {"event": event, "part": part, "form": form, "lines": _lines(part, judge)}
    return render(request, "events/teams/judging.html", words)


def _lines(part: ContestRound | None, judge: Judge) -> list[tuple[Team, Any]]:
    """Every team of the round with one's own score of it."""
    if part is None:
        return []
    given = {score.team_id: score.value for score in Score.objects.standing().filter(round=part, judge=judge)}
    return [(team, given.get(team.pk)) for team in teams_in(part)]


@require_safe
def standings(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """名次: published rounds only, with the rule and every correction."""
    event = _event_of(request, public_id)
    published = event.rounds.filter(state="published").order_by("-number")
    corrections = Score.objects.filter(round__in=published, reversed_at__isnull=False)
    words = {
        "event": event,
        "rounds": [(part, places_of(part)) for part in published],
        "corrections": corrections.select_related("team", "round").order_by("-reversed_at"),
    }
    return render(request, "events/teams/standings.html", words)
