"""Addresses of the volunteers, below /volunteers/. Each part keeps its own lines together."""

from django.urls import path

from .scan_urls import urlpatterns as scan_urls
from .views import manage_shifts, members, my_shifts, people, projects, registration, shifts, vetting

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
    path("desk/people/", people.people, name="volunteer_people"),
    path("desk/people/<slug:volunteer_no>/", people.volunteer_file, name="volunteer_file"),
    path("desk/exemptions/<int:number>/revoke/", people.exemption_revoke, name="volunteer_exemption_revoke"),
    path("desk/people/<slug:volunteer_no>/guardian/", vetting.guardian, name="volunteer_guardian"),
    path("shifts/", shifts.shift_list, name="volunteer_shifts"),
    path("shifts/<uuid:public_id>/", shifts.shift, name="volunteer_shift"),
    path("shifts/<uuid:public_id>/sign-up/", shifts.shift_sign_up, name="volunteer_shift_sign_up"),
    path("shifts/manage/", manage_shifts.managed_projects, name="manage_shifts"),
    path("shifts/manage/projects/<slug:code>/", manage_shifts.project_shifts, name="manage_project_shifts"),
    path("shifts/manage/posts/<int:number>/new/", manage_shifts.shift_new, name="manage_shift_new"),
    path("shifts/manage/<uuid:public_id>/", manage_shifts.managed_shift, name="manage_shift"),
    path("shifts/manage/<uuid:public_id>/change/", manage_shifts.shift_change, name="manage_shift_change"),
    path("shifts/manage/<uuid:public_id>/stop/", manage_shifts.shift_stop, name="manage_shift_stop"),
    path("shifts/manage/signups/<int:number>/release/", manage_shifts.release, name="manage_release"),
    path("mine/shifts/", my_shifts.my_shifts, name="my_volunteer_shifts"),
    path("mine/signups/<int:number>/", my_shifts.signup, name="volunteer_signup"),
    path("mine/signups/<int:number>/sign-off/", my_shifts.sign_off, name="volunteer_sign_off"),
    path("mine/signups/<int:number>/swap/", my_shifts.swap_ask, name="volunteer_swap_ask"),
    path("mine/swaps/<int:number>/", my_shifts.swap, name="volunteer_swap"),
    path("mine/no-shows/<int:number>/appeal/", my_shifts.appeal, name="volunteer_appeal"),
    *scan_urls,
]
