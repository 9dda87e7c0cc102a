"""Role × URL of shifts, swaps and no-shows; its columns are those of `rows`."""

OF_SHIFTS = r"""
22222222222  /api/v1/volunteers/shifts/
22222222222  /api/v1/volunteers/shifts/<uuid:public_id>/
U2222222222  /api/v1/volunteers/signups/
UMMMMMMMMMM  /api/v1/volunteers/signups/<int:number>/sign-off/
UMMMMMMMMMM  /api/v1/volunteers/signups/<int:number>/accept/
UMMMMMMMMMM  /api/v1/volunteers/signups/<int:number>/decline/
22222222222  /volunteers/shifts/
22222222222  /volunteers/shifts/<uuid:public_id>/
L2233333333  /volunteers/shifts/<uuid:public_id>/sign-up/
L4444222422  /volunteers/shifts/manage/
L4444242424  /volunteers/shifts/manage/projects/<slug:code>/
L4444242424  /volunteers/shifts/manage/posts/<int:number>/new/
L4444242424  /volunteers/shifts/manage/<uuid:public_id>/
L4444242424  /volunteers/shifts/manage/<uuid:public_id>/change/
L4444242424  /volunteers/shifts/manage/<uuid:public_id>/stop/
L4444242424  /volunteers/shifts/manage/signups/<int:number>/release/
L2233333333  /volunteers/mine/shifts/
L2233333333  /volunteers/mine/shifts/calendar.ics
L2433333333  /volunteers/mine/signups/<int:number>/
L2433333333  /volunteers/mine/signups/<int:number>/calendar.ics
L2433333333  /volunteers/mine/signups/<int:number>/sign-off/
L2433333333  /volunteers/mine/signups/<int:number>/swap/
L2433333333  /volunteers/mine/swaps/<int:number>/
L2433333333  /volunteers/mine/no-shows/<int:number>/appeal/
LLLFF222F22  /admin/volunteers/noshow/
LLLFFFFFFFF  /admin/volunteers/noshow/add/
LLL44242424  /admin/volunteers/noshow/<path:object_id>/history/
LLL44F4F4F4  /admin/volunteers/noshow/<path:object_id>/delete/
LLL44242424  /admin/volunteers/noshow/<path:object_id>/change/
LLL33333333  /admin/volunteers/noshow/<path:object_id>/
LLLFF222F22  /admin/volunteers/swap/
LLLFFFFFFFF  /admin/volunteers/swap/add/
LLL44242424  /admin/volunteers/swap/<path:object_id>/history/
LLL44F4F4F4  /admin/volunteers/swap/<path:object_id>/delete/
LLL44242424  /admin/volunteers/swap/<path:object_id>/change/
LLL33333333  /admin/volunteers/swap/<path:object_id>/
"""
