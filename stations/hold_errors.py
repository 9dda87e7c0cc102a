"""Refusals about beds that are held while a form is filled in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class HoldPaused(DomainError):
    """保留暂停 (beds were held too long without a request): none for a while; a request is taken."""

    code = "hold_paused"
    message = _(
        "您在 %(hours)s 小时内保留床位共 %(minutes)s 分钟而没有提交申请（上限 %(most)s 分钟），"
        "%(until)s 前不再保留床位；您仍可以填写并直接提交申请"
    )
    status = 429
