"""Addresses of the events below /api/v1/events/."""

from django.urls import path

from .api import desk, mine, public

urlpatterns = [
    path("", public.Events.as_view(), name="api_events"),
    path("sessions/", public.Sessions.as_view(), name="api_event_sessions"),
    path("sessions/<uuid:public_id>/", public.OneSession.as_view(), name="api_event_session"),
    path("registrations/", desk.Registrations.as_view(), name="api_event_registrations"),
    path("me/registrations/", mine.Registrations.as_view(), name="api_own_event_registrations"),
    path(
        "me/registrations/<uuid:public_id>/cancel/",
        mine.Cancel.as_view(),
        name="api_event_registration_cancel",
    ),
    path(
        "me/registrations/<uuid:public_id>/accept/",
        mine.Accept.as_view(),
        name="api_event_registration_accept",
    ),
    path(
        "me/registrations/<uuid:public_id>/decline/",
        mine.Decline.as_view(),
        name="api_event_registration_decline",
    ),
    path("<uuid:public_id>/", public.OneEvent.as_view(), name="api_event"),
]
