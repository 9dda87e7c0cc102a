"""创业贷款: what is on offer, whom it is lent to, and what the banks say became of it."""

from .application import LoanApplication, LoanApplicationTransition, LoanDocument
from .bank_file import BankFile, BankFileLine
from .bank_key import BankKey
from .bank_message import BankMessage, BankStatus
from .call import BankQuota, LoanCall
from .equity import EquityInvestment
from .firm import Firm
from .following import BusinessDay, LoanDay, PurposeCheck, RiskRange
from .guarantee import Guarantee, GuaranteeTransition, SiteVisit
from .guarantee_claim import GuaranteeClaim, GuaranteePayment, GuaranteeRecovery
from .line import CreditLine, LineEntry, LineTransition
from .loan import Loan, LoanTransition
from .new_credit import NewCredit
from .payment import Disbursement, Repayment
from .pre_approved import LineConversion, PreApprovedLine
from .product import LoanProduct, LprRate, ProductVersion
from .repayment_schedule import ScheduleRow, ScheduleVersion
from .subsidy import ClaimTransition, SubsidyClaim, SubsidyVersion

__all__ = [
    "BankFile",
    "BankFileLine",
    "BankKey",
    "BankMessage",
    "BankQuota",
    "BankStatus",
    "BusinessDay",
    "ClaimTransition",
    "CreditLine",
    "Disbursement",
    "EquityInvestment",
    "Firm",
    "Guarantee",
    "GuaranteeClaim",
    "GuaranteePayment",
    "GuaranteeRecovery",
    "GuaranteeTransition",
    "LineConversion",
    "LineEntry",
    "LineTransition",
    "Loan",
    "LoanApplication",
    "LoanApplicationTransition",
    "LoanCall",
    "LoanDay",
    "LoanDocument",
    "LoanProduct",
    "LoanTransition",
    "LprRate",
    "NewCredit",
    "PreApprovedLine",
    "ProductVersion",
    "PurposeCheck",
    "Repayment",
    "RiskRange",
    "ScheduleRow",
    "ScheduleVersion",
    "SiteVisit",
    "SubsidyClaim",
    "SubsidyVersion",
]
