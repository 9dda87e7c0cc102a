"""
What hazards tell: the offices and the enterprise a number and a place; a reporter neither of them.

A reporter's notice is about the person alone and goes to no telephone: a text would stand beside a number in
the operator's files (decision 0084). Its words are true of whoever has reports going on: all of them are
told whenever one report moved (decision 0087).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.templatetags.portal import cn_moment
from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .hazard_querysets import TO_MEND
from .models import HazardReport, HazardStuckList

State = HazardReport.State


def _words(hazard: HazardReport) -> dict[str, Any]:
    due = cn_moment(hazard.due_at) if hazard.due_at else ""
    return {"number": hazard.number, "where": hazard.where, "due": due}


def _stands(*states: str) -> Callable[[HazardReport], bool]:
    def holds(hazard: HazardReport) -> bool:
        return hazard.state in states

    return holds


def _register(name: str, title: str | Promise, holds: Callable[[HazardReport], bool], *channels: str) -> None:
    register(
        NoticeKind(
            key=f"safety.{name}",
            title=title,
            channels=channels or (INBOX,),
            holds=holds,
            words=_words,
            related=("enterprise__organisation", "work_area"),
        )
    )


def register_hazard_notices() -> None:
    """Called once, when the app is ready."""
    _register("hazard_new", _("隐患待办理"), _stands(State.SUBMITTED, State.ACCEPTED))
    _register("hazard_major", _("重大隐患"), _stands(State.MIRRORED), INBOX, SMS)
    _register("hazard_assigned", _("隐患待整改"), _stands(*TO_MEND), INBOX, SMS)
    _register("hazard_half", _("隐患整改期限过半"), _stands(*TO_MEND))
    _register("hazard_over", _("隐患超期未整改"), _stands(*TO_MEND), INBOX, SMS)
    _register("hazard_claimed", _("隐患整改待确认"), _stands(State.FIX_CLAIMED))
    _register("hazard_unconfirmed", _("隐患整改确认期已满"), _stands(State.FIX_CLAIMED))
    _register("hazard_reopened", _("隐患退回整改"), _stands(*TO_MEND), INBOX, SMS)
    register(
        NoticeKind(
            key="safety.hazard_stuck",
            title=_("卡住的隐患"),
            channels=(INBOX,),
            words=lambda listed: {"total": listed.total, "on": listed.on},
            url=HazardStuckList.get_absolute_url,
            related=("reporting_org",),
        )
    )
    register(
        NoticeKind(
            key="safety.hazard_news",
            title=_("看看您上报的隐患"),
            channels=(INBOX,),
            url=lambda person: reverse("my_hazards"),
            is_discreet=True,
        )
    )
