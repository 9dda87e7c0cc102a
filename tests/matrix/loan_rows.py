"""Role × URL of the start-up loans, for the offices of `rows`; banks and guarantors stand in tests/loans."""

OF_LOANS = r"""
LLL22222222  /admin/loans/loanproduct/
LLLFFFF2FFF  /admin/loans/loanproduct/add/
LLL22222222  /admin/loans/loanproduct/<path:object_id>/history/
LLLFFFFFFFF  /admin/loans/loanproduct/<path:object_id>/delete/
LLL22222222  /admin/loans/loanproduct/<path:object_id>/change/
LLL33333333  /admin/loans/loanproduct/<path:object_id>/
LLL22222222  /admin/loans/productversion/
LLLFFFF2FFF  /admin/loans/productversion/add/
LLL22222222  /admin/loans/productversion/<path:object_id>/history/
LLLFFFFFFFF  /admin/loans/productversion/<path:object_id>/delete/
LLL22222222  /admin/loans/productversion/<path:object_id>/change/
LLL33333333  /admin/loans/productversion/<path:object_id>/
LLL22222222  /admin/loans/lprrate/
LLLFFFF2FFF  /admin/loans/lprrate/add/
LLL22222222  /admin/loans/lprrate/<path:object_id>/history/
LLLFFFFFFFF  /admin/loans/lprrate/<path:object_id>/delete/
LLL22222222  /admin/loans/lprrate/<path:object_id>/change/
LLL33333333  /admin/loans/lprrate/<path:object_id>/
LLL22222222  /admin/loans/loancall/
LLLFFFF2FFF  /admin/loans/loancall/add/
LLL22222222  /admin/loans/loancall/<path:object_id>/history/
LLLFFFFFFFF  /admin/loans/loancall/<path:object_id>/delete/
LLL22222222  /admin/loans/loancall/<path:object_id>/change/
LLL33333333  /admin/loans/loancall/<path:object_id>/
LLLFFFF22FF  /admin/loans/bankquota/
LLLFFFF2FFF  /admin/loans/bankquota/add/
LLL44442244  /admin/loans/bankquota/<path:object_id>/history/
LLL4444FF44  /admin/loans/bankquota/<path:object_id>/delete/
LLL44442244  /admin/loans/bankquota/<path:object_id>/change/
LLL33333333  /admin/loans/bankquota/<path:object_id>/
LLLFF222FFF  /admin/loans/firm/
LLLFFFFFFFF  /admin/loans/firm/add/
LLL44242444  /admin/loans/firm/<path:object_id>/history/
LLL44F4F444  /admin/loans/firm/<path:object_id>/delete/
LLL44242444  /admin/loans/firm/<path:object_id>/change/
LLL33333333  /admin/loans/firm/<path:object_id>/
"""
