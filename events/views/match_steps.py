"""办理步骤 (steps): what an organiser may do with a round now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms import matchmaking as forms
from events.models import MatchRound
from events.services import matchmaking
from events.services.matchmaking.rounds import MANAGE
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step
from zibo_youth.core.calendar import now

R = MatchRound.State


def _change(by: User, of: MatchRound, form: Any) -> None:
    matchmaking.change_round(actor=by, turn=of, plan=form.plan())


def _arrive(by: User, of: MatchRound, form: Any) -> str:
    marked = matchmaking.mark_arrivals(actor=by, turn=of, badges=form.cleaned_data["badges"])
    return gettext("新登记到场 %(n)s 人。") % {"n": marked}


def _seat(by: User, of: MatchRound, form: Any) -> None:
    matchmaking.plan_seats(actor=by, turn=of)


def _close(by: User, of: MatchRound, form: Any) -> None:
    matchmaking.close_choosing(actor=by, turn=of)


def _release(by: User, of: MatchRound, form: Any) -> None:
    matchmaking.release_result(actor=by, turn=of)


def _has_opened(turn: MatchRound) -> bool:
    return turn.opens_at <= now()


OF_ROUND = (
    Step("release", _("公布结果"), MANAGE, (R.CLOSED,), forms.RoundStepForm, _release),
    Step("arrive", _("登记到场"), MANAGE, (R.PLANNED, R.CLOSED), forms.ArrivalForm, _arrive),
    Step("seat", _("生成座位表"), MANAGE, (R.PLANNED,), forms.RoundStepForm, _seat),
    Step("change", _("改互选设置"), MANAGE, (R.PLANNED,), forms.RoundForm, _change),
    Step("close", _("提前截止互选"), MANAGE, (R.PLANNED,), forms.RoundStepForm, _close, _has_opened),
)
