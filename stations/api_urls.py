"""Addresses of the stations below /api/v1/."""

from django.urls import path

from .api import lounges, places, rehousings, stays

urlpatterns = [
    path("stations/", places.Stations.as_view(), name="api_stations"),
    path("stations/<slug:code>/availability/", places.Availability.as_view(), name="api_availability"),
    path("stays/", stays.Stays.as_view(), name="api_stays"),
    path("stays/<slug:reference>/", stays.OneStay.as_view(), name="api_stay"),
    path("stays/<slug:reference>/cancel/", stays.Cancel.as_view(), name="api_stay_cancel"),
    path("stays/<slug:reference>/accept/", stays.Accept.as_view(), name="api_stay_accept"),
    path("stays/<slug:reference>/answer/", stays.Answer.as_view(), name="api_stay_answer"),
    path("stays/<slug:reference>/dates/", stays.Dates.as_view(), name="api_stay_dates"),
    path("rehousings/", rehousings.Rehousings.as_view(), name="api_rehousings"),
    path(
        "rehousings/<slug:reference>/accept/",
        rehousings.AcceptRehousing.as_view(),
        name="api_rehousing_accept",
    ),
    path(
        "rehousings/<slug:reference>/decline/",
        rehousings.DeclineRehousing.as_view(),
        name="api_rehousing_decline",
    ),
    path("lounges/", lounges.Lounges.as_view(), name="api_lounges"),
    path("lounges/<slug:code>/free/", lounges.FreeHalfHours.as_view(), name="api_lounge_free"),
    path("lounge-visits/", lounges.Visits.as_view(), name="api_lounge_visits"),
    path(
        "lounge-visits/<slug:reference>/cancel/",
        lounges.CancelVisit.as_view(),
        name="api_lounge_visit_cancel",
    ),
    path("me/allowance/", stays.MyAllowance.as_view(), name="api_allowance"),
    path("evidence/", stays.EvidenceUpload.as_view(), name="api_evidence"),
]
