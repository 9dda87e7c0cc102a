"""What those who guard the children are told: an emergency to look at, a week's looks to ask about."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.templatetags.portal import cn_moment
from zibo_youth.notifications.kinds import INBOX, NoticeKind, register

from .models import AccessGrant, GuardianRequest, LookAnomaly, YearAudit


def _emergency_words(grant: AccessGrant) -> dict[str, Any]:
    return {
        "taker": str(grant.person),
        "code": grant.child.code,
        "until": cn_moment(grant.ends_at),
        "due": cn_moment(grant.review_due_at),
    }


def _week_words(anomaly: LookAnomaly) -> dict[str, Any]:
    """How many people of each kind the week names, itself among them."""
    rows = LookAnomaly.objects.filter(week=anomaly.week).order_by().values_list("kind")
    return dict.fromkeys(LookAnomaly.Kind.values, 0) | {
        "week": anomaly.week.isoformat(),
        **dict(rows.annotate(people=Count("pk"))),
    }


def _week_page(anomaly: LookAnomaly) -> str:
    week = anomaly.week
    found = urlencode({"week__year": week.year, "week__month": week.month, "week__day": week.day})
    return f"{reverse('admin:hope_rooms_lookanomaly_changelist')}?{found}"


def _request_words(request: GuardianRequest) -> dict[str, Any]:
    return {
        "code": request.child.code,
        "kind": str(request.get_kind_display()),
        "due": request.due_on.isoformat(),
    }


def _pack_page(pack: YearAudit) -> str:
    return reverse("admin:hope_rooms_yearaudit_change", args=[pack.pk])


def register_guard_notices() -> None:
    """Called once, when the app is ready."""
    register(
        NoticeKind(
            key="hope_rooms.emergency_taken",
            title=_("紧急查阅，请复核"),
            channels=(INBOX,),
            holds=lambda grant: grant.reviewed_at is None,
            words=_emergency_words,
            related=("child", "person"),
        )
    )
    register(
        NoticeKind(
            key="hope_rooms.looks_to_review",
            title=_("上周异常查阅"),
            channels=(INBOX,),
            words=_week_words,
            url=_week_page,
        )
    )
    register(
        NoticeKind(
            key="hope_rooms.request_recorded",
            title=_("监护人提出要求，请答复"),
            channels=(INBOX,),
            holds=lambda request: request.is_open,
            words=_request_words,
            related=("child",),
        )
    )
    register(
        NoticeKind(
            key="hope_rooms.audit_pack_made",
            title=_("年度合规审计材料已生成"),
            channels=(INBOX,),
            words=lambda pack: {"year": pack.year},
            url=_pack_page,
        )
    )
