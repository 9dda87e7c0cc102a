"""What the demonstration's commands share: they serve nobody but the demonstration."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError

from zibo_youth.accounts import mobile
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import DomainError


def demo_user(typed: str) -> User:
    """The account of a number as typed, in the demonstration only; else CommandError."""
    if not settings.DEMO:
        raise CommandError("此命令只在演示环境中可用。")
    try:
        found = User.objects.filter(mobile=mobile.normalise(typed)).first()
    except DomainError as refusal:
        raise CommandError(str(refusal)) from refusal
    if found is None:
        raise CommandError(f"没有手机号为 {typed} 的账号。")
    return found
