"""Role × URL of recruitment rounds; its columns are those of `rows`."""

OF_ROUNDS = r"""
22222222222  /volunteers/rounds/
22222222222  /volunteers/rounds/<int:number>/
L2233333333  /volunteers/rounds/<int:number>/apply/
44444444444  /volunteers/rounds/<int:number>/draw/
44444444444  /volunteers/rounds/<int:number>/draw/list.csv
L2233333333  /volunteers/rounds/mine/
L2433333333  /volunteers/rounds/mine/<int:number>/
LMM33333333  /volunteers/rounds/mine/<int:number>/answer/
L2433333333  /volunteers/rounds/mine/<int:number>/withdraw/
L4444222422  /volunteers/rounds/desk/
L4444242424  /volunteers/rounds/desk/<int:number>/
L4444MMM4MM  /volunteers/rounds/desk/<int:number>/step/
L4444242424  /volunteers/rounds/desk/people/<int:number>/
LLLFF222222  /admin/volunteers/round/
LLLFF222F22  /admin/volunteers/round/add/
LLL44242224  /admin/volunteers/round/<path:object_id>/history/
LLL44F4FFF4  /admin/volunteers/round/<path:object_id>/delete/
LLL44242224  /admin/volunteers/round/<path:object_id>/change/
LLL33333333  /admin/volunteers/round/<path:object_id>/
LLLFF222222  /admin/volunteers/pool/
LLLFFFFFFFF  /admin/volunteers/pool/add/
LLL44242224  /admin/volunteers/pool/<path:object_id>/history/
LLL44F4FFF4  /admin/volunteers/pool/<path:object_id>/delete/
LLL44242224  /admin/volunteers/pool/<path:object_id>/change/
LLL33333333  /admin/volunteers/pool/<path:object_id>/
LLLFF222F22  /admin/volunteers/application/
LLLFFFFFFFF  /admin/volunteers/application/add/
LLL44242424  /admin/volunteers/application/<path:object_id>/history/
LLL44F4F4F4  /admin/volunteers/application/<path:object_id>/delete/
LLL44242424  /admin/volunteers/application/<path:object_id>/change/
LLL33333333  /admin/volunteers/application/<path:object_id>/
LLLFF222F22  /admin/volunteers/applicationtransition/
LLLFFFFFFFF  /admin/volunteers/applicationtransition/add/
LLL44242424  /admin/volunteers/applicationtransition/<path:object_id>/history/
LLL44F4F4F4  /admin/volunteers/applicationtransition/<path:object_id>/delete/
LLL44242424  /admin/volunteers/applicationtransition/<path:object_id>/change/
LLL33333333  /admin/volunteers/applicationtransition/<path:object_id>/
LLLFF222F22  /admin/volunteers/interviewnote/
LLLFFFFFFFF  /admin/volunteers/interviewnote/add/
LLL44242424  /admin/volunteers/interviewnote/<path:object_id>/history/
LLL44F4F4F4  /admin/volunteers/interviewnote/<path:object_id>/delete/
LLL44242424  /admin/volunteers/interviewnote/<path:object_id>/change/
LLL33333333  /admin/volunteers/interviewnote/<path:object_id>/
"""
