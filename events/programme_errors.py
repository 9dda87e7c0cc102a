"""Refusals of the programme of a wedding: slots that are full, taken, too late."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class SlotFull(DomainError):
    """时段已满 (no place for another couple)."""

    code = "slot_full"
    message = _("这个时段已满，请另选一个")
    field = "slot"


class SlotTakenOnce(DomainError):
    """环节已预约 (one slot per item)."""

    code = "slot_taken_once"
    message = _("这个环节您已约了时段，请先取消原来的")
    field = "slot"


class SlotOverlaps(DomainError):
    """时段重叠 (nobody is at two places at once)."""

    code = "slot_overlaps"
    message = _("这个时段和您已约的时段重叠，请另选一个")
    field = "slot"


class SlotNotForYou(DomainError):
    """不能预约 (of another edition, or not admitted)."""

    code = "slot_not_for_you"
    message = _("入选本届的新人才能预约本届的时段")
    field = "slot"


class SlotHoursWrong(DomainError):
    """时段时间不对 (its end before its beginning, or not on the day)."""

    code = "slot_hours_wrong"
    message = _("请检查时段：结束须晚于开始，都在婚礼当天或之前 7 天内")
    field = "ends_at"


class SlotBeginsTwice(DomainError):
    """时段重复 (a slot of this item begins then already)."""

    code = "slot_begins_twice"
    message = _("这个环节在这个时间已有时段")
    field = "starts_at"


class TooLateForSlots(DomainError):
    """时段已定 (on the day itself nothing is changed)."""

    code = "slot_too_late"
    message = _("婚礼当天不能再改时段，请致电承办单位")
