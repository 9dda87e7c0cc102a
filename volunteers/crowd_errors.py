"""Refusals about events that are counted without names: the rule, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class NotHeldYet(DomainError):
    """还没有举办 (what has not been held is not counted)."""

    code = "crowd_not_held_yet"
    message = _("举办日期不能晚于今天")
    field = "held_on"


class NobodyCame(DomainError):
    """人次不对 (a session counts at least one person, and not more than a place holds)."""

    code = "crowd_nobody_came"
    message = _("学生和家长至少有一人次，各不超过 20000")
    field = "students"


class GuardiansHaveNotAgreed(DomainError):
    """有孩子的监护人没有同意 (no child comes along without a guardian's agreement: 未成年人保护法 72)."""

    code = "crowd_guardians_have_not_agreed"
    message = _("孩子 %(children)s 名，监护人同意书只有 %(consents)s 份；每名孩子都要有一份")
    field = "consents"


class TooFewAdults(DomainError):
    """随行成人不足 (two adults at least, and one for so many children: reference/welfare.md S1)."""

    code = "crowd_too_few_adults"
    message = _("%(children)s 名孩子至少要有 %(needed)s 名成人随行，登记的是 %(companions)s 名")
    field = "companions"


class CountsDisagree(DomainError):
    """清点人数不一致 (as many children come back as went)."""

    code = "crowd_counts_disagree"
    message = _("去时 %(children)s 名，返回时清点 %(returned)s 名；人数对不上时请先找到孩子，再登记")
    field = "returned"


class OrganiserReportsNowhere(DomainError):
    """组织单位没有填报单位 (every session is reported by one of the eleven units)."""

    code = "crowd_organiser_reports_nowhere"
    message = _("这个单位没有填报单位，请选择区县或其下属单位")
    field = "organiser"


class TellsOfSomebody(DomainError):
    """写了号码 (a count without names holds no numbers that lead to people)."""

    code = "tells_of_somebody"
    message = _("文字里有电话或证件号一样的数字，请去掉：这里不登记任何人的信息")
    field = "remark"


class ConfirmedByAnother(DomainError):
    """由另一人确认 (nobody confirms what they have counted)."""

    code = "crowd_confirmed_by_another"
    message = _("登记的人不能确认，请由本单位另一位负责人或区县确认")


class VoidReasonMissing(DomainError):
    """没有理由 (what is voided says why)."""

    code = "crowd_reason_missing"
    message = _("请写明作废的理由")
    field = "reason"


class CrowdMoved(DomainError):
    """场次状态已变."""

    code = "crowd_moved"
    message = _("这个场次现在是“%(state)s”，不能进行此操作")
