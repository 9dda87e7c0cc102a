"""Codes of hazards and what they are called; which state may follow which."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HazardCategory(models.TextChoices):
    """隐患类别."""

    FIRE = "fire", _("消防和疏散通道")
    ELECTRIC = "electric", _("用电")
    MACHINE = "machine", _("机械设备")
    HEIGHT = "height", _("高处和临边")
    CHEMICAL = "chemical", _("危险化学品和气体")
    VEHICLE = "vehicle", _("车辆和道路")
    GEAR = "gear", _("劳动防护用品")
    ORDER = "order", _("现场堆放和标识")
    OTHER = "other", pgettext_lazy("隐患类别", "其他")


class HazardSeverity(models.TextChoices):
    """严重程度; which time each has stands in ``settings.SAFETY["hazard_due"]``."""

    MAJOR = "major", _("重大（交应急管理部门）")
    URGENT = "urgent", _("紧急（立即整改）")
    SERIOUS = "serious", _("较大（3 天）")
    GENERAL = "general", _("一般（7 天）")
    MINOR = "minor", _("轻微（30 天）")


class HazardPositionFrom(models.TextChoices):
    """位置来源; only what a picture says of itself is compared with the after-photo."""

    PHOTO = "photo", _("照片位置")
    PHONE = "phone", _("手机位置")
    SKETCH = "sketch", _("图上标记")


class HazardState(models.TextChoices):
    """From the report to the end (reference/loans_safety.md §6.1)."""

    SUBMITTED = "submitted", pgettext_lazy("随手拍", "待审核")
    ACCEPTED = "accepted", pgettext_lazy("随手拍", "已受理")
    REJECTED = "rejected", pgettext_lazy("随手拍", "不予受理")
    DUPLICATE = "duplicate", pgettext_lazy("随手拍", "已并入")
    ASSIGNED = "assigned", pgettext_lazy("随手拍", "已派单")
    RECTIFYING = "rectifying", pgettext_lazy("随手拍", "整改中")
    FIX_CLAIMED = "fixed_claimed", pgettext_lazy("随手拍", "待确认")
    REOPENED = "reopened", pgettext_lazy("随手拍", "退回整改")
    VERIFIED = "verified", pgettext_lazy("随手拍", "整改已确认")
    CLOSED = "closed", pgettext_lazy("随手拍", "已办结")
    TRANSFERRED = "transferred", pgettext_lazy("随手拍", "已移交")
    MIRRORED = "mirrored", pgettext_lazy("随手拍", "应急部门办理")


class HazardOutcome(models.TextChoices):
    """办结结果: closed is not fixed (reference/loans_safety.md §6.1)."""

    FIXED = "fixed", _("已整改")
    ELSEWHERE = "elsewhere", _("由其他部门办结")
    UNFIXED = "unfixed", _("未整改，另立新单")


class HazardRejection(models.TextChoices):
    """不予受理的理由."""

    NO_HAZARD = "no_hazard", _("不构成安全隐患")
    UNCLEAR = "unclear", _("照片或说明看不清，无法核实")
    ELSEWHERE = "elsewhere", _("不在本市或不属于安全生产")
    UNTRUE = "untrue", _("与现场不符")


class HazardParty(models.TextChoices):
    """Who moved a hazard, as far as everybody may know."""

    REPORTER = "reporter", pgettext_lazy("随手拍", "上报人")
    ENTERPRISE = "enterprise", _("企业")
    OFFICE = "office", _("团组织")
    BUREAU = "bureau", _("应急管理部门")
    PORTAL = "portal", pgettext_lazy("随手拍", "系统")


S = HazardState
HAZARD_NEXT: Mapping[str, tuple[str, ...]] = {
    S.SUBMITTED: (S.ACCEPTED, S.REJECTED, S.DUPLICATE, S.MIRRORED),
    S.ACCEPTED: (S.ASSIGNED, S.DUPLICATE, S.MIRRORED),
    S.ASSIGNED: (S.RECTIFYING, S.TRANSFERRED, S.MIRRORED),
    S.RECTIFYING: (S.FIX_CLAIMED, S.TRANSFERRED, S.MIRRORED),
    # The second "not mended" ends this report without a fix; a new one goes on from it.
    S.FIX_CLAIMED: (S.VERIFIED, S.REOPENED, S.CLOSED),
    S.REOPENED: (S.RECTIFYING, S.TRANSFERRED, S.MIRRORED),
    S.VERIFIED: (S.CLOSED,),
    S.TRANSFERRED: (S.CLOSED,),
    # What the bureau finds to be less than major comes back; the rest ends there.
    S.MIRRORED: (S.ACCEPTED, S.REJECTED, S.DUPLICATE, S.CLOSED),
}
