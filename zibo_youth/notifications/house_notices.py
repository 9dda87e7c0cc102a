"""What the house itself tells people; accounts lies below notifications and registers nothing here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from .kinds import EMAIL, INBOX, SMS, NoticeKind, register


def _is_open(review: Any) -> bool:
    return bool(review.state == "open")


def _in_admin(review: Any) -> str:
    return reverse("admin:accounts_identityreview_change", args=[review.pk])


def _in_state(state: str) -> Callable[[Any], bool]:
    def holds(request: Any) -> bool:
        return bool(request.state == state)

    return holds


def _own_page(request: Any) -> str:
    return reverse("close_account")


def _to_approve(request: Any) -> str:
    return f"{reverse('admin:accounts_erasurerequest_changelist')}?state__exact=recorded"


def _clock_of(request: Any) -> dict[str, Any]:
    return {
        "due": date_format(localtime(request.due_at), "MONTH_DAY_FORMAT") if request.due_at else "",
        "answer": date_format(request.answer_by, "MONTH_DAY_FORMAT"),
        "reason": request.reason,
    }


def register_notices() -> None:
    """Called once by ``NotificationsConfig.ready``."""
    register(
        NoticeKind(
            key="accounts.identity_review",
            title=_("有身份核对待处理"),
            channels=(INBOX, EMAIL),
            holds=_is_open,
            url=_in_admin,
        )
    )
    for key, title, state, url, channels in (
        ("erasure_asked", _("已收到注销申请"), "asked", _own_page, (INBOX, SMS)),
        ("erasure_refused", _("注销申请没有办理"), "refused", _own_page, (INBOX, SMS)),
        ("erasure_to_approve", _("有书面注销申请待复核"), "recorded", _to_approve, (INBOX, EMAIL)),
    ):
        register(
            NoticeKind(
                key=f"accounts.{key}",
                title=title,
                channels=channels,
                holds=_in_state(state),
                words=_clock_of,
                url=url,
            )
        )
