"""Addresses of the events, below /events/."""

from django.urls import path

from .checkin_urls import urlpatterns as checkin
from .views import desk, draws, mine, public

urlpatterns = [
    path("", public.event_list, name="events"),
    path("calendar.ics", public.feed, name="event_feed"),
    path("mine/", mine.my_events, name="my_events"),
    path("registrations/<uuid:public_id>/", mine.registration, name="event_registration"),
    path("sessions/<uuid:public_id>/register/", mine.register, name="event_register"),
    path("sessions/<uuid:public_id>/draw/", draws.draw_page, name="event_draw"),
    path("sessions/<uuid:public_id>/draw/list.csv", draws.listing, name="event_draw_list"),
    path("desk/", desk.event_list, name="event_desk"),
    path("desk/new/", desk.new, name="event_new"),
    path("desk/<uuid:public_id>/", desk.event, name="managed_event"),
    path("desk/sessions/<uuid:public_id>/", desk.session, name="managed_session"),
    *checkin,
    path("<uuid:public_id>/", public.event, name="event"),
]
