"""Role × URL of check-in, the leader's desk and the review; its columns are those of `rows`."""

OF_SCANS = r"""
L2222222222  /volunteers/in/
L2444444444  /volunteers/in/place/<int:number>/
L2222222222  /volunteers/in/<str:token>/
L4444222422  /volunteers/desk/
L4444242424  /volunteers/desk/roll/<uuid:public_id>/
L44444444MM  /volunteers/desk/roll/<uuid:public_id>/mark/
L4444444424  /volunteers/desk/roll/<uuid:public_id>/sheet/
L4444444424  /volunteers/desk/roll/<uuid:public_id>/in/
L4444444424  /volunteers/desk/roll/<uuid:public_id>/out/
L4444242424  /volunteers/desk/roll/<uuid:public_id>/review/
LLLFF222F22  /admin/volunteers/scan/
LLLFFFFFFFF  /admin/volunteers/scan/add/
LLL44242424  /admin/volunteers/scan/<path:object_id>/history/
LLL44F4F4F4  /admin/volunteers/scan/<path:object_id>/delete/
LLL44242424  /admin/volunteers/scan/<path:object_id>/change/
LLL33333333  /admin/volunteers/scan/<path:object_id>/
"""
