"""Refusals of applications: each says what is in the way, and what would take it away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from loans.errors import QuotaExceeded
from zibo_youth.core.errors import DomainError


class CallClosed(DomainError):
    """批次未开放 (the call takes no applications today, or its product none at all)."""

    code = "loan_call_closed"
    message = _("“%(call)s”现在不接受申请，请查看各批次的申报日期")
    field = "call"


class NoVersion(DomainError):
    """没有生效的产品版本 (the city has not said what the product grants)."""

    code = "loan_no_version"
    message = _("“%(product)s”的申请条件还没有公布，暂时不能申请")
    field = "call"


class DraftStands(DomainError):
    """已有草稿 (the founder has begun an application in this call)."""

    code = "loan_draft_stands"
    message = _("您在这个批次已有一份填写中的申请，请继续填写")
    field = "call"


class PartClosed(DomainError):
    """此部分不可修改 (an office has it, or did not ask for it)."""

    code = "loan_part_closed"
    message = _("“%(part)s”现在不能修改。申请提交后，只能修改工作人员要求补充的部分")


class AmountNotUnderstood(DomainError):
    """金额无法识别 (what was typed is no amount of yuan)."""

    code = "loan_amount_not_understood"
    message = _("请用数字填写金额，单位为元，最多两位小数，例如 300000 或 300,000.00")
    field = "amount"
    status = 400


class AmountFixed(DomainError):
    """金额已锁定 (the city has recommended this amount, and the bank's quota counts it)."""

    code = "loan_amount_fixed"
    message = _("申请已按 %(amount)s 元推荐给银行，金额不能再改。需要别的金额时，请撤回后重新申请")
    field = "amount"


class FirmTaken(DomainError):
    """企业已有申请 (a company has one application for each product; whose it is, nobody is told)."""

    code = "loan_firm_taken"
    message = _(
        "这个统一社会信用代码已有一份同一产品的申请在办理中，不能再提交。如果不是您提交的，请联系企业所在区县团委核实"
    )
    field = "uscc"


class CodeWrong(DomainError):
    """统一社会信用代码有误 (it fails its own check character)."""

    code = "loan_uscc_wrong"
    message = _("统一社会信用代码有误，请核对18位代码")
    field = "uscc"
    status = 400


class FoundedInFuture(DomainError):
    """成立日期在今天之后."""

    code = "loan_founded_in_future"
    message = _("成立日期不能晚于今天")
    field = "founded_on"
    status = 400


class BankNotInCall(DomainError):
    """银行不在本批次 (the bank has no quota in this call)."""

    code = "loan_bank_not_in_call"
    message = _("这家银行在本批次没有额度，请选择其他银行")
    field = "bank"


class TooManyDocuments(DomainError):
    """材料过多 (an application holds no more papers)."""

    code = "loan_too_many_documents"
    message = _("每份申请最多上传 %(n)s 份材料，请先删除不需要的")
    field = "file"


class PartsMissing(DomainError):
    """尚未填完 (a part of the task list is not complete)."""

    code = "loan_parts_missing"
    message = _("请先完成：%(parts)s")


class ConsentNotStanding(DomainError):
    """没有有效的授权 (the consent to the credit check was withdrawn)."""

    code = "loan_consent_not_standing"
    message = _("申请人已撤回“查询信用信息授权书”，重新授权后才能继续办理")


class NotEligible(DomainError):
    """不符合条件 (a rule of the version is not met); ``assessment`` tells each rule's answer."""

    code = "loan_not_eligible"
    message = _("暂时不能提交：%(rules)s")

    def __init__(self, *, assessment: Any, **values: Any) -> None:
        super().__init__(**values)
        self.assessment = assessment


class ApplicationMoved(DomainError):
    """申请已变 (it does not stand where this act starts from)."""

    code = "loan_application_moved"
    message = _("这份申请现在是“%(state)s”，不能这样办理，请刷新后再看")


class SameEyes(DomainError):
    """须另一人审核 (whoever passed it in the district does not recommend it)."""

    code = "loan_same_eyes"
    message = _("区县初审和市级推荐须由两个人办理，您已经办理过这份申请")


class OwnCase(DomainError):
    """本人申请须回避."""

    code = "loan_own_case"
    message = _("这是您本人的申请，请由其他人办理")


class QuotaTooSmall(QuotaExceeded):
    """额度不足 (what the bank has left in this call is less than the application asks for)."""

    message = _("%(bank)s在本批次尚可推荐 %(left)s 元，本申请为 %(amount)s 元。请换一家银行，或先调整额度")
    field = "bank"


class GuarantorNeeded(DomainError):
    """须先由担保机构审核 (the product is lent against a guarantee)."""

    code = "loan_guarantor_needed"
    message = _("这个产品须由担保机构担保，请先转担保机构审核")


class NotAGuarantor(DomainError):
    """不是担保机构."""

    code = "loan_not_a_guarantor"
    message = _("请选择一家担保机构")
    field = "guarantor"


class OfferTooHigh(DomainError):
    """超出申请金额 (an offer is within what was asked for)."""

    code = "loan_offer_too_high"
    message = _("同意的金额须大于 0，且不超过申请的 %(amount)s 元；期限须为 1 至 600 个月")
    field = "amount"


class OfferOver(DomainError):
    """确认期限已过."""

    code = "loan_offer_over"
    message = _("确认期限已于 %(until)s 结束，这份申请已不能确认，您可以重新申请")


class WordsNotSafe(DomainError):
    """说明含有号码 (a note that the founder reads tells somebody's number)."""

    code = "loan_words_not_safe"
    message = _("说明中请不要写电话、证件号码等个人信息")
    field = "note"


class ApplicationOpen(DomainError):
    """申请尚在办理 (the account is not closed over it)."""

    code = "loan_application_open"
    message = _("您的贷款申请 %(reference)s 还在办理中，请先撤回或等它办结")


class FirmFixed(DomainError):
    """企业已锁定 (the district has passed this company on)."""

    code = "loan_firm_fixed"
    message = _("区县初审已经通过，不能再换企业或所在区县。换企业请撤回后重新申请")
    field = "uscc"
