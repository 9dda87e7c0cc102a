"""Addresses below /api/. Programmes are named by their modules only: the house imports none."""

from django.urls import include, path, re_path

from .me import Me
from .schema import Docs, Schema
from .views import NothingHere

urlpatterns = [
    path("schema/", Schema.as_view(), name="api_schema"),
    path("docs/", Docs.as_view(), name="api_docs"),
    path("v1/me/", Me.as_view(), name="api_me"),
    path("v1/", include("zibo_youth.articles.api_urls")),
    path("v1/", include("zibo_youth.reports.api_urls")),
    path("v1/", include("stations.api_urls")),
    path("v1/volunteers/", include("volunteers.api_urls")),
    path("v1/hope-rooms/", include("hope_rooms.api_urls")),
    path("v1/loans/", include("loans.api_urls")),
    path("v1/", include("safety.api_urls")),
    path("v1/events/", include("events.api_urls")),
    re_path(r"", NothingHere.as_view(), name="api_nothing_here"),
]
