"""创业贷款: what is on offer, whom it is lent to, and what the banks say became of it."""

from .application import LoanApplication, LoanApplicationTransition, LoanDocument
from .call import BankQuota, LoanCall
from .firm import Firm
from .loan import Loan, LoanTransition
from .payment import Disbursement, Repayment
from .product import LoanProduct, LprRate, ProductVersion
from .repayment_schedule import ScheduleRow, ScheduleVersion

__all__ = [
    "BankQuota",
    "Disbursement",
    "Firm",
    "Loan",
    "LoanApplication",
    "LoanApplicationTransition",
    "LoanCall",
    "LoanDocument",
    "LoanProduct",
    "LoanTransition",
    "LprRate",
    "ProductVersion",
    "Repayment",
    "ScheduleRow",
    "ScheduleVersion",
]
