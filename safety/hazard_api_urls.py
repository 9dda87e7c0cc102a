"""Addresses of hazards below /api/v1/hazards/."""

from django.urls import path

from .api import hazards

urlpatterns = [
    path("", hazards.Hazards.as_view(), name="api_hazards"),
    path("statistics/", hazards.Statistics.as_view(), name="api_hazard_statistics"),
    path("mine/", hazards.OwnHazards.as_view(), name="api_own_hazards"),
    path("mine/<uuid:public_id>/", hazards.OwnHazard.as_view(), name="api_own_hazard"),
    path("mine/<uuid:public_id>/answer/", hazards.OwnAnswer.as_view(), name="api_own_hazard_answer"),
]
