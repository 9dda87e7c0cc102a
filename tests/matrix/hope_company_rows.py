"""Role × URL of counselling and of the child's own voice, for the offices of `rows`."""

OF_COMPANY = r"""
LLLFF22FFFF  /admin/hope_rooms/counsellor/
LLLFFFFFFFF  /admin/hope_rooms/counsellor/add/
LLL44244444  /admin/hope_rooms/counsellor/<path:object_id>/history/
LLL44F44444  /admin/hope_rooms/counsellor/<path:object_id>/delete/
LLL44244444  /admin/hope_rooms/counsellor/<path:object_id>/change/
LLL33333333  /admin/hope_rooms/counsellor/<path:object_id>/
LLLFFFFFFFF  /admin/hope_rooms/counsellingnote/
LLLFFFFFFFF  /admin/hope_rooms/counsellingnote/add/
LLL44444444  /admin/hope_rooms/counsellingnote/<path:object_id>/history/
LLL44444444  /admin/hope_rooms/counsellingnote/<path:object_id>/delete/
LLL44444444  /admin/hope_rooms/counsellingnote/<path:object_id>/change/
LLL33333333  /admin/hope_rooms/counsellingnote/<path:object_id>/
L2222222222  /hope-rooms/counselling/
L4444444444  /hope-rooms/counselling/<int:number>/
L4444444444  /hope-rooms/counselling/<uuid:public_id>/
L4444244444  /hope-rooms/cases/<slug:code>/counsellor/
L4444444444  /hope-rooms/cases/<slug:code>/notes/
LLLFF22FFFF  /admin/hope_rooms/childanswer/
LLLFFFFFFFF  /admin/hope_rooms/childanswer/add/
LLL44244444  /admin/hope_rooms/childanswer/<path:object_id>/history/
LLL44F44444  /admin/hope_rooms/childanswer/<path:object_id>/delete/
LLL44244444  /admin/hope_rooms/childanswer/<path:object_id>/change/
LLL33333333  /admin/hope_rooms/childanswer/<path:object_id>/
22222222222  /hope-rooms/card/
22222222222  /hope-rooms/card/thanks/
22222222222  /hope-rooms/card/<str:code>/
L4444224444  /hope-rooms/faces/
L4444244444  /hope-rooms/faces/<int:number>/
L4444244444  /hope-rooms/cases/<slug:code>/card/
"""
