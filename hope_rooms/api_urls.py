"""Addresses of the Hope Rooms below /api/v1/hope-rooms/: for staff, read-only, codes and stages."""

from django.urls import path

from .api import pairings, rooms

urlpatterns = [
    path("rooms/", rooms.Rooms.as_view(), name="api_hope_rooms"),
    path("rooms/<slug:code>/", rooms.OneRoom.as_view(), name="api_hope_room"),
    path("districts/", rooms.Districts.as_view(), name="api_hope_districts"),
    path("pairings/", pairings.Pairings.as_view(), name="api_hope_pairings"),
]
