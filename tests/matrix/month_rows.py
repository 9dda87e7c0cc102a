"""Role × URL of the running sheet of a month and of what rules refused; its columns are those of `rows`."""

OF_THE_MONTH = r"""
L4444222444  /stations/month/
L4444222444  /stations/month/rows/
LMMMMMMMMMM  /stations/month/<slug:kind>/
LLLFF222FFF  /admin/stations/refusal/
LLLFFFFFFFF  /admin/stations/refusal/add/
LLL44242444  /admin/stations/refusal/<path:object_id>/history/
LLL44F4F444  /admin/stations/refusal/<path:object_id>/delete/
LLL44242444  /admin/stations/refusal/<path:object_id>/change/
LLL33333333  /admin/stations/refusal/<path:object_id>/
"""
