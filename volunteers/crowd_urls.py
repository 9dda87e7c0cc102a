"""Addresses of mass events, below /volunteers/crowds/."""

from django.urls import path

from .views import crowds

urlpatterns = [
    path("crowds/", crowds.sessions, name="crowd_sessions"),
    path("crowds/new/", crowds.record, name="crowd_session_new"),
    path("crowds/<int:number>/", crowds.session, name="crowd_session"),
    path("crowds/<int:number>/correct/", crowds.correct, name="crowd_session_correct"),
]
