"""Addresses of the volunteers below /api/v1/volunteers/. Each part keeps its own lines together."""

from django.urls import path

from .api import hours, rounds, shifts

urlpatterns = [
    path("shifts/", shifts.Shifts.as_view(), name="api_volunteer_shifts"),
    path("shifts/<uuid:public_id>/", shifts.OneShift.as_view(), name="api_volunteer_shift"),
    path("signups/", shifts.Signups.as_view(), name="api_volunteer_signups"),
    path("signups/<int:number>/sign-off/", shifts.SignOff.as_view(), name="api_volunteer_sign_off"),
    path("signups/<int:number>/accept/", shifts.AcceptOffer.as_view(), name="api_volunteer_accept"),
    path("signups/<int:number>/decline/", shifts.DeclineOffer.as_view(), name="api_volunteer_decline"),
    path("me/hours/", hours.OwnHours.as_view(), name="api_volunteer_own_hours"),
    path("certificates/<slug:code>/", hours.OneCertificate.as_view(), name="api_volunteer_certificate"),
    path("projects/", rounds.Projects.as_view(), name="api_volunteer_projects"),
    path("rounds/", rounds.Rounds.as_view(), name="api_volunteer_rounds"),
    path("rounds/<int:number>/apply/", rounds.Apply.as_view(), name="api_volunteer_round_apply"),
    path(
        "rounds/applications/<int:number>/accept/",
        rounds.AcceptPlace.as_view(),
        name="api_volunteer_place_accept",
    ),
    path(
        "rounds/applications/<int:number>/decline/",
        rounds.DeclinePlace.as_view(),
        name="api_volunteer_place_decline",
    ),
]
