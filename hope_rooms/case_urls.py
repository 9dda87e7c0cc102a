"""Addresses of cases: the list by code, and the page of one case, where a record is opened."""

from django.urls import path

from .views import cases, emergencies

urlpatterns = [
    path("cases/", cases.case_list, name="hope_cases"),
    path("cases/<slug:code>/", cases.case, name="hope_case"),
    path("cases/<slug:code>/emergency/", emergencies.take, name="hope_take_emergency"),
    path("cases/<slug:code>/log/", cases.access_log, name="hope_access_log"),
    path("emergencies/", emergencies.emergency_list, name="hope_emergencies"),
    path("emergencies/<int:number>/", emergencies.emergency, name="hope_emergency"),
]
