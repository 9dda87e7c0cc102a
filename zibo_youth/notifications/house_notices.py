"""What the house itself tells people; accounts lies below notifications and registers nothing here."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .kinds import EMAIL, INBOX, NoticeKind, register


def _is_open(review: Any) -> bool:
    return bool(review.state == "open")


def _in_admin(review: Any) -> str:
    return reverse("admin:accounts_identityreview_change", args=[review.pk])


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
