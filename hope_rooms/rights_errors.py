"""Refusals of holds, erasures and guardians' requests: each names the broken rule."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class ChildHeld(DomainError):
    """依法保留 (a hold stands: nothing of this child is erased)."""

    code = "child_held"
    message = _("这名孩子的信息正在依法保留，解除保留之前不能清除")


class ChildHoldStands(DomainError):
    """已在保留 (one hold stands at a time)."""

    code = "child_hold_stands"
    message = _("这名孩子的信息已在保留中")


class ChildHoldLifted(DomainError):
    """没有保留 (nothing to lift, or somebody was faster)."""

    code = "child_hold_lifted"
    message = _("这名孩子的信息现在没有保留，或已经解除")
