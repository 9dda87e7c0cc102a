"""Role × URL of the safety action, in the letters of `rows`; each part has rows of its own beside."""

# Read by the district, by the city and by an administrator: a list, no form, its history, nothing to delete.
OF_A_DISTRICT = (
    ("LLLFF2222FF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44242244", "<path:object_id>/history/"),
    ("LLL44F4FF44", "<path:object_id>/delete/"),
    ("LLL44242244", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
TABLES = {
    OF_A_DISTRICT: ("enterprise", "workarea"),
}
OF_SAFETY = "".join(
    f"\n{letters}  /admin/safety/{table}/{path}"
    for rows, tables in TABLES.items()
    for table in tables
    for letters, path in rows
)
