"""The rows of people who come together and of partners who send them; beside `tests.matrix.rows`."""

OF_GROUPS = r"""
L22333333  /stations/together/new/
L24444444  /stations/together/<int:number>/
L34333333  /stations/together/join/<str:token>/
L34333333  /stations/together/join/<str:token>/decline/
LLL22222F  /admin/stations/party/
LLLFFFFFF  /admin/stations/party/add/
LLL242424  /admin/stations/party/<path:object_id>/history/
LLLF4F4F4  /admin/stations/party/<path:object_id>/delete/
LLL242424  /admin/stations/party/<path:object_id>/change/
LLL333333  /admin/stations/party/<path:object_id>/
LLL22222F  /admin/stations/partymember/
LLLFFFFFF  /admin/stations/partymember/add/
LLL242424  /admin/stations/partymember/<path:object_id>/history/
LLLF4F4F4  /admin/stations/partymember/<path:object_id>/delete/
LLL242424  /admin/stations/partymember/<path:object_id>/change/
LLL333333  /admin/stations/partymember/<path:object_id>/
LLLFF2222  /admin/stations/partner/
LLLFF222F  /admin/stations/partner/add/
LLL442422  /admin/stations/partner/<path:object_id>/history/
LLL44F4FF  /admin/stations/partner/<path:object_id>/delete/
LLL442422  /admin/stations/partner/<path:object_id>/change/
LLL333333  /admin/stations/partner/<path:object_id>/
LLLFF2222  /admin/stations/referralcode/
LLLFFFFFF  /admin/stations/referralcode/add/
LLL442422  /admin/stations/referralcode/<path:object_id>/history/
LLL44F4FF  /admin/stations/referralcode/<path:object_id>/delete/
LLL442422  /admin/stations/referralcode/<path:object_id>/change/
LLL333333  /admin/stations/referralcode/<path:object_id>/
"""
