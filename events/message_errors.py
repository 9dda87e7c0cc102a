"""Refusals around messages to a segment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class NobodyToTell(DomainError):
    """没有收件人 (the segment is empty)."""

    code = "event_nobody_to_tell"
    message = _("这一组现在没有人，没有发送")
    field = "segment"
