"""Addresses of the collective wedding, below /events/weddings/."""

from django.urls import path

from .views.weddings import desk, mine, public

urlpatterns = [
    path("", public.wedding_list, name="weddings"),
    path("mine/", mine.my_couples, name="my_couples"),
    path("join/<str:token>/", mine.join, name="couple_join"),
    path("couples/<uuid:public_id>/", mine.couple, name="couple"),
    path("documents/<uuid:public_id>/", mine.document, name="couple_document"),
    path("desk/", desk.wedding_list, name="wedding_desk"),
    path("desk/new/", desk.new, name="wedding_new"),
    path("desk/<uuid:public_id>/", desk.wedding, name="managed_wedding"),
    path("desk/<uuid:public_id>/couples/", desk.couple_list, name="wedding_couples"),
    path("desk/<uuid:public_id>/sheets/", desk.day_sheets, name="wedding_sheets"),
    path("desk/<uuid:public_id>/health/", desk.health, name="wedding_health"),
    path("desk/couples/<uuid:public_id>/", desk.couple, name="managed_couple"),
    path("<uuid:public_id>/", public.wedding, name="wedding"),
    path("<uuid:public_id>/apply/", mine.apply, name="wedding_apply"),
    path("<uuid:public_id>/list.csv", public.listing, name="wedding_list_file"),
    path("<uuid:public_id>/result.csv", public.result, name="wedding_result_file"),
]
