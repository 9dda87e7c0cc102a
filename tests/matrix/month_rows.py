"""Role × URL of the running sheet of a month and of what rules refused; its columns are those of `rows`."""

OF_THE_MONTH = r"""
L44442224  /stations/month/
L44442224  /stations/month/rows/
LMMMMMMMM  /stations/month/<slug:kind>/
LLLFF222F  /admin/stations/refusal/
LLLFFFFFF  /admin/stations/refusal/add/
LLL442424  /admin/stations/refusal/<path:object_id>/history/
LLL44F4F4  /admin/stations/refusal/<path:object_id>/delete/
LLL442424  /admin/stations/refusal/<path:object_id>/change/
LLL333333  /admin/stations/refusal/<path:object_id>/
"""
