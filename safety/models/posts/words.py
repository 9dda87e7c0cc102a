"""Words of the model posts: states and which may follow which, kinds of criteria, reasons."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    """A year's call: written, open to units, before the reviewers, before the public, decided, reported."""

    DRAFT = "draft", pgettext_lazy("青安岗年度", "筹备")
    OPEN = "open", pgettext_lazy("青安岗年度", "申报中")
    SCORING = "scoring", pgettext_lazy("青安岗年度", "评审中")
    SHORTLISTED = "shortlisted", pgettext_lazy("青安岗年度", "已定入围")
    NOTICE = "notice", pgettext_lazy("青安岗年度", "公示中")
    AWARDED = "awarded", pgettext_lazy("青安岗年度", "已命名")
    REPORTED = "reported", pgettext_lazy("青安岗年度", "已上报")
    CANCELLED = "cancelled", pgettext_lazy("青安岗年度", "已取消")


R = RoundState
ROUND_NEXT: Mapping[str, tuple[str, ...]] = {
    R.DRAFT: (R.OPEN, R.CANCELLED),
    R.OPEN: (R.SCORING, R.CANCELLED),
    R.SCORING: (R.SHORTLISTED, R.CANCELLED),
    R.SHORTLISTED: (R.NOTICE, R.CANCELLED),
    R.NOTICE: (R.AWARDED, R.CANCELLED),
    R.AWARDED: (R.REPORTED,),
}


class PostState(models.TextChoices):
    """From the unit's draft to the plate, and what may end it."""

    DRAFT = "draft", pgettext_lazy("青安岗", "填写中")
    UNIT_SIGNED = "unit_signed", pgettext_lazy("青安岗", "单位已签署")
    DISTRICT_REVIEW = "district_review", pgettext_lazy("青安岗", "区县审核中")
    RETURNED = "returned", pgettext_lazy("青安岗", "退回补正")
    CITY_SCREENING = "city_screening", pgettext_lazy("青安岗", "市级初审中")
    SCORING = "scoring", pgettext_lazy("青安岗", "评审中")
    SHORTLISTED = "shortlisted", pgettext_lazy("青安岗", "入围")
    NOT_SELECTED = "not_selected", pgettext_lazy("青安岗", "未入围")
    PUBLIC_NOTICE = "public_notice", pgettext_lazy("青安岗", "公示中")
    AWARDED = "awarded", pgettext_lazy("青安岗", "已命名")
    REPORTED_UP = "reported_up", pgettext_lazy("青安岗", "已命名并上报")
    DECLINED = "declined", pgettext_lazy("青安岗", "未予推荐")
    EXCLUDED = "excluded", pgettext_lazy("青安岗", "一票否决")
    WITHDRAWN = "withdrawn", pgettext_lazy("青安岗", "单位撤回")
    ENDED = "ended", pgettext_lazy("青安岗", "逾期结束")
    REVOKED = "revoked", pgettext_lazy("青安岗", "已撤销命名")
    EXPIRED = "expired", pgettext_lazy("青安岗", "命名到期")


P = PostState
_OUT = (P.EXCLUDED, P.WITHDRAWN, P.ENDED)
POST_NEXT: Mapping[str, tuple[str, ...]] = {
    P.DRAFT: (P.UNIT_SIGNED, P.WITHDRAWN, P.ENDED),
    P.UNIT_SIGNED: (P.DISTRICT_REVIEW, *_OUT),
    P.DISTRICT_REVIEW: (P.CITY_SCREENING, P.RETURNED, P.DECLINED, *_OUT),
    P.RETURNED: (P.UNIT_SIGNED, P.DECLINED, *_OUT),
    P.CITY_SCREENING: (P.SCORING, P.RETURNED, P.DECLINED, *_OUT),
    P.SCORING: (P.SHORTLISTED, P.NOT_SELECTED, P.RETURNED, *_OUT),
    P.NOT_SELECTED: (P.SHORTLISTED, P.EXCLUDED, P.ENDED),
    P.SHORTLISTED: (P.PUBLIC_NOTICE, *_OUT),
    P.PUBLIC_NOTICE: (P.AWARDED, *_OUT),
    P.AWARDED: (P.REPORTED_UP, P.REVOKED, P.EXPIRED),
    P.REPORTED_UP: (P.REVOKED, P.EXPIRED),
}
# Handed in and not decided: the year is not scored before they are.
IN_REVIEW = ("unit_signed", "district_review", "city_screening")
# What the unit may still write.
WRITTEN = ("draft", "returned")
# Past the city's screening: 创建集体 (candidate team), whatever the points say.
REGISTERED = (
    *("scoring", "shortlisted", "not_selected", "public_notice", "awarded", "reported_up"),
    *("revoked", "expired"),
)
# Takes one of the district's recommendations.
RECOMMENDED = ("city_screening", *REGISTERED)
# Takes one of the places of the year.
CHOSEN = ("shortlisted", "public_notice", "awarded", "reported_up", "revoked", "expired")
NAMED = ("awarded", "reported_up")
# What everybody may read.
PUBLIC = ("public_notice", *NAMED, "revoked", "expired")
# What may still be ended by the year that is called off, or by an accident.
OPEN_STATES = (
    *("draft", "unit_signed", "district_review", "returned", "city_screening"),
    *("scoring", "not_selected", "shortlisted", "public_notice"),
)
# Gone from its reviewers: sheets of it no longer count.
UNJUDGED = ("returned", "declined", "excluded", "withdrawn", "ended")


class CriterionKind(models.TextChoices):
    """What a line of the sheet does: gives points, takes points off, or excludes."""

    SCORE = "score", pgettext_lazy("评审项", "得分项")
    DEDUCTION = "deduction", pgettext_lazy("评审项", "扣分项")
    VETO = "veto", pgettext_lazy("评审项", "一票否决项")


class Exclusion(models.TextChoices):
    """Why a team is out, whatever its points."""

    ACCIDENT = "accident", _("规定期限内发生严重事故")
    CONCEALED = "concealed", _("弄虚作假或瞒报")
    VETO = "veto", _("评审发现一票否决情形")
    OBJECTION = "objection", _("公示异议成立")
    RULES = "rules", _("不符合创建条件")


class SheetState(models.TextChoices):
    """One reviewer's part in one revision of one post."""

    ASSIGNED = "assigned", pgettext_lazy("评审表", "待评")
    SUBMITTED = "submitted", pgettext_lazy("评审表", "已交")
    RECUSED = "recused", pgettext_lazy("评审表", "已回避")
    SUPERSEDED = "superseded", pgettext_lazy("评审表", "不再计入")


S = SheetState
SHEET_NEXT: Mapping[str, tuple[str, ...]] = {
    S.ASSIGNED: (S.SUBMITTED, S.RECUSED, S.SUPERSEDED),
    S.SUBMITTED: (S.SUPERSEDED,),
}


class RecusalReason(models.TextChoices):
    """Why a reviewer does not score a post: the first four are found, the last two declared."""

    ORGANISATION = "organisation", _("与申报集体同一单位")
    DISTRICT = "district", _("申报集体所在区县的负责人")
    OWN_WORK = "own_work", _("经办过这份申报")
    RELATIVE = "relative", _("与申报集体成员有近亲属关系")
    OTHER = "other", _("其他可能影响公正的关系")


DECLARED = (RecusalReason.RELATIVE, RecusalReason.OTHER)


class CheckState(models.TextChoices):
    """复核: for the district; it stands, or is proposed and decided by the city; or its name ends first."""

    OPEN = "open", pgettext_lazy("复核", "待复核")
    KEPT = "kept", pgettext_lazy("复核", "保留命名")
    PROPOSED = "proposed", pgettext_lazy("复核", "建议撤销")
    REVOKED = "revoked", pgettext_lazy("复核", "已撤销命名")
    LAPSED = "lapsed", pgettext_lazy("复核", "命名到期")


K = CheckState
CHECK_NEXT: Mapping[str, tuple[str, ...]] = {
    K.OPEN: (K.KEPT, K.PROPOSED, K.REVOKED, K.LAPSED),
    K.PROPOSED: (K.KEPT, K.REVOKED, K.LAPSED),
}


class CheckKind(models.TextChoices):
    YEARLY = "yearly", pgettext_lazy("复核", "年度复核")
    ACCIDENT = "accident", pgettext_lazy("复核", "事故后复核")


class AccidentGrade(models.TextChoices):
    """How bad it was; a light injury excludes nobody (2011 call: 无重伤以上事故)."""

    LIGHT = "light", pgettext_lazy("事故", "轻伤")
    SERIOUS = "serious", pgettext_lazy("事故", "重伤")
    FATAL = "fatal", pgettext_lazy("事故", "死亡")


VETO_GRADES = ("serious", "fatal")
