"""Refusals about a stay in parts; beside `stations.errors`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class SplitDisagrees(DomainError):
    """分段与申请不符 (the parts do not cover the nights of the draft, one after the other)."""

    code = "split_disagrees"
    message = _("分段方案与您填写的日期不符，请重新查看")
    status = 400
