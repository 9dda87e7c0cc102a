"""Addresses of the model posts, below /safety/posts/."""

from django.urls import path

from .views.posts import checks, desk, judging, public, unit

urlpatterns = [
    path("", public.round_list, name="post_rounds"),
    path("unit/", unit.post_list, name="unit_posts"),
    path("unit/<uuid:public_id>/", unit.post, name="unit_post"),
    path("reviews/", judging.sheet_list, name="post_reviews"),
    path("reviews/<uuid:public_id>/", judging.sheet, name="post_sheet"),
    path("desk/", desk.desk, name="post_desk"),
    path("desk/new/", desk.new, name="post_round_new"),
    path("desk/years/<int:year>/", desk.round_page, name="managed_post_round"),
    path("desk/teams/<uuid:public_id>/", desk.post, name="managed_post"),
    path("desk/objections/<uuid:public_id>/", desk.objection, name="managed_post_objection"),
    path("desk/checks/", checks.check_list, name="post_checks"),
    path("desk/checks/<int:number>/", checks.check, name="managed_post_check"),
    path("desk/accidents/", checks.accident_list, name="post_accidents"),
    path("desk/accidents/<int:number>/", checks.accident, name="managed_accident"),
    path("<int:year>/", public.round_page, name="post_round"),
    path("objections/<uuid:public_id>/", public.objection, name="post_objection"),
]
