"""Refusals about nights beyond the year's cap."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class ExtraNightsTakeTwoPeople(DomainError):
    """同一人不能既提出又批准 (whoever asked, or sleeps there, is no second pair of eyes)."""

    code = "extra_nights_two_people"
    message = _("额外晚数须由另一位工作人员审批：提出人和本人都不能批准")
    status = 403


class ExtraNightsAskedBefore(DomainError):
    """当年已有一份 (one is asked for or granted in this year)."""

    code = "extra_nights_once"
    message = _("这位青年当年已有一份待批或已批准的额外晚数")
    field = "person"


class ExtraNightsAllUsed(DomainError):
    """没有可收回的 (every granted night was slept or is booked: those stay)."""

    code = "extra_nights_all_used"
    message = _("批准的 %(nights)s 晚都已入住或预订，没有可以收回的")


class ExtraNightsOutOfRange(DomainError):
    """晚数或日期不合理."""

    code = "extra_nights_range"
    message = _("额外晚数为 1 至 30 晚，最后一晚不得早于今天")
    field = "nights"
    status = 400
