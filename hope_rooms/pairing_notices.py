"""What pairings and visits tell: the child's code and what is to be done, nothing of the child."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from volunteers.signup_rules import hours_words
from zibo_youth.notifications.kinds import INBOX, NoticeKind, register

from .models import ChildVisit, Counsellor, Escalation, PairMember
from .models.pairing import VISITING

State = ChildVisit.State


def _member_words(member: PairMember) -> dict[str, Any]:
    graduates = member.volunteer.graduates_on
    return {
        "code": member.pairing.child.code,
        "volunteer": member.volunteer.volunteer_no,
        "day": graduates.isoformat() if graduates else "",
    }


def _visit_words(visit: ChildVisit) -> dict[str, Any]:
    return {"code": visit.pairing.child.code, "hours": hours_words(visit.starts_at, visit.ends_at)}


def _counsellor_words(named: Counsellor) -> dict[str, Any]:
    return {"code": named.child.code}


def _counselling_page(_named: Counsellor) -> str:
    return reverse("my_counselling")


def _rung_words(rung: Escalation) -> dict[str, Any]:
    return {
        "code": rung.pairing.child.code,
        "due": rung.due_on.isoformat(),
        "level": rung.level,
        "is_for_rematching": rung.level == 5,
    }


def _still_waits(rung: Escalation) -> bool:
    return rung.pairing.state in VISITING


def _pairing_page(about: PairMember | Escalation) -> str:
    """The desk's page; it leads the pair to theirs."""
    return about.pairing.get_absolute_url()


def _visit_page(visit: ChildVisit) -> str:
    return visit.get_absolute_url()


def _desk_page(visit: ChildVisit) -> str:
    return reverse("pairing_visit", args=[visit.public_id])


MEMBER = ("pairing__child", "volunteer__person")
VISIT = ("pairing__child",)
KINDS = [
    NoticeKind(
        key="hope_rooms.pairing_began",
        title=_("结对陪伴开始"),
        channels=(INBOX,),
        holds=lambda member: member.ended_at is None,
        words=_member_words,
        url=_pairing_page,
        related=MEMBER,
    ),
    NoticeKind(
        key="hope_rooms.handover_due",
        title=_("志愿者即将毕业，请安排交接"),
        channels=(INBOX,),
        holds=lambda member: member.ended_at is None,
        words=_member_words,
        url=_pairing_page,
        related=MEMBER,
    ),
    NoticeKind(
        key="hope_rooms.visit_asked",
        title=_("请确认走访时间"),
        channels=(INBOX,),
        holds=lambda visit: visit.state == State.ASKED,
        words=_visit_words,
        url=_visit_page,
        related=VISIT,
    ),
    NoticeKind(
        key="hope_rooms.visit_planned",
        title=_("走访已约定"),
        channels=(INBOX,),
        holds=lambda visit: visit.state == State.PLANNED,
        words=_visit_words,
        url=_visit_page,
        related=VISIT,
    ),
    NoticeKind(
        key="hope_rooms.counsellor_named",
        title=_("请为一名孩子做心理疏导"),
        channels=(INBOX,),
        holds=lambda named: named.stands,
        words=_counsellor_words,
        url=_counselling_page,
        related=("child",),
    ),
    NoticeKind(
        key="hope_rooms.counsellor_ended",
        title=_("心理疏导已结束"),
        channels=(INBOX,),
        holds=lambda named: not named.stands,
        words=_counsellor_words,
        url=_counselling_page,
        related=("child",),
    ),
    NoticeKind(
        key="hope_rooms.visit_red",
        title=_("走访中两名志愿者没有同时在场"),
        channels=(INBOX,),
        holds=lambda visit: visit.is_red,
        words=_visit_words,
        url=_desk_page,
        related=VISIT,
    ),
    NoticeKind(
        key="hope_rooms.visit_due",
        title=_("走访提醒"),
        channels=(INBOX,),
        holds=_still_waits,
        words=_rung_words,
        url=_pairing_page,
        related=VISIT,
    ),
    NoticeKind(
        key="hope_rooms.visit_overdue",
        title=_("走访催办"),
        channels=(INBOX,),
        holds=_still_waits,
        words=_rung_words,
        url=_pairing_page,
        related=VISIT,
    ),
    NoticeKind(
        key="hope_rooms.visits_caught_up",
        title=_("走访情况汇总"),
        channels=(INBOX,),
        holds=_still_waits,
        words=_rung_words,
        url=_pairing_page,
        related=VISIT,
    ),
]


def register_pairing_notices() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register(kind)
