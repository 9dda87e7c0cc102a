"""Refusals of guarantees: which rule, with which numbers, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class GuaranteeMoved(DomainError):
    """担保已变 (the guarantee does not stand where this act starts from)."""

    code = "loan_guarantee_moved"
    message = _("这份担保现在是“%(state)s”，不能这样办理，请刷新后再看")


class GuaranteeStands(DomainError):
    """已有担保 (one guarantee for each application)."""

    code = "loan_guarantee_stands"
    message = _("这份申请已有一份担保在办理")


class VisitNeeded(DomainError):
    """须先走访 (nothing is guaranteed that nobody has looked at)."""

    code = "loan_guarantee_visit_needed"
    message = _("同意担保前须实地走访企业，请先登记走访")


class VisitDayWrong(DomainError):
    """走访日期有误 (before the application was handed in, or in the future)."""

    code = "loan_guarantee_visit_day_wrong"
    message = _("走访日期须在 %(since)s（提交申请）至今天之间")
    field = "on"


class FindingNeeded(DomainError):
    """走访情况未填."""

    code = "loan_guarantee_finding_needed"
    message = _("请写明走访情况")
    field = "finding"


class CoverWrong(DomainError):
    """担保条件不成立 (a share, a fee or a trigger that no guarantee can have)."""

    code = "loan_guarantee_cover_wrong"
    message = _(
        "担保比例须大于 0 且不超过 100%%，至少担保一项，代偿起点须为 1 至 %(most)s 天，担保费不得为负"
    )
    field = "percent"


class LetterKnown(DomainError):
    """担保函已登记 (the guarantor's number stands already)."""

    code = "loan_guarantee_letter_known"
    message = _("担保函编号 %(letter_no)s 已登记，请核对")
    field = "letter_no"


class LetterDaysWrong(DomainError):
    """担保函日期有误 (issued in the future, or ended when it is issued)."""

    code = "loan_guarantee_letter_days_wrong"
    message = _("出函日期不得晚于今天，有效期不得早于今天和出函日期")
    field = "letter_until"


class LetterNumberNeeded(DomainError):
    """担保函编号未填."""

    code = "loan_guarantee_letter_number_needed"
    message = _("请填写担保函编号")
    field = "letter_no"


class LetterNeeded(DomainError):
    """尚未出函 (the bank signs against the letter)."""

    code = "loan_guarantee_letter_needed"
    message = _("%(guarantor)s的担保现在是“%(state)s”，出具担保函以后才能登记签约")


class LetterOver(DomainError):
    """签约日不在担保函有效期内."""

    code = "loan_guarantee_letter_over"
    message = _("签订日期 %(signed)s 不在担保函 %(letter_no)s 的有效期（%(since)s 至 %(until)s）内")
    field = "signed_on"


class ClaimTooEarly(DomainError):
    """逾期天数不足 (the loan is not late enough for a claim)."""

    code = "loan_claim_too_early"
    message = _(
        "业务日期 %(day)s 该笔贷款逾期 %(days)s 天，担保约定满 %(trigger)s 天才能申请代偿，还差 %(left)s 天"
    )


class ClaimAfterLetter(DomainError):
    """担保函已过期 (a claim is made while the letter holds)."""

    code = "loan_claim_after_letter"
    message = _("担保函有效期至 %(until)s，业务日期 %(day)s 已过有效期，不能申请代偿")


class ClaimAboveCover(DomainError):
    """超出担保范围 (more is claimed than the share of what is covered and owed)."""

    code = "loan_claim_above_cover"
    message = _(
        "申请 %(asked)s 元，最多可申请 %(most)s 元：%(parts)s未还共 %(owed)s 元，担保比例 %(share)s%%"
    )
    field = "amount"


class ClaimStands(DomainError):
    """已申请代偿 (one claim that stands for each guarantee)."""

    code = "loan_guarantee_claim_stands"
    message = _("这份担保已有代偿申请，不能再申请")


class GuaranteeClaimMoved(DomainError):
    """代偿申请已变 (the claim does not stand where this act starts from)."""

    code = "loan_guarantee_claim_moved"
    message = _("代偿申请现在是“%(state)s”，不能这样办理，请刷新后再看")


class ClaimByAnother(DomainError):
    """须由他人办理 (whoever filed a claim does not approve its payment)."""

    code = "loan_claim_by_another"
    message = _("申请代偿和同意代偿须由两个人办理，您已经办理过这份代偿申请")


class PaidAboveClaim(DomainError):
    """超出申请金额 (never more is paid than was claimed)."""

    code = "loan_paid_above_claim"
    message = _("银行申请代偿 %(claimed)s 元，不能付 %(asked)s 元")
    field = "amount"


class PaidAboveDebt(DomainError):
    """企业已还款 (since the claim the firm has paid, so that less is covered)."""

    code = "loan_paid_above_debt"
    message = _("申请代偿以后企业又还了款，现在最多可付 %(most)s 元；已经还清的，请银行撤回代偿申请")
    field = "amount"


class ClaimVoucherKnown(DomainError):
    """凭证已登记 (the guarantor's voucher stands already)."""

    code = "loan_claim_voucher_known"
    message = _("凭证号 %(voucher)s 已登记，请核对")
    field = "voucher"


class ClaimVoucherNeeded(DomainError):
    """凭证号未填 (a payment rests on a voucher)."""

    code = "loan_claim_voucher_needed"
    message = _("请填写付款或收款的凭证号")
    field = "voucher"


class ClaimMoneyDayWrong(DomainError):
    """日期有误 (before what it follows from, or in the future)."""

    code = "loan_claim_money_day_wrong"
    message = _("日期须在 %(since)s 至今天之间")
    field = "on"


class RecoveredAbovePaid(DomainError):
    """超出代偿金额 (no more comes back than was paid)."""

    code = "loan_recovered_above_paid"
    message = _("已代偿 %(paid)s 元，已追回 %(recovered)s 元，最多还可登记 %(left)s 元")
    field = "amount"


class RecoveredMeanwhile(DomainError):
    """已有追偿回款 (what was recovered was paid: the payment is not taken back)."""

    code = "loan_recovered_meanwhile"
    message = _("已追回 %(recovered)s 元，不能冲销代偿付款；请先冲销追偿回款")


class ReasonNeeded(DomainError):
    """原因未填."""

    code = "loan_guarantee_reason_needed"
    message = _("请写明原因")
    field = "note"
