"""创业贷款: what is on offer, and whom it is lent to."""

from .call import BankQuota, LoanCall
from .firm import Firm
from .product import LoanProduct, LprRate, ProductVersion

__all__ = ["BankQuota", "Firm", "LoanCall", "LoanProduct", "LprRate", "ProductVersion"]
