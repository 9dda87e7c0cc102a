"""Addresses of cases: the list by code, the page of one case, where a record is opened, and its steps."""

from django.urls import path

from .views import cases, counsellors, emergencies, faces_desk, grants, holds, records, requests

urlpatterns = [
    path("cases/", cases.case_list, name="hope_cases"),
    path("cases/new/", cases.nominate, name="hope_nominate"),
    path("cases/<slug:code>/", cases.case, name="hope_case"),
    path("cases/<slug:code>/emergency/", emergencies.take, name="hope_take_emergency"),
    path("cases/<slug:code>/log/", cases.access_log, name="hope_access_log"),
    path("cases/<slug:code>/counsellor/", counsellors.counsellor, name="hope_counsellor"),
    path("cases/<slug:code>/notes/", counsellors.notes, name="hope_notes"),
    path("cases/<slug:code>/card/", faces_desk.card, name="hope_card"),
    path("cases/<slug:code>/hold/", holds.hold, name="hope_hold"),
    path("cases/<slug:code>/requests/new/", requests.record, name="hope_record_request"),
    path("requests/", requests.request_list, name="hope_requests"),
    path("requests/<int:number>/", requests.one_request, name="hope_request"),
    path("emergencies/", emergencies.emergency_list, name="hope_emergencies"),
    path("emergencies/<int:number>/", emergencies.emergency, name="hope_emergency"),
    path("cases/<slug:code>/access/", records.access, name="hope_case_access"),
    path("cases/<slug:code>/record/", records.record, name="hope_case_record"),
    path("cases/<slug:code>/files/", records.file_list, name="hope_case_files"),
    path("cases/<slug:code>/files/<uuid:public_id>/", records.file, name="hope_case_file"),
    path("grants/", grants.grant_list, name="hope_grants"),
    path("grants/<int:number>/", grants.grant, name="hope_grant"),
    path("cases/<slug:code>/facts/", cases.facts, name="hope_case_facts"),
    path("cases/<slug:code>/consents/", cases.consents, name="hope_case_consents"),
]
