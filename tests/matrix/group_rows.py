"""The rows of people who come together and of partners who send them; beside `tests.matrix.rows`."""

OF_GROUPS = r"""
L2233333333  /stations/together/new/
L2444444444  /stations/together/<int:number>/
L3433333333  /stations/together/join/<str:token>/
L3433333333  /stations/together/join/<str:token>/decline/
LLL22222FFF  /admin/stations/party/
LLLFFFFFFFF  /admin/stations/party/add/
LLL24242444  /admin/stations/party/<path:object_id>/history/
LLLF4F4F444  /admin/stations/party/<path:object_id>/delete/
LLL24242444  /admin/stations/party/<path:object_id>/change/
LLL33333333  /admin/stations/party/<path:object_id>/
LLL22222FFF  /admin/stations/partymember/
LLLFFFFFFFF  /admin/stations/partymember/add/
LLL24242444  /admin/stations/partymember/<path:object_id>/history/
LLLF4F4F444  /admin/stations/partymember/<path:object_id>/delete/
LLL24242444  /admin/stations/partymember/<path:object_id>/change/
LLL33333333  /admin/stations/partymember/<path:object_id>/
LLLFF2222FF  /admin/stations/partner/
LLLFF222FFF  /admin/stations/partner/add/
LLL44242244  /admin/stations/partner/<path:object_id>/history/
LLL44F4FF44  /admin/stations/partner/<path:object_id>/delete/
LLL44242244  /admin/stations/partner/<path:object_id>/change/
LLL33333333  /admin/stations/partner/<path:object_id>/
LLLFF2222FF  /admin/stations/referralcode/
LLLFFFFFFFF  /admin/stations/referralcode/add/
LLL44242244  /admin/stations/referralcode/<path:object_id>/history/
LLL44F4FF44  /admin/stations/referralcode/<path:object_id>/delete/
LLL44242244  /admin/stations/referralcode/<path:object_id>/change/
LLL33333333  /admin/stations/referralcode/<path:object_id>/
"""
