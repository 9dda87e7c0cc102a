"""办理进度 (story of a stay): what has happened, what is going on, what comes next, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from stations.facts import policy_on
from stations.hold_pause import OF_HOLDS
from stations.models import Rehousing, Stay, StayTransition
from stations.services.cases import CASE_BACK, CASE_TAKEN
from stations.services.changes import DATES_CHANGED, REINSTATED
from stations.services.corrections import ANSWERED, UNANSWERED
from stations.services.desk import CARD_SEEN
from stations.services.due import UNDECIDED
from stations.services.four_eyes import FIRST_APPROVED
from zibo_youth.core.calendar import at, today

State = Stay.State

HAPPENED: dict[str, Promise] = {
    State.DRAFT: gettext_lazy("开始填写"),
    State.WAITING: gettext_lazy("加入候补"),
    State.OFFERED: gettext_lazy("候补到床位"),
    State.SUBMITTED: gettext_lazy("提交申请"),
    State.RETURNED: pgettext_lazy("状态", "退回补正"),
    State.APPROVED: gettext_lazy("审核通过"),
    State.CHECKED_IN: gettext_lazy("办理入住"),
    State.CHECKED_OUT: gettext_lazy("办理退房"),
    State.REJECTED: pgettext_lazy("状态", "不予通过"),
    State.WITHDRAWN: gettext_lazy("本人撤回"),
    State.CANCELLED: gettext_lazy("预约取消"),
    State.NO_SHOW: gettext_lazy("未按时入住"),
    State.EXPIRED: gettext_lazy("已过期"),
}
# What happened while the state stayed as it was.
BESIDE: dict[str, Promise] = {
    DATES_CHANGED: gettext_lazy("修改日期"),
    REINSTATED: gettext_lazy("晚到，恢复预约"),
    ANSWERED: gettext_lazy("补正后重新提交"),
    UNANSWERED: gettext_lazy("逾期未补正，床位放开"),
    CASE_TAKEN: gettext_lazy("审核人接手"),
    CASE_BACK: gettext_lazy("退回公共队列"),
    FIRST_APPROVED: gettext_lazy("初审通过，等待复核"),
    CARD_SEEN: gettext_lazy("补验证件原件"),
    UNDECIDED: gettext_lazy("没能按时审核，床位放开"),
    "rehoused": gettext_lazy("床位停用，改到另一家驿站"),
}
# Who looks at a case, and who has looked, is no matter of the guest's.
OF_THE_DESK = (CASE_TAKEN, CASE_BACK, FIRST_APPROVED)
TONES = {
    State.WAITING: "info",
    State.OFFERED: "warn",
    State.SUBMITTED: "info",
    State.RETURNED: "warn",
    State.APPROVED: "ok",
    State.CHECKED_IN: "ok",
    State.REJECTED: "error",
    State.NO_SHOW: "error",
}


@dataclass(frozen=True, slots=True)
class NextAct:
    """What the guest does next, by when, and where."""

    words: str = ""
    due: datetime | None = None
    href: str = ""


def tone(stay: Stay) -> str:
    return TONES.get(State(stay.state), "plain")


def next_act(stay: Stay) -> NextAct:
    """The one next thing of a stay; empty when it is over."""
    act = NEXT_ACTS.get(State(stay.state))
    return (_answer_proposal(stay) or act(stay)) if act else NextAct()


def _answer_proposal(stay: Stay) -> NextAct | None:
    """Another bed is proposed, for the old one is out of use: that comes before everything else."""
    proposed = Rehousing.objects.filter(held=stay, state=Rehousing.State.PROPOSED).first()
    return NextAct(_("答复改住安排"), proposed.answer_by, proposed.get_absolute_url()) if proposed else None


def _finish_draft(stay: Stay) -> NextAct:
    if stay.is_held:
        return NextAct(_("床位已为您保留，请在到时前提交"), stay.held_until, reverse("stay_check"))
    kept_until = stay.created_at + timedelta(days=policy_on(today()).draft_days)
    return NextAct(_("继续填写并提交"), kept_until, reverse("stay_check"))


def _arrive(stay: Stay) -> NextAct:
    due = at(stay.arrival, stay.policy.check_in_from) if stay.policy else None
    return NextAct(_("凭入住码到驿站办理入住"), due, stay.get_absolute_url())


def _leave(stay: Stay) -> NextAct:
    return NextAct(_("按时退房"), at(stay.departure, stay.policy.check_out_by) if stay.policy else None)


def _again(stay: Stay) -> NextAct:
    """Whose request was not decided in time may ask again for the same nights, and keeps the place."""
    if stay.release_at is None or stay.arrival <= today():
        return NextAct()
    asked = {"station": stay.station.code, "arrival": stay.arrival.isoformat(), "nights": stay.length}
    words = _("我们没能按时审完，很抱歉。可以重新申请这几晚，候补按最初提交的时间排")
    return NextAct(words, None, f"{reverse('stay_dates')}?{urlencode(asked)}")


NEXT_ACTS: dict[str, Callable[[Stay], NextAct]] = {
    State.DRAFT: _finish_draft,
    State.WAITING: lambda stay: NextAct(_("等待床位"), None, stay.get_absolute_url()),
    State.OFFERED: lambda stay: NextAct(_("接受候补到的床位"), stay.offer_until, stay.get_absolute_url()),
    State.SUBMITTED: lambda stay: NextAct(_("等待审核"), stay.review_due_at),
    State.RETURNED: lambda stay: NextAct(
        _("补正后重新提交"), stay.answer_due_at, reverse("stay_correct", args=[stay.reference])
    ),
    State.APPROVED: _arrive,
    State.CHECKED_IN: _leave,
    State.EXPIRED: _again,
}


def timeline(stay: Stay, *, is_desk: bool = False) -> list[dict[str, Any]]:
    """
    Steps for components/timeline.html: every move so far, then what is to come.

    Who has the case in hand or approved it first, and a reviewer's note, is the desk's own business; what was
    asked for stands at the last return.
    """
    hidden = OF_HOLDS if is_desk else [*OF_HOLDS, *OF_THE_DESK]
    moves = list(stay.transitions.exclude(reason__in=hidden).select_related("actor__person"))
    returns = [move for move in moves if move.to_state == State.RETURNED != move.from_state]
    steps = [
        {
            "label": str(BESIDE.get(move.reason) or HAPPENED[State(move.to_state)]),
            "state": "done",
            "at": move.at,
            "note": _said(stay, move, is_last=move in returns[-1:], is_desk=is_desk),
        }
        for move in moves
    ]
    return steps + [
        {"label": label, "state": "upcoming" if number else "current", "at": when, "note": ""}
        for number, (label, when) in enumerate(_to_come(stay))
    ]


def _said(stay: Stay, move: StayTransition, *, is_last: bool, is_desk: bool) -> str:
    if move.reason in OF_THE_DESK:
        return move.actor.display_name if move.actor else ""
    asked = asked_words(stay) if is_last else ""
    note = move.note if is_desk or move.reason == DATES_CHANGED else ""
    return pgettext("标点", "；").join(filter(None, [reason_words(move.reason), asked, note]))


def asked_words(stay: Stay) -> str:
    """What the reviewer asked for last, as a line."""
    if not stay.asked:
        return ""
    return _("需补正：%(fields)s") % {"fields": pgettext("标点", "、").join(stay.asked_words)}


def reason_words(code: str) -> str:
    """The words for the applicant; a reviewer's own note stays with the staff."""
    return str(Stay.Reason(code).label) if code in Stay.Reason.values else ""


def _to_come(stay: Stay) -> list[tuple[str, datetime | None]]:
    act = next_act(stay)
    arrive = (pgettext("进度", "入住"), at(stay.arrival, stay.policy.check_in_from) if stay.policy else None)
    leave = (pgettext("进度", "退房"), at(stay.departure, stay.policy.check_out_by) if stay.policy else None)
    later = {
        State.DRAFT: [],
        State.WAITING: [(_("审核"), None), arrive, leave],
        State.OFFERED: [(_("审核"), None), arrive, leave],
        State.SUBMITTED: [arrive, leave],
        State.RETURNED: [(_("审核"), None), arrive, leave],
        State.APPROVED: [leave],
        State.CHECKED_IN: [],
    }.get(State(stay.state))
    return [] if later is None else [(act.words, act.due), *later]
