"""Words of a collective wedding: states, which may follow which, reasons and kinds."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WeddingState(models.TextChoices):
    """From the call to what became of the day (reference domain.md §3.4)."""

    DRAFT = "draft", pgettext_lazy("集体婚礼", "草稿")
    OPEN = "open", pgettext_lazy("集体婚礼", "征集中")
    LISTED = "listed", pgettext_lazy("集体婚礼", "遴选中")
    RELEASED = "released", pgettext_lazy("集体婚礼", "已公布结果")
    HELD = "held", pgettext_lazy("集体婚礼", "已举办")
    CANCELLED = "cancelled", pgettext_lazy("集体婚礼", "已取消")


W = WeddingState
WEDDING_NEXT: Mapping[str, tuple[str, ...]] = {
    W.DRAFT: (W.OPEN, W.CANCELLED),
    W.OPEN: (W.LISTED, W.CANCELLED),
    W.LISTED: (W.RELEASED, W.CANCELLED),
    W.RELEASED: (W.HELD, W.CANCELLED),
}


class SelectionMethod(models.TextChoices):
    """How places are given where more couples are eligible than there are places."""

    SCORING = "scoring", _("评分")
    DRAW = "draw", _("公开抽签")


class CoupleState(models.TextChoices):
    """From the first of two log-ins to the wedding."""

    DRAFT = "draft", pgettext_lazy("新人", "填写中")
    SUBMITTED = "submitted", pgettext_lazy("新人", "待初审")
    SECOND_LOOK = "second_look", pgettext_lazy("新人", "待复审")
    RETURNED = "returned", pgettext_lazy("新人", "待补充")
    ELIGIBLE = "eligible", pgettext_lazy("新人", "审核通过，等待结果")
    ADMITTED = "admitted", pgettext_lazy("新人", "入选")
    RESERVE = "reserve", pgettext_lazy("新人", "候补")
    OFFERED = "offered", pgettext_lazy("新人", "待确认名额")
    HELD = "held", pgettext_lazy("新人", "已参加")
    ABSENT = "absent", pgettext_lazy("新人", "未到场")
    REFUSED = "refused", pgettext_lazy("新人", "未通过")
    WITHDRAWN = "withdrawn", pgettext_lazy("新人", "已退出")
    LAPSED = "lapsed", pgettext_lazy("新人", "名额已过期")
    ENDED = "ended", pgettext_lazy("新人", "已结束")


C = CoupleState
COUPLE_NEXT: Mapping[str, tuple[str, ...]] = {
    C.DRAFT: (C.SUBMITTED, C.WITHDRAWN, C.ENDED),
    C.SUBMITTED: (C.SECOND_LOOK, C.RETURNED, C.REFUSED, C.WITHDRAWN, C.ENDED),
    C.SECOND_LOOK: (C.ELIGIBLE, C.RETURNED, C.REFUSED, C.WITHDRAWN, C.ENDED),
    C.RETURNED: (C.SUBMITTED, C.SECOND_LOOK, C.WITHDRAWN, C.ENDED),
    C.ELIGIBLE: (C.ADMITTED, C.RESERVE, C.WITHDRAWN, C.ENDED),
    C.RESERVE: (C.OFFERED, C.WITHDRAWN, C.ENDED),
    C.OFFERED: (C.ADMITTED, C.LAPSED, C.WITHDRAWN, C.ENDED),
    C.ADMITTED: (C.HELD, C.ABSENT, C.WITHDRAWN, C.ENDED),
}


class CoupleRefusal(models.TextChoices):
    """Why a couple is not admitted to the selection; the couple reads the reason."""

    NOT_MARRIED = "not_married", _("结婚证信息核对不符")
    OUTSIDE_WINDOW = "outside_window", _("领证日期不在本届范围")
    IDENTITY = "identity", _("身份信息核对不符")
    CONDITIONS = "conditions", _("不符合本届参加条件")
    PAPERS = "papers", _("材料不清楚或不真实")


class CouplePaper(models.TextChoices):
    """材料 (papers): domain.md §1.7."""

    CERTIFICATE = "certificate", _("结婚证照片")
    PHOTO = "photo", _("双方合影")
    HOUSEHOLD = "household", _("户口簿（仅在要求时）")


# Without these nothing is handed in.
NEEDED_PAPERS = (CouplePaper.CERTIFICATE, CouplePaper.PHOTO)


class Transport(models.TextChoices):
    """交通 (transport): how a couple comes to the place of meeting."""

    OWN = "own", _("自行前往")
    BUS = "bus", _("乘组委会班车")


class ProgrammeKind(models.TextChoices):
    """What the day consists of (the article: photo spots, cars and boats, ceremony, after-party)."""

    PHOTO = "photo", _("打卡拍照")
    CONVOY = "convoy", _("车船相会")
    REHEARSAL = "rehearsal", _("彩排")
    CEREMONY = "ceremony", _("主庆典")
    PARTY = "party", _("After party")
