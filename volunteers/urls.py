"""Addresses of the volunteers, below /volunteers/. Each part keeps its own lines together."""

from django.urls import path

from .views import members, projects, registration, vetting

urlpatterns = [
    path("", projects.project_list, name="volunteer_projects"),
    path("projects/<slug:code>/", projects.project, name="volunteer_project"),
    path("register/", registration.register, name="volunteer_register"),
    path("me/", registration.me, name="volunteer_me"),
    path("me/change/", registration.change, name="volunteer_change"),
    path("me/leave/", registration.leave, name="volunteer_leave"),
    path("me/back/", registration.come_back, name="volunteer_back"),
    path("me/teams/", registration.join, name="volunteer_join"),
    path("me/teams/<int:number>/leave/", registration.leave_team, name="volunteer_leave_team"),
    path("me/proofs/", vetting.own_proofs, name="volunteer_vetting"),
    path("documents/<uuid:public_id>/", vetting.document, name="volunteer_document"),
    path("desk/members/", members.member_list, name="volunteer_members"),
    path("desk/members/<int:number>/", members.member, name="volunteer_member"),
    path("desk/proofs/", vetting.proofs_to_check, name="volunteer_proofs"),
    path("desk/proofs/<int:number>/", vetting.proof, name="volunteer_proof"),
    path("desk/people/<slug:volunteer_no>/guardian/", vetting.guardian, name="volunteer_guardian"),
]
