from __future__ import annotations

from django.db.models.functions import Now

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.notifications.models import Notice


def read_notice(*, actor: User, notice: Notice) -> None:
    """标为已读 (mark read): the first reading counts. Only the addressee reads; a colleague looks."""
    policy.require(actor, "notifications.view_notice", notice)
    Notice.objects.unread_of(actor).filter(pk=notice.pk).update(read_at=Now())


def read_all(*, actor: User) -> int:
    """全部标为已读 (mark everything read). Returns how many were unread."""
    policy.require(actor, "notifications.view_notice")
    return Notice.objects.unread_of(actor).update(read_at=Now())
