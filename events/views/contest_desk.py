"""比赛工作台 (contests at the desk): the rule of teams, judges, rounds, scores and their corrections."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from events.contests import missing_in
from events.forms import teams as forms
from events.models import Event, Score
from events.services.teams import contests
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import Step, offer

MANAGE = contests.MANAGE
STATES = ("draft", "published")


def _rule(by: User, of: Event, form: Any) -> None:
    contests.set_team_rule(actor=by, event=of, **form.cleaned_data)


def _judge(by: User, of: Event, form: Any) -> None:
    contests.name_judge(actor=by, event=of, **form.cleaned_data)


def _round(by: User, of: Event, form: Any) -> None:
    contests.add_round(actor=by, event=of, **form.cleaned_data)


def _publish(by: User, of: Event, form: Any) -> None:
    contests.publish_round(actor=by, part=form.cleaned_data["number"])


def _correct(by: User, of: Event, form: Any) -> None:
    contests.correct_score(actor=by, **form.cleaned_data)


def _has_rounds(event: Event) -> bool:
    return event.rounds.exists()


STEPS = (
    Step("rule", _("队伍规则"), MANAGE, STATES, forms.TeamRuleForm, _rule),
    Step("judge", _("指定评委"), MANAGE, STATES, forms.JudgeForm, _judge),
    Step("round", _("加一轮"), MANAGE, STATES, forms.RoundForm, _round),
    Step("publish", _("公布一轮"), MANAGE, STATES, forms.PublishRoundForm, _publish, _has_rounds),
    Step("correct", _("更正评分"), MANAGE, (), forms.CorrectionForm, _correct, _has_rounds),
)


@needs_office(MANAGE)
@answered_once
def contest(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一个活动的队伍和比赛."""
    found: Event = get_object_or_404(Event.objects.managed_by(request.user).whole(), public_id=public_id)
    offered = offer(request, found, STEPS, as_="event")
    if offered.done:
        return redirect("event_contest", public_id)
    scores = Score.objects.filter(round__event=found).select_related("round", "team", "judge__person")
    words = {
        "event": found,
        "offer": offered,
        "rule": getattr(found, "team_rule", None),
        "teams": found.teams.select_related("captain").order_by("pk"),
        "judges": found.judges.select_related("person"),
        "rounds": [(part, missing_in(part)) for part in found.rounds.order_by("number")],
        "scores": scores.order_by("-pk")[:500],
    }
    return render(request, "events/desk/contest.html", words)
