"""Refusals of the notices."""

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class NothingToRetry(DomainError):
    """没有失败的投递 (only a delivery that was given up can be tried again)."""

    code = "nothing_to_retry"
    message = _("这条投递没有失败，不需要重试")


class ChannelFailed(Exception):
    """The channel did not take the message; it is tried again later. Never shown to a person."""
