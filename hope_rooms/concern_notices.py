"""What concerns tell: a number and a link, no child, nobody's name; seen by their addressee alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import Concern, ConcernAlert


def _words(alert: ConcernAlert) -> dict[str, Any]:
    return {"number": alert.concern.number}


def _page(alert: ConcernAlert) -> str:
    return alert.concern.get_absolute_url()


def register_concern_notices() -> None:
    """Called once, when the app is ready."""
    register(
        NoticeKind(
            key="hope_rooms.concern_waits",
            title=_("关切等待接收"),
            channels=(INBOX, SMS),
            holds=lambda alert: alert.concern.state == Concern.State.REPORTED,
            words=_words,
            url=_page,
            related=("concern",),
            is_discreet=True,
        )
    )
    register(
        NoticeKind(
            key="hope_rooms.concern_account_due",
            title=_("请补交书面情况"),
            channels=(INBOX,),
            holds=lambda alert: alert.concern.account_at is None,
            words=_words,
            url=_page,
            related=("concern",),
            is_discreet=True,
        )
    )
