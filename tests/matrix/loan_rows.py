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
TABLES = {
    OF_THE_CITY: ("loanproduct", "productversion", "lprrate", "loancall", "riskrange", "subsidyversion"),
    OF_A_BANK: ("bankquota",),
    OF_A_DISTRICT: (
        *("firm", "creditline", "lineentry", "linetransition"),
        "firm",
        *("loanapplication", "loanapplicationtransition", "loandocument"),
        *("loan", "loantransition", "scheduleversion", "schedulerow"),
        *("disbursement", "repayment", "loanday", "purposecheck"),
        *("subsidyclaim", "claimtransition"),
    ),
    WRITTEN_HERE: ("businessday",),
    BETWEEN: ("bankfile", "bankfileline"),
}
OF_LOANS = "".join(
    f"\n{letters}  /admin/loans/{table}/{path}"
    for rows, tables in TABLES.items()
    for table in tables
    for letters, path in rows
)
