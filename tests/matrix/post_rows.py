"""Role × URL of the model posts, in the letters of `rows`."""

from tests.matrix.safety_rows import OF_A_DISTRICT

# What a year is judged by is read by every office with a part in it.
OF_OFFICES = (
    ("LLLFF2222FF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44222244", "<path:object_id>/history/"),
    ("LLL44FFFF44", "<path:object_id>/delete/"),
    ("LLL44222244", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# Who judges: the city and an administrator.
OF_THE_CITY = (
    ("LLLFFFF22FF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44442244", "<path:object_id>/history/"),
    ("LLL4444FF44", "<path:object_id>/delete/"),
    ("LLL44442244", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
# What was judged and who objected: the city alone.
OF_THE_CITY_ALONE = (
    ("LLLFFFF2FFF", ""),
    ("LLLFFFFFFFF", "add/"),
    ("LLL44442444", "<path:object_id>/history/"),
    ("LLL4444F444", "<path:object_id>/delete/"),
    ("LLL44442444", "<path:object_id>/change/"),
    ("LLL33333333", "<path:object_id>/"),
)
TABLES = {
    OF_A_DISTRICT: ("safetypost", "posttransition", "postrevision", "postcheck", "enterpriseaccident"),
    OF_OFFICES: ("postround", "postquota", "postform", "postcriterion"),
    OF_THE_CITY: ("postreviewer",),
    OF_THE_CITY_ALONE: ("postsheet", "postscore", "postobjection"),
}
PAGES = r"""
22222222222  /safety/posts/
L4444444444  /safety/posts/unit/
L4444444444  /safety/posts/unit/<uuid:public_id>/
L2222222222  /safety/posts/reviews/
L2444444444  /safety/posts/reviews/<uuid:public_id>/
L4444222444  /safety/posts/desk/
L4444442444  /safety/posts/desk/new/
L4444222444  /safety/posts/desk/years/<int:year>/
L4444242444  /safety/posts/desk/teams/<uuid:public_id>/
L4444442444  /safety/posts/desk/objections/<uuid:public_id>/
L4444222444  /safety/posts/desk/checks/
L4444242444  /safety/posts/desk/checks/<int:number>/
L4444222444  /safety/posts/desk/accidents/
L4444242444  /safety/posts/desk/accidents/<int:number>/
22222222222  /safety/posts/<int:year>/
L2233333333  /safety/posts/objections/<uuid:public_id>/
"""
OF_POSTS = PAGES.rstrip() + "".join(
    f"\n{letters}  /admin/safety/{table}/{path}"
    for rows, tables in TABLES.items()
    for table in tables
    for letters, path in rows
)
