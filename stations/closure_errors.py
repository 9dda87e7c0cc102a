"""Refusals about closures, and about the guests whom they move; beside `stations.errors`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError, StateChanged

from .errors import WrongState


class ClosurePast(DomainError):
    """停用首夜已过 (nobody can be moved out of a night that was slept)."""

    code = "closure_past"
    message = _("停用首夜不能早于今天")
    field = "from_on"
    status = 400


class ClosureTooShort(DomainError):
    """停用不足一晚."""

    code = "closure_too_short"
    message = _("恢复日期须晚于停用首夜")
    field = "until_on"
    status = 400


class ClosureOver(StateChanged):
    """停用已结束 (its last night is over, or somebody has lifted it)."""

    code = "closure_over"
    message = _("这次停用已经结束，无需再恢复")


class SleptOutsideTheDays(DomainError):
    """停办或启用日期不合已住的夜晚 (a house was slept in on a day on which it is said to be closed)."""

    code = "slept_outside_the_days"
    message = _("本站在 %(first)s 至 %(last)s 之间有人住过，启用和停办日期须把这些夜晚包含在内")
    field = "closed_on"


class StayRehoused(WrongState):
    """入住单已改到别处 (a closure has moved the stay to another station meanwhile)."""

    code = "stay_rehoused"
    message = _("这份入住单已因停用改到%(station)s，请刷新后再办理")


class RehousingSettled(StateChanged):
    """改住已处理 (the guest or the staff were faster, or the stay is over)."""

    code = "rehousing_settled"
    message = _("这份改住安排已经处理过了，请刷新后查看")


class NoRoomThere(DomainError):
    """该站没有床位 (no bed there suits the guest for all nights to come)."""

    code = "no_room_there"
    message = _("所选驿站在这几晚没有适合这位来宾的床位，请另选一家")
    field = "station"
