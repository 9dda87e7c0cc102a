"""Addresses of pairings and visits: the volunteer's own pages, and the desk of those who look after them."""

from django.urls import path

from .views import counselling, faces, faces_desk, my_visits, pairing_desk

urlpatterns = [
    path("visits/", my_visits.children, name="my_children"),
    path("visits/pairs/<int:number>/", my_visits.child, name="my_child"),
    path("visits/<uuid:public_id>/", my_visits.visit, name="child_visit"),
    path("counselling/", counselling.mine, name="my_counselling"),
    path("counselling/<int:number>/", counselling.child, name="counselled_child"),
    path("counselling/<uuid:public_id>/", counselling.session, name="counselling_session"),
    path("card/", faces.enter, name="child_card"),
    path("card/thanks/", faces.thanks, name="child_thanks"),
    path("card/<str:code>/", faces.ask, name="child_faces"),
    path("faces/", faces_desk.unhappy, name="hope_unhappy"),
    path("faces/<int:number>/", faces_desk.answer, name="hope_answer"),
    path("pairings/", pairing_desk.pairing_list, name="pairings"),
    path("pairings/ask/", pairing_desk.ask, name="pairing_ask"),
    path("pairings/<int:number>/", pairing_desk.pairing, name="pairing"),
    path("pairings/visits/<uuid:public_id>/", pairing_desk.visit, name="pairing_visit"),
]
