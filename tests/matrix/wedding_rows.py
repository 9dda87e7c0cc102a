"""Role × URL of the collective weddings, in the letters of `rows`."""

from tests.matrix.event_rows import OF_AN_EVENT, OF_WHO_COMES

TABLES = {
    OF_AN_EVENT: (
        *("wedding", "weddingtransition", "weddingselection", "weddingcriterion"),
        *("programmeitem", "programmeslot"),
    ),
    OF_WHO_COMES: (
        *("couple", "couplemember", "coupletransition", "coupledocument", "couplescore"),
        "slotbooking",
    ),
}
# A link that was used leads its own two to their case; health hints are its district's alone.
PAGES = r"""
22222222222  /events/weddings/
L2222222222  /events/weddings/mine/
L3433333333  /events/weddings/join/<str:token>/
L2444444444  /events/weddings/couples/<uuid:public_id>/
L2444242444  /events/weddings/documents/<uuid:public_id>/
L4444222444  /events/weddings/desk/
L4444222444  /events/weddings/desk/new/
L4444242444  /events/weddings/desk/<uuid:public_id>/
L4444242444  /events/weddings/desk/<uuid:public_id>/couples/
L4444242444  /events/weddings/desk/<uuid:public_id>/sheets/
L4444244444  /events/weddings/desk/<uuid:public_id>/health/
L4444242444  /events/weddings/desk/couples/<uuid:public_id>/
22222222222  /events/weddings/<uuid:public_id>/
L3233333333  /events/weddings/<uuid:public_id>/apply/
22222222222  /events/weddings/<uuid:public_id>/list.csv
22222222222  /events/weddings/<uuid:public_id>/result.csv
"""
OF_WEDDINGS = PAGES.rstrip() + "".join(
    f"\n{letters}  /admin/events/{table}/{path}"
    for rows, tables in TABLES.items()
    for table in tables
    for letters, path in rows
)
