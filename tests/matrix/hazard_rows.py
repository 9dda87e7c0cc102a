"""Role × URL of the hazards, in the letters of `rows`."""

# Read by the district and by the city; what is dangerous where is no business of the administrator.
OF_A_DISTRICT = (
    ("LLLFF222FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44242444", "<path:object_id>/history/"),
    ("LLL44F4F444", "<path:object_id>/delete/"),
    ("LLL44242444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
OF_THE_CITY = (
    ("LLLFFFF2FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44442444", "<path:object_id>/history/"),
    ("LLL4444F444", "<path:object_id>/delete/"),
    ("LLL44442444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Who opened a seal is read by an administrator too.
OF_OPENINGS = (
    ("LLLFFFF22FF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44442244", "<path:object_id>/history/"),
    ("LLL4444FF44", "<path:object_id>/delete/"),
    ("LLL44442244", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
SEALED = (
    ("LLLFFFFFFFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44444444", "<path:object_id>/history/"),
    ("LLL44444444", "<path:object_id>/delete/"),
    ("LLL44444444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
TABLES = {
    OF_A_DISTRICT: ("hazardreport", "hazardfix", "hazardtransition", "hazardalert", "hazardstucklist"),
    OF_THE_CITY: ("hazardreward",),
    OF_OPENINGS: ("hazardopening",),
    SEALED: ("hazardreporter",),
}
PAGES = r"""
L2222222222  /safety/hazards/report/
L2222222222  /safety/hazards/mine/
L2444444444  /safety/hazards/mine/<uuid:public_id>/
L2444444444  /safety/hazards/mine/<uuid:public_id>/photos/<int:shot>/
L4444222444  /safety/hazards/
L4444222444  /safety/hazards/statistics/
L4444222444  /safety/hazards/statistics/rows/
L4444222444  /safety/hazards/stuck/
L4444442444  /safety/hazards/rewards/
L4444242444  /safety/hazards/<uuid:public_id>/
L4444242444  /safety/hazards/<uuid:public_id>/photos/<int:shot>/
L4444442444  /safety/hazards/<uuid:public_id>/reporter/
UFFFF222FFF  /api/v1/hazards/
UFFFF222FFF  /api/v1/hazards/statistics/
U2222222222  /api/v1/hazards/mine/
U2444444444  /api/v1/hazards/mine/<uuid:public_id>/
UMMMMMMMMMM  /api/v1/hazards/mine/<uuid:public_id>/answer/
"""
OF_HAZARDS = PAGES.rstrip() + "".join(
    f"\n{letters}  /admin/safety/{table}/{path}"
    for rows, tables in TABLES.items()
    for table in tables
    for letters, path in rows
)
