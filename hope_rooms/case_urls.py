"""Addresses of cases: the list by code, and the page of one case, where a record is opened."""

from django.urls import path

from .views import cases

urlpatterns = [
    path("cases/", cases.case_list, name="hope_cases"),
    path("cases/<slug:code>/", cases.case, name="hope_case"),
]
