"""创业贷款: what is on offer, and whom it is lent to."""

from .application import LoanApplication, LoanApplicationTransition, LoanDocument
from .call import BankQuota, LoanCall
from .firm import Firm
from .product import LoanProduct, LprRate, ProductVersion

__all__ = [
    "BankQuota",
    "Firm",
    "LoanApplication",
    "LoanApplicationTransition",
    "LoanCall",
    "LoanDocument",
    "LoanProduct",
    "LprRate",
    "ProductVersion",
]
