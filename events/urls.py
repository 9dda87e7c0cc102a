"""Addresses of the events, below /events/."""

from django.urls import include, path

from .checkin_urls import urlpatterns as checkin
from .views import contest_desk, desk, draws, messages, mine, public, reviews, rosters, series, teams

urlpatterns = [
    path("", public.event_list, name="events"),
    path("calendar.ics", public.feed, name="event_feed"),
    path("mine/", mine.my_events, name="my_events"),
    path("registrations/<uuid:public_id>/", mine.registration, name="event_registration"),
    path("sessions/<uuid:public_id>/register/", mine.register, name="event_register"),
    path("sessions/<uuid:public_id>/draw/", draws.draw_page, name="event_draw"),
    path("sessions/<uuid:public_id>/draw/list.csv", draws.listing, name="event_draw_list"),
    path("sessions/<uuid:public_id>/group/", rosters.upload, name="event_roster_upload"),
    path("rosters/", rosters.roster_list, name="event_rosters"),
    path("rosters/template/", rosters.template, name="event_roster_template"),
    path("rosters/<uuid:public_id>/", rosters.roster, name="event_roster"),
    path("desk/", desk.event_list, name="event_desk"),
    path("desk/reviews/", reviews.review_list, name="event_reviews"),
    path("desk/reviews/<uuid:public_id>/", reviews.review, name="event_review"),
    path("desk/venues/", series.venues, name="event_venues"),
    path("desk/<uuid:public_id>/series/", series.plan, name="event_series"),
    path("desk/sessions/<uuid:public_id>/messages/", messages.tell, name="event_messages"),
    path("desk/<uuid:public_id>/contest/", contest_desk.contest, name="event_contest"),
    path("teams/join/<slug:code>/", teams.join, name="event_team_join"),
    path("<uuid:public_id>/team/", teams.my_team, name="event_team"),
    path("<uuid:public_id>/judging/", teams.judging, name="event_judging"),
    path("<uuid:public_id>/standings/", teams.standings, name="event_standings"),
    path("desk/new/", desk.new, name="event_new"),
    path("desk/<uuid:public_id>/", desk.event, name="managed_event"),
    path("desk/sessions/<uuid:public_id>/", desk.session, name="managed_session"),
    path("weddings/", include("events.wedding_urls")),
    *checkin,
    path("<uuid:public_id>/", public.event, name="event"),
]
