"""Role × URL of the events, in the letters of `rows`."""

# Read by the office that holds the event, its district, the city and the administrator; written at the desk.
OF_AN_EVENT = (
    ("LLLFF2222FF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44242244", "<path:object_id>/history/"),
    ("LLL44F4FF44", "<path:object_id>/delete/"),
    ("LLL44242244", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Who comes is no business of the administrator.
OF_WHO_COMES = (
    ("LLLFF222FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44242444", "<path:object_id>/history/"),
    ("LLL44F4F444", "<path:object_id>/delete/"),
    ("LLL44242444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Reports go to the city office alone; what is sealed opens to nobody.
OF_THE_CITY = (
    ("LLLFFFF2FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44442444", "<path:object_id>/history/"),
    ("LLL4444F444", "<path:object_id>/delete/"),
    ("LLL44442444", "<path:object_id>/change/"),
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
    OF_AN_EVENT: ("event", "eventtransition", "session", "sessiondraw", "quota", "question", "matchround"),
    OF_WHO_COMES: (
        *("registration", "registrationtransition", "companion", "guardianpermit", "answer"),
        *("matchprofile", "matchreview"),
    ),
    OF_THE_CITY: ("matchreport",),
    SEALED: ("matchchoice", "matchpair", "matchblock"),
}
PAGES = r"""
22222222222  /events/
22222222222  /events/calendar.ics
L2222222222  /events/mine/
L2444444444  /events/registrations/<uuid:public_id>/
L2233333333  /events/sessions/<uuid:public_id>/register/
22222222222  /events/sessions/<uuid:public_id>/draw/
22222222222  /events/sessions/<uuid:public_id>/draw/list.csv
L4444222444  /events/desk/
L4444222444  /events/desk/new/
L4444242444  /events/desk/<uuid:public_id>/
L4444242444  /events/desk/sessions/<uuid:public_id>/
22222222222  /events/<uuid:public_id>/
22222222222  /events/matchmaking/
L2444242444  /events/matchmaking/photos/<uuid:public_id>/
L2433333333  /events/matchmaking/<uuid:public_id>/profile/
L2444444444  /events/matchmaking/<uuid:public_id>/people/
L2444444444  /events/matchmaking/<uuid:public_id>/choose/
L2444444444  /events/matchmaking/<uuid:public_id>/result/
L2444444444  /events/matchmaking/<uuid:public_id>/safety/
L4444242444  /events/desk/sessions/<uuid:public_id>/matchmaking/
L4444242444  /events/desk/sessions/<uuid:public_id>/seats.<slug:kind>
L4444242444  /events/desk/sessions/<uuid:public_id>/seating-list.csv
L4444222444  /events/desk/matchmaking/reviews/
L4444242444  /events/desk/matchmaking/reviews/<uuid:public_id>/
L4444442444  /events/desk/matchmaking/reports/
L4444442444  /events/desk/matchmaking/reports/<int:number>/
"""
OF_EVENTS = PAGES.rstrip() + "".join(
    f"\n{letters}  /admin/events/{table}/{path}"
    for rows, tables in TABLES.items()
    for table in tables
    for letters, path in rows
)
