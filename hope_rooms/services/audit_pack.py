"""年度合规审计材料 (the yearly audit pack): counts of looks, emergencies, consents, requests and erasures."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hope_rooms.data_classes import Purpose
from hope_rooms.models import (
    Access,
    AccessAttempt,
    AccessGrant,
    CareConsent,
    ChildErasure,
    ChildVisit,
    GuardianRequest,
    YearAudit,
)
from zibo_youth.accounts.models import Membership
from zibo_youth.accounts.staff import holders_of
from zibo_youth.core.calendar import at
from zibo_youth.notifications.outbox import notify

Numbers = dict[str, dict[str, Any]]
SECOND_OF_JANUARY = (1, 2)
SECTIONS: dict[str, tuple[str | Promise, dict[str, Any]]] = {
    "basis": (gettext_lazy("查阅次数，按依据"), dict(Access.Basis.choices)),
    "purpose": (gettext_lazy("查阅次数，按目的"), dict(Purpose.choices)),
    "attempts": (gettext_lazy("未获准的查阅"), {"all": gettext_lazy("次数")}),
    "emergencies": (
        gettext_lazy("紧急查阅"),
        {
            "taken": gettext_lazy("次数"),
            "in_time": gettext_lazy("按时复核"),
            "late": gettext_lazy("超期复核"),
            "open": gettext_lazy("尚未复核"),
        },
    ),
    "consents": (
        gettext_lazy("监护人同意"),
        {
            "agreed": gettext_lazy("同意"),
            "refused": gettext_lazy("不同意"),
            "withdrawn": gettext_lazy("撤回"),
        },
    ),
    "requests": (
        gettext_lazy("监护人要求"),
        {
            "received": gettext_lazy("收到"),
            "done": gettext_lazy("已办理"),
            "refused": gettext_lazy("不予办理"),
            "in_time": gettext_lazy("按时答复"),
            "median_days": gettext_lazy("答复天数（中位数）"),
            "most_days": gettext_lazy("答复天数（最长）"),
        },
    ),
    "erasures": (gettext_lazy("儿童信息清除"), dict(ChildErasure.Cause.choices)),
    "care": (gettext_lazy("陪伴"), {"counselling": gettext_lazy("心理疏导场次（记录不计入）")}),
}


def numbers_of(year: int) -> Numbers:
    """The counts of one year of this city, by section; nothing of anybody is in them."""
    begins, ends = at(date(year, 1, 1), time.min), at(date(year + 1, 1, 1), time.min)
    span = (begins, ends)
    looks = _within(Access.objects.all(), "at", span)
    return {
        "basis": _counted(looks, "basis"),
        "purpose": _counted(looks, "purpose"),
        "attempts": {"all": _within(AccessAttempt.objects.all(), "at", span).count()},
        "emergencies": _emergencies(_within(AccessGrant.objects.filter(kind="emergency"), "starts_at", span)),
        "consents": _consents(span),
        "requests": _requests(year),
        "erasures": _counted(_within(ChildErasure.objects.all(), "erased_at", span), "cause"),
        "care": {"counselling": _sessions(year)},
    }


def _sessions(year: int) -> int:
    """That they took place, and nothing of what was written."""
    return ChildVisit.objects.filter(kind="counselling", state="counted", counted_on__year=year).count()


def _within(rows: QuerySet[Any], column: str, span: tuple[datetime, datetime]) -> QuerySet[Any]:
    return rows.filter(**{f"{column}__gte": span[0], f"{column}__lt": span[1]})


def _counted(rows: QuerySet[Any], column: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(number=Count("pk")))


def _emergencies(taken: QuerySet[Any]) -> dict[str, int]:
    allowed = timedelta(hours=settings.HOPE_ROOMS["emergency_review_hours"])
    reviewed = taken.filter(reviewed_at__isnull=False)
    in_time = reviewed.filter(reviewed_at__lte=F("starts_at") + allowed).count()
    counts = {"taken": taken.count(), "in_time": in_time, "late": reviewed.count() - in_time}
    return counts | {"open": counts["taken"] - reviewed.count()}


def _consents(span: tuple[datetime, datetime]) -> dict[str, int]:
    answers = _counted(_within(CareConsent.objects.all(), "recorded_at", span), "answer")
    return answers | {"withdrawn": _within(CareConsent.objects.all(), "withdrawn_at", span).count()}


def _requests(year: int) -> dict[str, Any]:
    """Of those that came in this year, answered until now."""
    came = GuardianRequest.objects.filter(asked_on__year=year)
    answered = list(came.answered().values_list("asked_on", "answered_on"))
    days = [(answered_on - asked_on).days for asked_on, answered_on in answered]
    states = _counted(came, "state")
    return {
        "received": came.count(),
        "done": states.get("done", 0),
        "refused": states.get("refused", 0),
        "in_time": came.answered().filter(answered_on__lte=F("due_on")).count(),
        "median_days": median(days) if days else 0,
        "most_days": max(days, default=0),
    }


def in_words(year: int, numbers: Numbers) -> str:
    """The pack as a page: a section for each, a line for each count, zeros too."""
    heading = _("%(year)s 年儿童信息合规审计材料") % {"year": year}
    lines = [f"# {heading}"]
    for key, (title, labels) in SECTIONS.items():
        lines += ["", f"## {title}", ""]
        counts = numbers.get(key, {})
        lines += [f"- {label}: {counts.get(name, 0)}" for name, label in labels.items()]
    return "\n".join(lines)


@transaction.atomic
def make_pack(*, on: date) -> int:
    """
    每年一份 (beat, nightly from 2 January): last year's, once; director and lead are told.

    Run twice, or after days without beat, it is made once. Returns how many were made now.
    """
    if (on.month, on.day) < SECOND_OF_JANUARY:
        return 0
    year = on.year - 1
    pack, is_new = YearAudit.objects.get_or_create(year=year, defaults={"numbers": numbers_of(year)})
    for role in (Membership.Role.CENTRE_DIRECTOR, Membership.Role.SAFEGUARDING_LEAD):
        for person in holders_of(role) if is_new else ():
            notify("hope_rooms.audit_pack_made", to=person, about=pack)
    return int(is_new)
