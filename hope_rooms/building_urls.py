"""Addresses of the board, of a room by its code, and of a surveyor's own page."""

from django.urls import path

from .views import legacy, rooms, samples, surveys

urlpatterns = [
    path("rooms/", rooms.room_board, name="hope_board"),
    path("rooms/districts/", rooms.districts, name="hope_districts"),
    path("rooms/import/", legacy.ledger, name="hope_ledger"),
    path("rooms/import/template/", legacy.ledger_template, name="hope_ledger_template"),
    path("rooms/samples/", samples.sample_list, name="hope_samples"),
    path("rooms/samples/<int:number>/", samples.sample, name="hope_sample"),
    path("rooms/<slug:code>/", rooms.room, name="hope_room"),
    path("rooms/<slug:code>/sheet/", rooms.sheet, name="hope_room_sheet"),
    path("surveys/", surveys.survey_list, name="hope_surveys"),
    path("surveys/<int:number>/", surveys.survey, name="hope_survey"),
]
