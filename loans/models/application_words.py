"""The lists to choose from in an application, and in what the offices say of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Part(models.TextChoices):
    """任务清单 (task list): the parts of an application, in the order of the list."""

    FIRM = "firm", _("企业信息")
    OWNER = "owner", pgettext_lazy("贷款申请", "负责人")
    PURPOSE = "purpose", _("资金用途")
    DOCUMENTS = "documents", pgettext_lazy("贷款申请", "材料")
    CONSENT = "consent", pgettext_lazy("贷款申请", "授权")


class Position(models.TextChoices):
    """Who may apply for a firm (reference/domain.md §1.5)."""

    LEGAL = "legal", _("法定代表人")
    IN_CHARGE = "in_charge", _("主要负责人")


class Purpose(models.TextChoices):
    """用途类别 (purpose class)."""

    STOCK = "stock", _("采购原料或商品")
    EQUIPMENT = "equipment", _("购置设备")
    PREMISES = "premises", _("租赁或装修经营场所")
    RESEARCH = "research", _("研发")
    WAGES = "wages", _("支付工资等日常周转")
    OTHER = "other", pgettext_lazy("用途类别", "其他经营用途")


class DocumentKind(models.TextChoices):
    """Papers of an application (reference/domain.md §1.5)."""

    LICENCE = "licence", _("营业执照")
    USE_OF_FUNDS = "use_of_funds", _("资金用途证明（合同、订单、报价等）")
    TURNOVER = "turnover", _("近期经营流水或报表")
    STAFF = "staff", _("员工名册或社保缴费证明")
    INCUBATOR = "incubator", _("孵化基地入驻证明")
    OTHER = "other", pgettext_lazy("申请材料", "其他材料")


class AskReason(models.TextChoices):
    """Why something is asked for: the class that a text message may tell."""

    MISSING = "missing", _("材料不全")
    UNCLEAR = "unclear", _("材料不清晰")
    CONTRADICTS = "contradicts", _("前后不一致")
    OUTDATED = "outdated", _("材料已过期")
    OTHER = "other", pgettext_lazy("补充原因", "需要补充说明")


class RefusalReason(models.TextChoices):
    """Why an application ends; the clause stands in the product version's document, or with the bank."""

    NOT_A_FOUNDER = "not_a_founder", _("申请人不是企业法定代表人或主要负责人")
    NOT_ELIGIBLE = "not_eligible", _("不符合产品条件")
    UNTRUE = "untrue", _("所填内容与核实情况不符")
    PURPOSE = "purpose", _("资金用途不符合要求")
    CREDIT = "credit", _("未通过银行授信审批")
    GUARANTEE = "guarantee", _("未通过担保机构审核")
    NO_QUOTA = "no_quota", _("本批次额度已用完")
