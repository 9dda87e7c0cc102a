"""Refusals about beds that are held while a form is filled in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class HoldPaused(DomainError):
    """保留暂停 (too many holds ran out): none is given for a while; a request is taken all the same."""

    code = "hold_paused"
    message = _(
        "您在 %(hours)s 小时内有 %(count)s 次保留的床位到时未提交（上限 %(most)s 次），"
        "%(until)s 前不再保留床位；您仍可以填写并直接提交申请"
    )
    status = 429
