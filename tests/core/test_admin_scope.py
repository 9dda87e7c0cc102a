"""管理后台的界限: an officer of one district finds nothing of another's, by whatever address."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.urls import reverse

from stations.models import Stay
from tests import people
from tests.districts import SHARED
from tests.people import signed_in

pytestmark = pytest.mark.django_db

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Where an officer of the row's own district reads it: without this, a 404 for everybody would pass.
OWN = [
    apps.get_model(label)
    for label in (
        "accounts.Membership",
        "accounts.Organisation",
        "accounts.Person",
        "articles.Article",
        "articles.Attachment",
        "reports.Correction",
        "reports.ExportJob",
        "reports.Figure",
        "reports.MonthlyReport",
        "reports.ReportTransition",
        "reports.Target",
        "loans.BankStatus",
        "events.Answer",
        "events.Attendance",
        "events.AttendanceCertificate",
        "events.Companion",
        "events.ContestRound",
        "events.Judge",
        "events.RosterPerson",
        "events.Score",
        "events.SegmentMessage",
        "events.Team",
        "events.TeamMember",
        "events.TeamRule",
        "events.SeriesCoupon",
        "events.Venue",
        "events.RegistrationReview",
        "events.EntryScan",
        "events.Event",
        "events.EventTransition",
        "events.GuardianPermit",
        "events.MatchProfile",
        "events.MatchReview",
        "events.MatchRound",
        "events.Question",
        "events.Quota",
        "events.Registration",
        "events.RegistrationTransition",
        "events.ScanUpload",
        "events.Session",
        "events.SessionDraw",
        "events.Couple",
        "events.CoupleDocument",
        "events.CoupleMember",
        "events.CoupleScore",
        "events.CoupleTransition",
        "events.ProgrammeItem",
        "events.ProgrammeSlot",
        "events.SlotBooking",
        "events.Wedding",
        "events.WeddingCriterion",
        "events.WeddingSelection",
        "events.WeddingTransition",
        "safety.Enterprise",
        "safety.HazardAlert",
        "safety.HazardFix",
        "safety.HazardReport",
        "safety.HazardStuckList",
        "safety.HazardTransition",
        "safety.SafetyActivity",
        "safety.SafetyCampaign",
        "safety.SafetyMaterial",
        "safety.WorkArea",
        "safety.EnterpriseAccident",
        "safety.PostCheck",
        "safety.PostRevision",
        "safety.PostTransition",
        "safety.SafetyPost",
        "safety.AnswerKey",
        "safety.BankQuestion",
        "safety.QuestionBank",
        "safety.Quiz",
        "safety.QuizAnswer",
        "safety.QuizAttempt",
        "safety.QuizEntry",
        "safety.QuizTransition",
        "safety.Regrade",
        "loans.CreditLine",
        "loans.EquityInvestment",
        "loans.Firm",
        "loans.LineConversion",
        "loans.NewCredit",
        "loans.PreApprovedLine",
        "loans.ClaimTransition",
        "loans.LineEntry",
        "loans.LineTransition",
        "loans.LoanApplication",
        "loans.LoanApplicationTransition",
        "loans.LoanDocument",
        "loans.Disbursement",
        "loans.Guarantee",
        "loans.GuaranteeClaim",
        "loans.GuaranteePayment",
        "loans.GuaranteeRecovery",
        "loans.GuaranteeTransition",
        "loans.Loan",
        "loans.LoanDay",
        "loans.LoanTransition",
        "loans.PurposeCheck",
        "loans.Repayment",
        "loans.ScheduleRow",
        "loans.ScheduleVersion",
        "loans.SiteVisit",
        "loans.SubsidyClaim",
        "hope_rooms.Acceptance",
        "hope_rooms.AccessGrant",
        "hope_rooms.AirTest",
        "hope_rooms.Allocation",
        "hope_rooms.Approval",
        "hope_rooms.BillLine",
        "hope_rooms.Build",
        "hope_rooms.BuildLog",
        "hope_rooms.BuildPause",
        "hope_rooms.ChildAnswer",
        "hope_rooms.Counsellor",
        "hope_rooms.SampleBatch",
        "hope_rooms.SampleRoom",
        "hope_rooms.CareConsent",
        "hope_rooms.Child",
        "hope_rooms.ChildView",
        "hope_rooms.ChildVisit",
        "hope_rooms.ChildVisitTransition",
        "hope_rooms.Defect",
        "hope_rooms.EligibilityFact",
        "hope_rooms.Escalation",
        "hope_rooms.GuardianRequest",
        "hope_rooms.HopeRoom",
        "hope_rooms.PairMember",
        "hope_rooms.Pairing",
        "hope_rooms.PairingPause",
        "hope_rooms.PairingTransition",
        "hope_rooms.Recheck",
        "hope_rooms.RoomGoods",
        "hope_rooms.RoomHand",
        "hope_rooms.RoomNudge",
        "hope_rooms.RoomTransition",
        "hope_rooms.Spending",
        "hope_rooms.StockCount",
        "hope_rooms.StockItem",
        "hope_rooms.StockMovement",
        "hope_rooms.StockTake",
        "hope_rooms.Survey",
        "hope_rooms.SurveyVisit",
        "stations.Bed",
        "stations.BedMove",
        "stations.Closure",
        "stations.Evidence",
        "stations.FollowUp",
        "stations.Lounge",
        "stations.LoungeClosure",
        "stations.LoungeCoupon",
        "stations.LoungeHours",
        "stations.LoungeSeries",
        "stations.LoungeSlot",
        "stations.LoungeVisit",
        "stations.LoungeVisitTransition",
        "stations.LoungeZone",
        "stations.Partner",
        "stations.Party",
        "stations.PartyMember",
        "stations.Refusal",
        "stations.Placement",
        "stations.ReferralCode",
        "stations.Rehousing",
        "stations.Room",
        "stations.RoomNight",
        "stations.Station",
        "stations.StationPhoto",
        "stations.Stay",
        "stations.StayNight",
        "stations.StayTransition",
        "stations.Strike",
        "stations.Suspension",
        "stations.ExtraNights",
        "volunteers.Application",
        "volunteers.ApplicationTransition",
        "volunteers.AwardNomination",
        "volunteers.Candidate",
        "volunteers.Delegate",
        "volunteers.ElectoralUnit",
        "volunteers.Exemption",
        "volunteers.GuardianConsent",
        "volunteers.NoShow",
        "volunteers.InterviewNote",
        "volunteers.Pool",
        "volunteers.Certificate",
        "volunteers.CertificateLine",
        "volunteers.Exemption",
        "volunteers.GuardianConsent",
        "volunteers.NoShow",
        "volunteers.HourClaim",
        "volunteers.HourDispute",
        "volunteers.HourEntry",
        "volunteers.HourImport",
        "volunteers.ManualShareReview",
        "volunteers.AreaAlert",
        "volunteers.CrowdSession",
        "volunteers.Equipment",
        "volunteers.EquipmentCheck",
        "volunteers.HazardTicket",
        "volunteers.PatrolLog",
        "volunteers.Exemption",
        "volunteers.GuardianConsent",
        "volunteers.NoShow",
        "volunteers.PatrolArea",
        "volunteers.PatrolPoint",
        "volunteers.PatrolShift",
        "volunteers.Post",
        "volunteers.RequirementItem",
        "volunteers.Scan",
        "volunteers.Round",
        "volunteers.ServiceProject",
        "volunteers.Shift",
        "volunteers.Signup",
        "volunteers.SignupTransition",
        "volunteers.Swap",
        "volunteers.TeamMember",
        "volunteers.Volunteer",
        "volunteers.VolunteerDocument",
    )
]
OFFICES_ONLY = [model for model in REGISTERED if model not in SHARED]


def address(model, view, *args):
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{view}", args=args)


def words_of(answer):
    """The page without its own address and its secrets of one request."""
    text = answer.content.decode().replace(answer.request["PATH_INFO"], "")
    return re.sub(r"[A-Za-z0-9]{64}|[0-9a-f-]{36}", "", text)


def name_of(model):
    return model._meta.label


def test_every_registered_table_stands_in_the_matrix(zhangdian):
    assert set(REGISTERED) == set(zhangdian.rows) & set(REGISTERED)


@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_a_row_of_another_district_is_not_found(zhangdian, huantai, view):
    for stranger in (huantai.officer, huantai.operator, huantai.leader):
        client = signed_in(stranger)
        answers = {
            model._meta.label: client.get(address(model, view, quote(zhangdian.rows[model].pk)))
            for model in OFFICES_ONLY
        }
        assert {label: answer.status_code for label, answer in answers.items()} == dict.fromkeys(answers, 404)
        missing = client.get(address(Stay, view, 987654321))
        assert {words_of(answer) for answer in answers.values()} == {words_of(missing)}


@pytest.mark.parametrize("view", ["change", "history"])
def test_the_districts_own_officer_reads_it(zhangdian, view):
    client = signed_in(zhangdian.officer)
    answers = {
        model._meta.label: client.get(address(model, view, quote(zhangdian.rows[model].pk))).status_code
        for model in OWN
    }
    assert answers == dict.fromkeys(answers, 200)


def test_lists_hold_the_own_rows_only(zhangdian, huantai):
    client = signed_in(huantai.officer)
    for model in OFFICES_ONLY:
        answer = client.get(address(model, "changelist"))
        if model not in OWN:
            assert (model, answer.status_code) == (model, 403)
            continue
        shown = set(answer.context["cl"].queryset.values_list("pk", flat=True))
        assert huantai.rows[model].pk in shown, model
        assert zhangdian.rows[model].pk not in shown, model


def references():
    """Every field of a registered table that an autocomplete may be asked for."""
    for model in REGISTERED:
        for field in model._meta.concrete_fields + model._meta.many_to_many:
            target = field.related_model
            if target in admin.site._registry and admin.site._registry[target].search_fields:
                yield model._meta, field.name, target


def test_autocomplete_offers_the_own_rows_only(zhangdian, huantai):
    client = signed_in(huantai.officer)
    for opts, field, target in references():
        asked = {"app_label": opts.app_label, "model_name": opts.model_name, "field_name": field, "term": ""}
        answer = client.get(reverse("admin:autocomplete"), asked)
        if target not in OWN:
            assert (opts, field, answer.status_code) == (opts, field, 200 if target in SHARED else 403)
            continue
        offered = {entry["id"] for entry in answer.json()["results"]}
        assert str(zhangdian.rows[target].pk) not in offered, (opts, field)


def test_autocomplete_finds_the_own_rows(zhangdian):
    asked = {"app_label": "stations", "model_name": "placement", "field_name": "stay"}
    term = {"term": zhangdian.stay.reference}
    answer = signed_in(zhangdian.officer).get(reverse("admin:autocomplete"), asked | term)
    assert [entry["id"] for entry in answer.json()["results"]] == [str(zhangdian.stay.pk)]


@pytest.mark.parametrize("across", ["0", "1"])
def test_no_action_reaches_a_row_of_another_district(zhangdian, huantai, across):
    client = signed_in(huantai.officer)
    for model in REGISTERED:
        row = zhangdian.rows[model]
        stored = type(row)._default_manager.filter(pk=row.pk).values()
        before = list(stored.all())
        for action in [*admin.site._registry[model].actions, "delete_selected"]:
            asked = {
                "action": action,
                "_selected_action": row.pk,
                "select_across": across,
                "answered": "yes",
                "reason": "not_eligible",
                "note": "测试",
                "post": "yes",
            }
            assert client.post(address(model, "changelist"), asked).status_code in (200, 302, 403)
        assert list(stored.all()) == before


def test_the_same_action_by_the_own_officer_moves_the_stay(zhangdian):
    client = signed_in(zhangdian.officer)
    client.post(address(Stay, "changelist"), {"action": "approve", "_selected_action": zhangdian.stay.pk})
    zhangdian.stay.refresh_from_db()
    assert zhangdian.stay.state == "approved"


def test_a_form_refuses_a_related_row_of_another_district(zhangdian, huantai):
    form = {"station": zhangdian.station.pk, "name": "909", "gender_mode": "male", "floor": "9"}
    form |= {"beds-TOTAL_FORMS": "0", "beds-INITIAL_FORMS": "0"}
    rooms = zhangdian.station.rooms
    add = reverse("admin:stations_room_add")

    assert signed_in(huantai.officer).post(add, form).status_code == 200
    assert rooms.count() == 1

    assert signed_in(zhangdian.officer).post(add, form).status_code == 302
    assert rooms.count() == 2


def test_an_inline_cannot_carry_off_a_row_of_another_district(zhangdian, huantai):
    room, foreign = (
        huantai.rows[apps.get_model("stations.Room")],
        zhangdian.rows[apps.get_model("stations.Bed")],
    )
    form = {
        "station": huantai.station.pk,
        "name": room.name,
        "gender_mode": room.gender_mode,
        "floor": "1",
        "beds-TOTAL_FORMS": "1",
        "beds-INITIAL_FORMS": "1",
        "beds-MIN_NUM_FORMS": "0",
        "beds-MAX_NUM_FORMS": "1000",
        "beds-0-id": foreign.pk,
        "beds-0-room": room.pk,
        "beds-0-label": "偷",
    }
    signed_in(huantai.officer).post(reverse("admin:stations_room_change", args=[room.pk]), form)
    foreign.refresh_from_db()
    assert foreign.label != "偷"
    assert foreign.room_id != room.pk


def test_a_station_is_not_handed_to_a_district_that_did_not_ask(zhangdian, huantai):
    client = signed_in(zhangdian.officer)
    page = reverse("admin:stations_station_change", args=[zhangdian.station.pk])
    form = client.get(page).context["adminform"].form.initial | {
        "reporting_org": huantai.station.reporting_org_id
    }
    answer = client.post(page, {key: value for key, value in form.items() if value is not None})
    assert answer.status_code == 200  # the choice is not offered, so the form comes back
    zhangdian.station.refresh_from_db()
    assert zhangdian.station.reporting_org.code == "zhangdian"


def test_staff_without_an_office_find_an_empty_house(zhangdian):
    nobody = people.operator(zhangdian.station.operator)
    nobody.person.memberships.update(until_on="2021-01-01")
    client = signed_in(nobody)
    assert client.get(address(Stay, "changelist")).status_code == 403
    assert client.get(address(Stay, "change", zhangdian.stay.pk)).status_code == 404


def test_applicants_do_not_come_in(zhangdian):
    assert signed_in(zhangdian.guest).get(reverse("admin:index")).status_code in (302, 403)
