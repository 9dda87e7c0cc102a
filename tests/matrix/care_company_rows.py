"""Role × URL of counselling and of the child's own voice, for the offices of care (`care_rows`)."""

COMPANY = r"""
FF2F22  /admin/hope_rooms/counsellor/
FFFFFF  /admin/hope_rooms/counsellor/add/
442422  /admin/hope_rooms/counsellor/<path:object_id>/history/
44F4FF  /admin/hope_rooms/counsellor/<path:object_id>/delete/
442422  /admin/hope_rooms/counsellor/<path:object_id>/change/
333333  /admin/hope_rooms/counsellor/<path:object_id>/
FFFFFF  /admin/hope_rooms/counsellingnote/
FFFFFF  /admin/hope_rooms/counsellingnote/add/
444444  /admin/hope_rooms/counsellingnote/<path:object_id>/history/
444444  /admin/hope_rooms/counsellingnote/<path:object_id>/delete/
444444  /admin/hope_rooms/counsellingnote/<path:object_id>/change/
333333  /admin/hope_rooms/counsellingnote/<path:object_id>/
222222  /hope-rooms/counselling/
444444  /hope-rooms/counselling/<int:number>/
444444  /hope-rooms/counselling/<uuid:public_id>/
442422  /hope-rooms/cases/<slug:code>/counsellor/
444424  /hope-rooms/cases/<slug:code>/notes/
FF2F2F  /admin/hope_rooms/childanswer/
FFFFFF  /admin/hope_rooms/childanswer/add/
442424  /admin/hope_rooms/childanswer/<path:object_id>/history/
44F4F4  /admin/hope_rooms/childanswer/<path:object_id>/delete/
442424  /admin/hope_rooms/childanswer/<path:object_id>/change/
333333  /admin/hope_rooms/childanswer/<path:object_id>/
222222  /hope-rooms/card/
222222  /hope-rooms/card/thanks/
222222  /hope-rooms/card/<str:code>/
442424  /hope-rooms/faces/
442424  /hope-rooms/faces/<int:number>/
242444  /hope-rooms/cases/<slug:code>/card/
"""
