"""The addresses of the stations. Fixed words come before ``stations/<code>/``, which takes any word."""

from django.urls import path

from stations import views

urlpatterns = [
    path("a/<str:token>/", views.answer, name="answer"),
    path("my/", views.my_stays, name="my_stays"),
    path("stations/", views.station_finder, name="station_finder"),
    path("stations/apply/eligibility/", views.eligibility, name="stay_eligibility"),
    path("stations/apply/dates/", views.stay_dates, name="stay_dates"),
    path("stations/apply/room/", views.stay_room, name="stay_room"),
    path("stations/apply/purpose/", views.stay_purpose, name="stay_purpose"),
    path("stations/apply/contact/", views.stay_contact, name="stay_contact"),
    path("stations/apply/check/", views.stay_check, name="stay_check"),
    path("stations/apply/done/<slug:reference>/", views.stay_done, name="stay_done"),
    path("stations/stays/<slug:reference>/", views.stay, name="stay"),
    path("stations/stays/<slug:reference>/calendar.ics", views.stay_calendar, name="stay_calendar"),
    path("stations/stays/<slug:reference>/cancel/", views.stay_cancel, name="stay_cancel"),
    path("stations/stays/<slug:reference>/accept/", views.stay_accept, name="stay_accept"),
    path("stations/stays/<slug:reference>/dates/", views.stay_redate, name="stay_redate"),
    path("stations/stays/<slug:reference>/correct/", views.stay_correct, name="stay_correct"),
    path("stations/strikes/", views.my_strikes, name="my_strikes"),
    path("stations/strikes/<int:number>/appeal/", views.strike_appeal, name="strike_appeal"),
    path("stations/lounges/", views.lounge_list, name="lounge_list"),
    path("stations/lounges/my/", views.my_lounge_visits, name="my_lounge_visits"),
    path("stations/lounges/visits/<slug:reference>/", views.lounge_visit, name="lounge_visit"),
    path(
        "stations/lounges/visits/<slug:reference>/cancel/",
        views.lounge_visit_cancel,
        name="lounge_visit_cancel",
    ),
    path("stations/lounges/desk/", views.lounge_desk, name="lounge_desk"),
    path("stations/lounges/desk/code/<slug:code>/", views.lounge_code, name="lounge_code"),
    path("stations/lounges/desk/close/<slug:code>/", views.lounge_close, name="lounge_close"),
    path(
        "stations/lounges/desk/closures/<int:number>/end/", views.lounge_open_again, name="lounge_open_again"
    ),
    path("stations/lounges/desk/visits/<slug:reference>/", views.lounge_desk_visit, name="lounge_desk_visit"),
    path(
        "stations/lounges/desk/visits/<slug:reference>/<slug:act>/",
        views.lounge_desk_act,
        name="lounge_desk_act",
    ),
    path("stations/lounges/<slug:code>/", views.lounge, name="lounge"),
    path("stations/lounges/<slug:code>/book/", views.lounge_book, name="lounge_book"),
    path("stations/evidence/<uuid:public_id>/", views.evidence, name="evidence"),
    path("stations/desk/", views.desk, name="desk"),
    path("stations/desk/walk-in/", views.walk_in, name="desk_walk_in"),
    path("stations/desk/by-phone/", views.book_by_phone, name="desk_by_phone"),
    path("stations/desk/search/", views.desk_search, name="desk_search"),
    path("stations/desk/group/", views.desk_group, name="desk_group"),
    path("stations/desk/day/<slug:day>/", views.desk_day, name="desk_day"),
    path("stations/desk/code/<slug:code>/", views.desk_code, name="desk_code"),
    path("stations/desk/stays/<slug:reference>/", views.desk_stay, name="desk_stay"),
    path("stations/desk/stays/<slug:reference>/bed/", views.desk_bed, name="desk_bed"),
    path("stations/desk/stays/<slug:reference>/<slug:act>/", views.desk_act, name="desk_act"),
    path("stations/figures/", views.station_figures, name="station_figures"),
    path("stations/figures/<slug:table>/<slug:kind>/", views.figures_file, name="figures_file"),
    path("stations/<slug:code>/", views.station_page, name="station_page"),
]
