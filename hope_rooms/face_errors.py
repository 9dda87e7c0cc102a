"""Refusals around the child's own answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class AlreadyLookedAfter(DomainError):
    """已了解 (somebody else was faster)."""

    code = "already_looked_after"
    message = _("已有人了解过并登记")
