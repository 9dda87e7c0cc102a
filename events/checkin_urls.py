"""Addresses of who comes to a session, below /events/."""

from django.urls import path

from .views.checkin import afterwards, board, door, offline, papers, passes

DESK = "desk/sessions/<uuid:public_id>/"

urlpatterns = [
    path("registrations/<uuid:public_id>/pass/", passes.own_pass, name="event_own_pass"),
    path("registrations/<uuid:public_id>/afterwards/", afterwards.afterwards, name="event_afterwards"),
    path("certificates/verify/", afterwards.verify, name="event_certificate_verify"),
    path("certificates/code/<str:code>/", afterwards.verify_code, name="event_certificate_code"),
    path("certificates/<slug:number>/paper.pdf", afterwards.paper, name="event_certificate_paper"),
    path("desk/pass/<str:code>/", passes.shown, name="event_pass"),
    path(f"{DESK}door/", door.door, name="event_door"),
    path(f"{DESK}door/undo/", door.undo, name="event_door_undo"),
    path(f"{DESK}door/walk-in/", door.arrivals, name="event_walk_in"),
    path(f"{DESK}door/people/", door.people, name="event_door_people"),
    path(f"{DESK}board/", board.board, name="event_board"),
    path(f"{DESK}offline/", offline.offline, name="event_offline"),
    path(f"{DESK}offline/verify/", offline.verify, name="event_offline_verify"),
    path(f"{DESK}sheets/", papers.sheets, name="event_sheets"),
    path(f"{DESK}feedback/", papers.feedback, name="event_feedback"),
    path(f"{DESK}certificates/", papers.certificate_list, name="event_certificates"),
    path(f"{DESK}balance/", board.balance, name="event_balance"),
]
