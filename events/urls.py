"""Addresses of the events, below /events/."""

from django.urls import path

from .views import desk, draws, match_desk, matchmaking, mine, public

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
    path("matchmaking/", matchmaking.rounds, name="matchmaking"),
    path("matchmaking/photos/<uuid:public_id>/", matchmaking.photo, name="match_photo"),
    path("matchmaking/<uuid:public_id>/profile/", matchmaking.profile, name="match_profile"),
    path("matchmaking/<uuid:public_id>/people/", matchmaking.people, name="match_people"),
    path("matchmaking/<uuid:public_id>/safety/", matchmaking.safety, name="match_safety"),
    path("matchmaking/<uuid:public_id>/choose/", matchmaking.choose, name="match_choose"),
    path("matchmaking/<uuid:public_id>/result/", matchmaking.result, name="match_result"),
    path("desk/sessions/<uuid:public_id>/matchmaking/", match_desk.round_page, name="match_round"),
    path("desk/sessions/<uuid:public_id>/seats.<slug:kind>", match_desk.seats, name="match_seats"),
    path("desk/sessions/<uuid:public_id>/seating-list.csv", match_desk.seat_list, name="match_seat_list"),
    path("desk/matchmaking/reviews/", match_desk.reviews, name="match_reviews"),
    path("desk/matchmaking/reviews/<uuid:public_id>/", match_desk.review, name="match_review"),
    path("desk/matchmaking/reports/", match_desk.reports, name="match_reports"),
    path("desk/matchmaking/reports/<int:number>/", match_desk.report, name="match_report"),
    path("<uuid:public_id>/", public.event, name="event"),
]
