"""Refusals of equity and of pre-approved lines: what is missing, what stands already, who may look."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class SecondPersonNeeded(DomainError):
    """须由另一人复核 (whoever wrote it down does not confirm it)."""

    code = "loan_second_person_needed"
    message = _("登记人不能复核自己登记的记录，请由另一位同事复核")


class ReasonNeeded(DomainError):
    """缺少理由 (what is withdrawn says why)."""

    code = "loan_withdrawal_reason_needed"
    message = _("请填写撤销的理由")
    field = "reason"


class DayNotCome(DomainError):
    """日期晚于今天 (what has not happened is not recorded)."""

    code = "loan_day_not_come"
    message = _("日期不能晚于今天")


class InvestedLater(DayNotCome):
    """投资日期晚于今天."""

    field = "invested_on"


class AgreedLater(DayNotCome):
    """签署日期晚于今天."""

    field = "agreed_on"


class EquityIncomplete(DomainError):
    """股权投资不完整 (the fund, what the money is for and a document are named)."""

    code = "loan_equity_incomplete"
    message = _("请填写投资基金、资金用途和文件依据")


class EquityKnown(DomainError):
    """股权投资已登记 (the same fund, company, day and amount stand already)."""

    code = "loan_equity_known"
    message = _("同一基金、企业、日期和金额的股权投资已经登记，请勿重复登记")


class FirmUnknown(DomainError):
    """企业未登记 (a company that nobody knows yet is told with its name and district)."""

    code = "loan_firm_unknown"
    message = _("没有这家企业的登记，请填写企业名称和所在区县")
    field = "firm_name"


class PreApprovalIncomplete(DomainError):
    """预授信不完整 (it says for whom, and by what document)."""

    code = "loan_pre_approval_incomplete"
    message = _("请填写预授信名称、面向对象和文件依据")


class PreApprovalKnown(DomainError):
    """预授信已登记 (the same bank, name, day and amount stand already)."""

    code = "loan_pre_approval_known"
    message = _("同一银行、名称、签署日期和金额的预授信已经登记，请勿重复登记")


class ValidBeforeAgreed(DomainError):
    """有效期有误 (it is valid from its signature on, and ends after it begins)."""

    code = "loan_pre_approval_days"
    message = _("有效期不能早于签署日期，结束日期不能早于开始日期")
    field = "valid_from"


class PreApprovalUsedUp(DomainError):
    """超过预授信金额 (more would be converted than was pre-approved)."""

    code = "loan_pre_approval_used_up"
    message = _("预授信 %(amount)s 元，已转为签约授信 %(converted)s 元，不能再转 %(asked)s 元")
    field = "amount"


class PreApprovalNotConfirmed(DomainError):
    """预授信未复核 (only what counts is converted)."""

    code = "loan_pre_approval_not_confirmed"
    message = _("预授信复核后才能登记转为签约授信")


class PreApprovalConverted(DomainError):
    """预授信已转为签约授信 (what is converted is withdrawn first)."""

    code = "loan_pre_approval_converted"
    message = _("已有 %(converted)s 元转为签约授信，请先撤销转签约记录")


class LineNotAfterwards(DomainError):
    """额度不符 (it was not signed by this bank after the pre-approval)."""

    code = "loan_line_not_afterwards"
    message = _("只能转为同一银行在预授信之后签约的银行总额度或企业额度")
    field = "line"


class LineHoldsLess(DomainError):
    """超过签约额度 (more would be converted than the line was signed for)."""

    code = "loan_line_holds_less"
    message = _("转入金额合计超过“%(line)s”签约的额度")
    field = "amount"


class ConversionKnown(DomainError):
    """转签约已登记 (once for each line)."""

    code = "loan_conversion_known"
    message = _("这笔预授信转入该额度的记录已经登记，请先撤销原记录")
    field = "line"


class ConversionWithdrawn(DomainError):
    """转签约记录已撤销 (it is withdrawn once)."""

    code = "loan_conversion_withdrawn"
    message = _("这条转签约记录已经撤销")


class LineConverted(DomainError):
    """额度已由预授信转入 (the line would be left with less than was converted into it)."""

    code = "loan_line_converted"
    message = _("该额度中有预授信转入的部分，请先撤销转签约记录")
