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
# Reports go to the city office alone.
OF_THE_CITY = (
    ("LLLFFFF2FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44442444", "<path:object_id>/history/"),
    ("LLL4444F444", "<path:object_id>/delete/"),
    ("LLL44442444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Choices open to nobody; of what somebody says of a session offices read sums.
SEALED = (
    ("LLLFFFFFFFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44444444", "<path:object_id>/history/"),
    ("LLL44444444", "<path:object_id>/delete/"),
    ("LLL44444444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
TABLES = {
    OF_AN_EVENT: (
        "event",
        "eventtransition",
        "session",
        "contestround",
        "segmentmessage",
        "teamrule",
        "venue",
        "sessiondraw",
        "quota",
        "question",
        "matchround",
    ),
    OF_WHO_COMES: (
        "entryscan",
        "attendance",
        "scanupload",
        "attendancecertificate",
        "registration",
        "registrationtransition",
        "registrationreview",
        "rosterperson",
        "seriescoupon",
        "companion",
        "guardianpermit",
        "answer",
        "judge",
        "score",
        "team",
        "teammember",
        "matchprofile",
        "matchreview",
    ),
    OF_THE_CITY: ("matchreport",),
    SEALED: ("feedback", "matchchoice", "matchpair", "matchblock"),
}
PAGES = r"""
22222222222  /api/v1/events/
22222222222  /api/v1/events/<uuid:public_id>/
22222222222  /api/v1/events/sessions/
22222222222  /api/v1/events/sessions/<uuid:public_id>/
UFFFF222FFF  /api/v1/events/registrations/
U2222222222  /api/v1/events/me/registrations/
UMMMMMMMMMM  /api/v1/events/me/registrations/<uuid:public_id>/cancel/
UMMMMMMMMMM  /api/v1/events/me/registrations/<uuid:public_id>/accept/
UMMMMMMMMMM  /api/v1/events/me/registrations/<uuid:public_id>/decline/
22222222222  /events/
22222222222  /events/calendar.ics
L2222222222  /events/mine/
L2444444444  /events/registrations/<uuid:public_id>/
L2233333333  /events/sessions/<uuid:public_id>/register/
22222222222  /events/sessions/<uuid:public_id>/draw/
22222222222  /events/sessions/<uuid:public_id>/draw/list.csv
L4444222422  /events/sessions/<uuid:public_id>/group/
L4444222422  /events/rosters/
L4444222422  /events/rosters/template/
L4444242424  /events/rosters/<uuid:public_id>/
L2444444444  /events/registrations/<uuid:public_id>/pass/
L2444444444  /events/registrations/<uuid:public_id>/afterwards/
22222222222  /events/certificates/verify/
22222222222  /events/certificates/code/<str:code>/
L2444242444  /events/certificates/<slug:number>/paper.pdf
L4444242444  /events/desk/sessions/<uuid:public_id>/offline/
L4444MMM444  /events/desk/sessions/<uuid:public_id>/offline/verify/
L4444MMM444  /events/desk/sessions/<uuid:public_id>/sheets/
L4444242444  /events/desk/sessions/<uuid:public_id>/feedback/
L4444242444  /events/desk/sessions/<uuid:public_id>/certificates/
L4444343444  /events/desk/pass/<str:code>/
L4444242444  /events/desk/sessions/<uuid:public_id>/door/
L4444MMM444  /events/desk/sessions/<uuid:public_id>/door/undo/
L4444242444  /events/desk/sessions/<uuid:public_id>/door/walk-in/
L4444242444  /events/desk/sessions/<uuid:public_id>/door/people/
L4444242444  /events/desk/sessions/<uuid:public_id>/board/
L4444242444  /events/desk/sessions/<uuid:public_id>/balance/
L4444242444  /events/rosters/<uuid:public_id>/
L4444222444  /events/desk/
L4444222444  /events/desk/reviews/
L4444242444  /events/desk/reviews/<uuid:public_id>/
L4444222444  /events/desk/venues/
L4444242444  /events/desk/<uuid:public_id>/series/
L4444242444  /events/desk/sessions/<uuid:public_id>/messages/
L4444242444  /events/desk/<uuid:public_id>/contest/
L4433333333  /events/teams/join/<slug:code>/
L2233333333  /events/<uuid:public_id>/team/
L2444444444  /events/<uuid:public_id>/judging/
22222222222  /events/<uuid:public_id>/standings/
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
