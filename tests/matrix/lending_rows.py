"""Role × URL of contracts, schedules and payments in the admin site, in the letters of `rows`."""

# Read by the company's own district and by the city: a list, no form, its history, nothing to delete.
OF_A_DISTRICT = (
    ("LLLFF222FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44242444", "<path:object_id>/history/"),
    ("LLL44F4F444", "<path:object_id>/delete/"),
    ("LLL44242444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Between a bank and the city.
OF_THE_CITY = (
    ("LLLFFFF2FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44442444", "<path:object_id>/history/"),
    ("LLL4444F444", "<path:object_id>/delete/"),
    ("LLL44442444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
TABLES = {
    OF_A_DISTRICT: (
        *("loan", "loantransition", "scheduleversion", "schedulerow"),
        *("disbursement", "repayment"),
    ),
    OF_THE_CITY: ("bankfile", "bankfileline"),
}
OF_LENDING = "".join(
    f"\n{letters}  /admin/loans/{table}/{path}"
    for rows, tables in TABLES.items()
    for table in tables
    for letters, path in rows
)
