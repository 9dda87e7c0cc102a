"""Refusals of lists of trainees: the rule, the value, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class NoTrainees(DomainError):
    """名单没有人 (a list of nobody)."""

    code = "safety_no_trainees"
    message = _("名单里没有人，请按模板每行填写一人")
    field = "file"


class TraineesChanged(DomainError):
    """名单与预览不符 (something changed since the preview was shown)."""

    code = "safety_trainees_changed"
    message = _("预览之后情况有变，没有导入任何人。请重新上传并预览")


class GroupRefused(DomainError):
    """一家企业的名单不能导入 (its part is full, or somebody waits for it)."""

    code = "safety_group_refused"
    message = _("%(enterprise)s：%(reason)s")
