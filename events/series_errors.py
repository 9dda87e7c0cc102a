"""Refusals around series of sessions and their venues."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class SeriesEmpty(DomainError):
    """没有日期 (a series of no day)."""

    code = "event_series_empty"
    message = _("请填写次数，或至少一个日期")
    field = "times"


class SeriesTooLong(DomainError):
    """系列过长 (more sessions than one plan takes)."""

    code = "event_series_too_long"
    message = _("一次最多安排 %(most)s 场，您填了 %(asked)s 场，请分几次安排")
    field = "times"


class SeriesClashes(DomainError):
    """系列有冲突 (some of it clash, and all were asked for)."""

    code = "event_series_clashes"
    message = _("有 %(clashing)s 场和别的场次冲突，没有保存任何一场；可以改时间，或只保存不冲突的")


class SeriesChanged(DomainError):
    """与预览不符 (somebody took the venue after the preview)."""

    code = "event_series_changed"
    message = _("预览之后场地有了变化，没有保存任何一场。请重新预览")


class VenueThere(DomainError):
    """场地已登记 (one organisation names a venue once)."""

    code = "event_venue_there"
    message = _("这个单位已登记过同名的场地")
    field = "name"
