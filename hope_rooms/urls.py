"""Addresses of the Hope Rooms, below /hope-rooms/."""

from django.urls import include, path

urlpatterns = [
    path("", include("hope_rooms.concern_urls")),
    path("", include("hope_rooms.pairing_urls")),
    path("", include("hope_rooms.money_urls")),
    path("", include("hope_rooms.case_urls")),
    path("", include("hope_rooms.building_urls")),
]
