"""The demonstration of the volunteers: what the article names, built through services, and nothing real."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.urls import reverse

from tests import people
from tests.once import for_a_module
from tests.people import signed_in
from tests.stations import article
from volunteers import demo
from volunteers.association import elected
from volunteers.demo import fair
from volunteers.demo.rounds import QUOTAS
from volunteers.hours import share_of
from volunteers.models import (
    Application,
    AreaAlert,
    AwardNomination,
    AwardSeason,
    BallotRound,
    Brand,
    Certificate,
    Congress,
    CrowdSession,
    HazardTicket,
    HourDispute,
    HourEntry,
    NoShow,
    PatrolLog,
    PatrolShift,
    ServiceProject,
    Shift,
    Signup,
    Volunteer,
)
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import now
from zibo_youth.core.invariants import verify
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

WHOLE = fair.STUDENTS
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the load, not to one test."""


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Once for all tests of this file, and undone after them."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")), article.some_of_the_fair():
        people.city_staff()
        for code in ("zhangdian", "huantai", "zichuan", "zhoucun"):
            people.officer(code)
        demo.load(lambda _words: None)
        with connection.cursor() as cursor:
            # As after a night: without statistics a page over so many rows may take a minute.
            cursor.execute("ANALYZE")
        yield


def test_it_is_loaded_once():
    assert demo.is_loaded()


def test_every_brand_but_the_seasonal_ones_runs_a_project_today():
    running = ServiceProject.objects.published()
    branded = set(running.filter(kind="regular").values_list("brand__code", flat=True))
    assert branded >= {"love-zibo", "golden-age", "sunshine", "safe-traffic", "hand-in-hand"}
    assert branded <= set(Brand.objects.values_list("code", flat=True))


def test_shifts_stand_in_every_state_of_a_sign_up():
    """Places taken, somebody who waits, an offer to answer, a no-show to object to."""
    states = set(Signup.objects.values_list("state", flat=True))
    assert states >= {"signed_up", "standby", "offered", "signed_off", "no_show"}
    assert set(NoShow.objects.values_list("state", flat=True)) == {"standing"}
    assert Shift.objects.open(now()).count() >= 20


@pytest.mark.parametrize("number", article.REPRODUCED_BY_VOLUNTEERS)
def test_a_figure_of_the_article_is_counted_from_confirmed_sessions(number):
    said, wanted = article.REPRODUCED_BY_VOLUNTEERS[number]
    assert said() == wanted
    counts = CrowdSession.objects.values_list("students", "parents")
    assert (len(counts), sum(students + parents for students, parents in counts)) == (10, 6_060)


def june(code):
    return kpi(code).total(Month.of(date(2021, 6, 1)).period).part


def test_the_fair_is_told_of_130_and_70_students_and_loaded_here_in_proportion():
    assert dict(WHOLE) == {"demo-sdut": 130, "demo-zbvc": 70}
    assert sum(quota for _code, quota in QUOTAS) == 200
    accepted = Application.objects.filter(round__project__code="trade-fair-2021", state="accepted")
    schools = Counter(accepted.values_list("volunteer__university__name", flat=True))
    assert schools == {"山东理工大学": 13, "淄博职业学院": 7}
    assert june("IN06") == 20


def test_the_hours_of_june_2021_are_what_the_ledger_says_and_the_shifts_allow():
    entries = HourEntry.objects.filter(project__code="trade-fair-2021")
    assert set(entries.values_list("state", flat=True)) == {"final"}
    assert june("VO01") == sum(Fraction(minutes, 60) for minutes in entries.values_list("minutes", flat=True))
    assert all(entry.minutes <= entry.signup.shift.planned_minutes for entry in entries.whole())
    assert not entries.filter(post__kind="ceremony").exists()


def test_the_student_has_hours_in_every_state_a_certificate_and_a_call_to_answer():
    student = Volunteer.objects.get(person__full_name="苏示志")
    states = set(student.hour_entries.values_list("state", flat=True))
    assert states == {"provisional", "confirmed", "noticed", "disputed", "final", "revoked"}
    assert student.certificates.get().state == "valid"
    assert student.applications.get().state == "offered"


def test_certificates_and_requests_stand_in_every_state():
    states = set(Certificate.objects.values_list("state", flat=True))
    assert states == {"asked", "issued", "valid", "revoked", "superseded"}
    answered = HourDispute.objects.values_list("state", flat=True)
    assert set(answered) == {"asked", "upheld", "refused"}


def test_a_leader_has_shifts_to_review_and_a_share_of_hours_by_hand_waits_for_the_district():
    waiting = Signup.objects.filter(state="checked_out")
    assert waiting.filter(scans__way="system").exists()
    assert share_of(ServiceProject.objects.get(code="zbvc-safe-traffic")).waits_for_review
    held = HourEntry.objects.manual().filter(project__code="zbvc-safe-traffic")
    assert set(held.values_list("state", flat=True)) == {"noticed"}


def test_a_congress_of_128_delegates_is_over_and_its_boxes_are_empty():
    held = Congress.objects.get()
    assert (held.state, held.delegates.count(), held.delegates.present().count()) == ("announced", 128, 120)
    seats = {each.office.name: (len(each.names), each.vacant) for each in elected(held)}
    assert seats == {"副会长": (6, 0), "常务理事": (27, 0), "理事": (52, 0)}
    assert [held.turnout.count() for held in BallotRound.objects.all()] == [116] * 3
    assert not BallotRound.objects.exclude(box=b"").exists()
    assert not held.candidates.filter(minutes__lt=20 * 60).exists()
    assert "当选" in signed_in(None).get(held.get_absolute_url()).content.decode()


def test_one_season_of_awards_is_decided_and_one_waits_for_the_visitor_on_its_panel():
    last, this = AwardSeason.objects.order_by("year")
    assert (last.state, this.state) == ("announced", "review")
    awarded = AwardNomination.objects.filter(season=last, state="awarded")
    assert sorted(awarded.values_list("kind", flat=True)) == [
        "collective",
        *["individual"] * 3,
        "project",
    ]
    assert AwardNomination.objects.filter(is_public=True).count() == 2
    [account] = [each for each in accounts_of("volunteers") if not each.is_staff]
    client = signed_in(User.objects.get(mobile=account.mobile))
    page = client.get(reverse("volunteer_panel", args=[this.code])).content.decode()
    assert "回避" in page
    assert "/score/" in page


def test_waters_are_patrolled_and_what_was_found_is_on_its_way():
    patrols = PatrolShift.objects.all()
    assert Counter(patrol.state for patrol in patrols) == {"ended": 2, "planned": 2}
    assert all(patrol.leader and patrol.points.count() >= 2 for patrol in patrols)
    assert Counter(HazardTicket.objects.values_list("state", flat=True)) == {"verified": 1, "assigned": 1}
    assert set(PatrolLog.objects.values_list("kind", flat=True)) == {"dissuaded", "equipment", "hazard"}
    assert AreaAlert.objects.get().state == "lifted"
    assert not PatrolLog.objects.filter(at__gt=now()).exists()


def test_nobody_is_real():
    """Invented names, documents of places that are none, numbers that no carrier gives out."""
    told = Person.objects.filter(volunteer__isnull=False)
    assert not [person.full_name for person in told if person.full_name[1] not in "志示"]
    assert all(person.id_number[2:6] == "9901" for person in told)
    assert all(person.mobile.startswith("+86154") for person in told)


@pytest.mark.parametrize("account", accounts_of("volunteers"), ids=lambda account: account.key)
def test_each_account_finds_its_pages(account):
    client = signed_in(User.objects.get(mobile=account.mobile))
    page = reverse("volunteer_members" if account.is_staff else "volunteer_me")
    assert client.get(page).status_code == 200
    assert account.is_staff or Volunteer.objects.get(person__full_name=account.full_name).university


def test_the_promises_hold():
    assert {name: count for name, count in verify().items() if count} == {}
