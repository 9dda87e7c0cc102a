"""Refusals of contracts, payments and what follows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class SumMissing(DomainError):
    """金额有误 (no amount of money to the cent and above nothing)."""

    code = "loan_sum_missing"
    message = _("请填写大于 0、最多两位小数的金额（元）")
    field = "amount"


class ContractKnown(DomainError):
    """合同已登记 (the bank's contract number stands already)."""

    code = "loan_contract_known"
    message = _("该银行的合同编号 %(contract_no)s 已登记")
    field = "contract_no"


class MethodNotOffered(DomainError):
    """还款方式不符 (the product's version does not offer this way to repay)."""

    code = "loan_method_not_offered"
    message = _("产品版本不支持这种还款方式，可选：%(methods)s")
    field = "method"


class BankNeeded(DomainError):
    """不是合作银行 (the lender of a contract is a bank, its guarantor a guarantor)."""

    code = "loan_bank_needed"
    message = _("放款方须为银行，担保方须为担保机构")
    field = "bank"


class ContractDrawn(DomainError):
    """超过合同金额 (more would be paid out than the contract says)."""

    code = "loan_contract_drawn"
    message = _("合同金额 %(contract_amount)s 元，已放款 %(drawn)s 元，不能再放款 %(asked)s 元")
    field = "amount"


class VoucherKnown(DomainError):
    """凭证已登记 (the bank's voucher stands already, for this loan or another)."""

    code = "loan_voucher_known"
    message = _("该银行的放款凭证号 %(voucher)s 已登记")
    field = "voucher"


class SerialKnown(DomainError):
    """流水号已登记 (the bank's serial number stands already)."""

    code = "loan_serial_known"
    message = _("该银行的还款流水号 %(serial)s 已登记")
    field = "serial"


class VoucherNeeded(DomainError):
    """凭证号未填 (a payment rests on the bank's own number)."""

    code = "loan_voucher_needed"
    message = _("请填写银行的凭证号或流水号")
    field = "voucher"


class PaidLater(DomainError):
    """日期在将来 (money that has not moved yet), or before the contract."""

    code = "loan_paid_later"
    message = _("日期不得早于合同签订日，也不得晚于今天")
    field = "on"


class ReversedAlready(DomainError):
    """已冲销 (it was taken back before, or is itself a reversal)."""

    code = "loan_reversed_already"
    message = _("这笔款项已冲销，或本身就是冲销记录")


class RepaidMeanwhile(DomainError):
    """已有还款 (money that was repaid was paid out: it is not taken back)."""

    code = "loan_repaid_meanwhile"
    message = _("该笔贷款已有还款，不能冲销放款；请先冲销还款")


class NothingDrawn(DomainError):
    """尚未放款 (nothing was paid out, so nothing is repaid)."""

    code = "loan_nothing_drawn"
    message = _("该笔贷款尚未放款，不能登记还款")


class LoanMoved(DomainError):
    """状态已变 (the loan is where this step does not start)."""

    code = "loan_moved"
    message = _("该笔贷款当前为“%(state)s”，不能进行此操作，请刷新后再试")


class ScheduleEmpty(DomainError):
    """还款计划无内容 (a schedule without rows, or that does not repay its amount)."""

    code = "loan_schedule_empty"
    message = _("还款计划须逐期相接，各期本金合计须等于 %(amount)s 元")


class FileEmpty(DomainError):
    """文件无内容 (no rows below the headings)."""

    code = "loan_file_empty"
    message = _("文件中没有数据行")


class FileHasErrors(DomainError):
    """文件有误 (what was shown without errors has some now)."""

    code = "loan_file_has_errors"
    message = _("文件中有错误的行，没有导入任何内容。请重新上传并预览")


class NoteNeeded(DomainError):
    """说明未填 (a look at the use of the money says what it found)."""

    code = "loan_note_needed"
    message = _("请选择检查结果并填写说明")
    field = "note"


class CheckedAlready(DomainError):
    """已检查 (somebody has written down what was found)."""

    code = "loan_checked_already"
    message = _("该笔贷款的用途检查已登记")


class RangesOverlap(DomainError):
    """标准重叠 (another class stands for this limit on one of these days)."""

    code = "loan_ranges_overlap"
    message = _("相同天数的标准在这些日期已有一条生效，请先为原标准填写失效日期")
    field = "from_on"


class SubsidiesOverlap(DomainError):
    """办法重叠 (another version of the rule is in force for this product on one of these days)."""

    code = "loan_subsidies_overlap"
    message = _("该产品在这些日期已有另一贴息办法生效，请先为原办法填写失效日期")
    field = "from_on"


class LprUnknown(DomainError):
    """没有 LPR (the rule reckons from a rate that nobody has entered for the day of signing)."""

    code = "loan_lpr_unknown"
    message = _("签约日 %(day)s 的 LPR 尚未录入，不能测算贴息")


class ClaimMoved(DomainError):
    """状态已变 (the claim is where this step does not start)."""

    code = "loan_claim_moved"
    message = _("该期贴息当前为“%(state)s”，不能进行此操作，请刷新后再试")


class ClaimStale(DomainError):
    """事实已变 (payments that were told meanwhile give another sum than was reckoned)."""

    code = "loan_claim_stale"
    message = _("还款记录在测算后有变化，请退回重新测算")


class CheckedByAnother(DomainError):
    """须由他人办理 (whoever checked a claim does not approve it)."""

    code = "loan_checked_by_another"
    message = _("复核和批准须由不同的人办理")


class NothingLeft(DomainError):
    """无可变更 (no instalment is due yet, or nothing would be left to change)."""

    code = "loan_nothing_left"
    message = _("该日尚无到期的期次，或变更后没有剩余期次；全部还清请按结清办理")
    field = "on"


class PaymentOwed(DomainError):
    """有到期未还 (a row that is due is not repaid, so later rows alone say too little)."""

    code = "loan_payment_owed"
    message = _(
        "第 %(number)s 期已于 %(due)s 到期，还有 %(left)s 元未还清。"
        "提前还款和结清只在到期款项还清以后办理，请先登记这笔还款"
    )
    field = "on"


class NotADueDay(DomainError):
    """不是还款日 (a prepayment goes with an instalment: between two due days nothing is asked for)."""

    code = "loan_not_a_due_day"
    message = _("提前还款随当期还款一起办理，%(on)s 不是还款日，可选最近的还款日 %(due)s")
    field = "on"


class RateChangesAhead(DomainError):
    """当期仍按原利率 (the running period has another rate than those that follow; one plan says one)."""

    code = "loan_rate_changes_ahead"
    message = _("利率自 %(since)s 起调整，当期仍按原利率计息，请在 %(since)s 以后办理")
    field = "on"


class QuoteStale(DomainError):
    """试算已变 (what was confirmed is not what would be written now)."""

    code = "loan_quote_stale"
    message = _("还款计划在试算后有变化：试算时为 %(shown)s 元，现在为 %(now)s 元。请按新的试算重新确认")
