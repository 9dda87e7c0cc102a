"""Addresses of check-in, of the leader's desk and of the review."""

from django.urls import path

from .views import attendance, door, rolls

urlpatterns = [
    path("in/", door.doors, name="volunteer_in"),
    path("in/place/<int:number>/", door.digits, name="volunteer_digits"),
    path("in/<str:token>/", door.door, name="volunteer_door"),
    path("desk/", rolls.desk, name="volunteer_desk"),
    path("desk/roll/<uuid:public_id>/", rolls.roll, name="volunteer_roll"),
    path("desk/roll/<uuid:public_id>/mark/", rolls.mark, name="volunteer_mark"),
    path("desk/roll/<uuid:public_id>/sheet/", rolls.sheet, name="volunteer_sheet"),
    path("desk/roll/<uuid:public_id>/in/", rolls.screen_in, name="volunteer_screen_in"),
    path("desk/roll/<uuid:public_id>/out/", rolls.screen_out, name="volunteer_screen_out"),
    path("desk/roll/<uuid:public_id>/review/", attendance.review, name="volunteer_review"),
]
