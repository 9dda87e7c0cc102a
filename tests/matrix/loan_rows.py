"""Role × URL of the start-up loans in the admin site, in the letters of `rows`."""

# Public, and written by the city's staff.
OF_THE_CITY = (
    ("LLL22222222", ""),
    ("LLLFFFF2FFF", "add/"),
    ("LLL22222222", "<path:object_id>/history/"),
    ("LLLFFFFFFFF", "<path:object_id>/delete/"),
    ("LLL22222222", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Written by the city's staff, and read by its offices and by the bank.
OF_A_BANK = (
    ("LLLFFFF22FF", ""),
    ("LLLFFFF2FFF", "add/"),
    ("LLL44442244", "<path:object_id>/history/"),
    ("LLL4444FF44", "<path:object_id>/delete/"),
    ("LLL44442244", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)

# Read by the company's own district and by the city: a list, no form, its history, nothing to delete.
OF_A_DISTRICT = (
    ("LLLFF222FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44242444", "<path:object_id>/history/"),
    ("LLL44F4F444", "<path:object_id>/delete/"),
    ("LLL44242444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Between a bank and the city: nobody writes it here.
BETWEEN = (
    ("LLLFFFF2FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44442444", "<path:object_id>/history/"),
    ("LLL4444F444", "<path:object_id>/delete/"),
    ("LLL44442444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Public, and written by the portal itself.
WRITTEN_HERE = (
    ("LLL22222222", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL22222222", "<path:object_id>/history/"),
    ("LLLFFFFFFFF", "<path:object_id>/delete/"),
    ("LLL22222222", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Issued and revoked by an administrator, and never changed.
OF_AN_ADMINISTRATOR = (
    ("LLLFFFFF2FF", ""),
    ("LLLFFFFF2FF", "add/"),
    ("LLL44444244", "<path:object_id>/history/"),
    ("LLL44444F44", "<path:object_id>/delete/"),
    ("LLL44444244", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
TABLES = {
    OF_THE_CITY: ("loanproduct", "productversion", "lprrate", "loancall", "riskrange", "subsidyversion"),
    OF_A_BANK: ("bankquota",),
    OF_A_DISTRICT: (
        *("firm", "creditline", "lineentry", "linetransition"),
        *("loanapplication", "loanapplicationtransition", "loandocument"),
        *("loan", "loantransition", "scheduleversion", "schedulerow"),
        *("disbursement", "repayment", "loanday", "purposecheck", "bankstatus"),
        *("subsidyclaim", "claimtransition"),
        *("guarantee", "guaranteetransition", "sitevisit"),
        *("guaranteeclaim", "guaranteepayment", "guaranteerecovery"),
        *("equityinvestment", "preapprovedline", "lineconversion", "newcredit"),
    ),
    WRITTEN_HERE: ("businessday",),
    BETWEEN: ("bankfile", "bankfileline", "bankmessage"),
    OF_AN_ADMINISTRATOR: ("bankkey",),
}
PAGES = r"""
22222222222  /loans/
L2233333333  /loans/apply/
L3444444444  /loans/apply/<slug:reference>/
L2444444444  /loans/apply/<slug:reference>/done/
L4444444444  /loans/apply/<slug:reference>/<slug:part>/
L2444242444  /loans/documents/<uuid:public_id>/
L4444222444  /loans/desk/
L4444442444  /loans/desk/bank-list/
L4444242444  /loans/desk/<slug:reference>/
L4444222444  /loans/contracts/
L4444242444  /loans/contracts/<int:number>/
L4444442444  /loans/contracts/<int:number>/prepay/
L4444442444  /loans/contracts/<int:number>/settle/
L4444442444  /loans/contracts/<int:number>/bank-schedule/
L4444442444  /loans/files/
L4444442444  /loans/files/template/repayments/
L4444442444  /loans/files/template/schedule/
L4444222444  /loans/claims/
L4444442444  /loans/claims/sheet/
L4444242444  /loans/claims/<int:number>/
L4444222444  /loans/guarantees/
L4444242444  /loans/guarantees/<int:number>/
L4444222444  /loans/lines/
L4444442444  /loans/lines/new/
L4444222444  /loans/overview/
L4444222444  /loans/overview/<slug:figure>/
L4444222444  /loans/equity/
L4444442444  /loans/equity/new/
L4444242444  /loans/equity/<int:number>/
L4444222444  /loans/pre-approved/
L4444442444  /loans/pre-approved/new/
L4444242444  /loans/pre-approved/<int:number>/
L4444242444  /loans/lines/<int:number>/
L2444343444  /loans/<slug:reference>/
L2444444444  /loans/<slug:reference>/<slug:act>/
22222222222  /api/v1/loans/products/
U2222222222  /api/v1/loans/me/applications/
U2222222222  /api/v1/loans/me/loans/
U4444444444  /api/v1/loans/me/loans/<int:number>/
U4444444444  /api/v1/loans/me/loans/<int:number>/schedule/
U4444444444  /api/v1/loans/me/loans/<int:number>/payments/
MMMMMMMMMMM  /api/v1/loans/banks/<slug:code>/messages/
"""
OF_LOANS = PAGES.rstrip() + "".join(
    f"\n{letters}  /admin/loans/{table}/{path}"
    for rows, tables in TABLES.items()
    for table in tables
    for letters, path in rows
)
