"""Addresses of concerns: whom to call, the report, the list of those who look after them, and one concern."""

from django.urls import path

from .views import concerns

urlpatterns = [
    path("concern/", concerns.call_now, name="call_now"),
    path("concern/report/", concerns.report, name="concern_report"),
    path("concern/list/", concerns.concern_list, name="concerns"),
    path("concern/<uuid:public_id>/", concerns.concern, name="concern"),
]
