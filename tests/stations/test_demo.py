"""The demonstration tells what the article tells, counted from its rows, and nothing real."""

import re
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from stations import demo, funnel
from stations.availability import calendar_of
from stations.demo.lately import REVIEW_HOURS, review_time_ago
from stations.models import (
    Closure,
    ExtraNights,
    FollowUp,
    Lounge,
    LoungeSeries,
    LoungeVisit,
    Placement,
    Station,
    StationPhoto,
    Stay,
    StayNight,
)
from tests.once import for_a_module
from tests.reports import past
from tests.stations import article
from zibo_youth.accounts.demo.accounts import ACCOUNTS, accounts_of, table
from zibo_youth.accounts.models import Area, ErasureRequest, Organisation, Person, User
from zibo_youth.accounts.second_factor import current_code
from zibo_youth.core.calendar import after_workdays, at, before_workdays, now, standing_at, today
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice, SmsMessage
from zibo_youth.reports.demo.aims import set_aims
from zibo_youth.reports.kpis import kpis
from zibo_youth.reports.models import MonthlyReport

# The load takes its time: the suite is dealt out by file, so that one worker does it once.
pytestmark = [pytest.mark.django_db, pytest.mark.long]
TOLD_ON = date(2021, 6, 4)
FROM, UNTIL = at(date(2020, 11, 1), datetime.min.time()), at(date(2021, 6, 5), datetime.min.time())


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the load, not to one test."""


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The load takes its time: once for all tests of this file, and undone after them."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        demo.load(lambda _words: None)
        with connection.cursor() as sql:
            sql.execute("ANALYZE")  # nobody else sees these rows, so nothing else tells the planner of them
        yield


def served():
    return Stay.objects.checked_in_during(FROM, UNTIL)


def test_31_stations_in_all_8_districts_and_the_3_zones():
    stations = Station.objects.all()
    assert stations.count() == 31
    districts = Area.objects.filter(kind="district")
    assert districts.count() == 8
    assert [area.name for area in districts if not stations.in_area(area.code).exists()] == []
    reporting = set(stations.values_list("reporting_org__code", flat=True))
    assert reporting == set(Organisation.objects.filter(is_reporting=True).values_list("code", flat=True))


def test_7_lounges_with_all_kinds_of_zones_and_visits_in_every_state():
    lounges = Lounge.objects.all()
    assert lounges.count() == 7
    for lounge in lounges:
        assert {zone.kind for zone in lounge.zones.all()} == {"av", "sport", "arts"}
        assert lounge.image
    states = set(LoungeVisit.objects.values_list("state", flat=True))
    assert states >= {"booked", "completed", "cancelled", "no_show"}
    assert LoungeVisit.objects.requested().filter(answer_by__gt=now(), zone__mode="hall").count() == 1
    past = LoungeVisit.objects.filter(date__lt=today())
    assert not past.filter(state__in=["booked", "checked_in"]).exists()
    assert past.filter(booked_at__gt=now() - timedelta(minutes=1)).count() == 0
    assert LoungeSeries.objects.filter(person__full_name="林示范", answer_by__gt=now()).count() == 1
    me = LoungeVisit.objects.filter(person__full_name="林示范")
    assert me.filter(series__isnull=False, state="booked").count() >= 1


def test_the_one_township_station_stands_in_huantai():
    [township] = Station.objects.filter(is_township=True)
    assert township.area.parent.name == "桓台县"
    assert township.area.name.endswith("镇")


def test_the_first_ten_opened_in_november_2020_and_the_last_before_the_article():
    opened = sorted(Station.objects.values_list("opened_on", flat=True))
    assert opened[0] == date(2020, 11, 18)
    assert opened[9] == date(2020, 11, 19)
    assert date(2020, 11, 19) < opened[10]
    assert opened[-1] <= TOLD_ON


def test_305_stays_by_305_people():
    assert served().count() == 305
    assert served().values("guest").distinct().count() == 305


def test_32_of_them_signed_with_plainly_invented_employers():
    signed = Placement.objects.filter(signed_on__lte=TOLD_ON)
    assert signed.count() == 32
    assert signed.values("stay__guest").distinct().count() == 32
    assert set(signed.values_list("stay_id", flat=True)) <= set(served().values_list("pk", flat=True))
    assert all("演示" in placement.employer for placement in signed)


def test_the_funnel_of_the_article_is_305_served_and_32_signed():
    """The two figures again, through the page's own counting, and once more by hand."""
    of_the_article = Stay.objects.filter(pk__in=served())
    for by in funnel.DIMENSIONS:
        line = funnel.total(funnel.lines(of_the_article, by))
        assert (line["applied"], line["approved"], line["stayed"], line["signed"]) == (305, 305, 305, 32)
        assert line["signed"] < line["answered"] < 305
    confirmed = {p.stay_id for p in Placement.objects.all() if p.state == "confirmed"}
    assert len(confirmed & set(of_the_article.values_list("pk", flat=True))) == 32
    silent = {f.stay_id for f in FollowUp.objects.all()} - {
        f.stay_id for f in FollowUp.objects.filter(answered_at__isnull=False)
    }
    assert line["answered"] == 305 - len(silent & set(of_the_article.values_list("pk", flat=True)))


def test_the_months_behind_have_every_stage_and_work_for_the_desk():
    lately = funnel.handed_in_between(Stay.objects.all(), today() - timedelta(days=200), today())
    line = funnel.total(funnel.lines(lately, "channel"))
    assert line["applied"] > line["approved"] > line["stayed"] > line["answered"] > line["signed"] > 0
    assert FollowUp.objects.unanswered().filter(closes_on__gte=today()).exists()
    assert not FollowUp.objects.filter(asked_at__gt=now() - timedelta(hours=1)).exists()
    assert Placement.objects.claimed().exists()


def test_the_stays_keep_to_the_rules_of_their_day():
    assert not served().exclude(policy__effective_from=date(2020, 11, 18)).exists()
    assert not served().filter(departure__gt=F("arrival") + timedelta(days=2)).exists()
    assert not served().filter(arrival__lt=F("station__opened_on")).exists()
    assert set(served().values_list("state", flat=True)) == {"checked_out"}


def test_told_moments_follow_each_other_and_the_number_carries_the_day():
    for stay in Stay.objects.exclude(state="draft").prefetch_related("transitions"):
        moments = [stay.submitted_at, stay.decided_at, stay.checked_in_at, stay.checked_out_at]
        told = [moment for moment in moments if moment]
        assert told == sorted(told)
        assert told[-1] <= now()
        assert stay.reference.startswith(f"YZ{at_home(stay.submitted_at):%Y%m%d}")
        assert [move.at for move in stay.transitions.all()] == sorted(m.at for m in stay.transitions.all())


def at_home(moment):
    return timezone.localtime(moment)


def test_guests_heard_by_many_ways_and_are_men_and_women_of_many_schools():
    channels = served().values("referral_channel__code").annotate(n=Count("pk"))
    counted = {row["referral_channel__code"]: row["n"] for row in channels}
    assert min(counted[code] for code in ("58tongcheng", "zhilian", "job_fair", "campus_group")) > 30
    genders = dict(served().values_list("guest__gender").annotate(n=Count("pk")))
    assert min(genders[1], genders[2]) > 100
    assert served().values("guest__university").distinct().count() >= 8


def test_nobody_is_real():
    for person in Person.objects.exclude(id_index=""):
        assert re.match(r"\d\d9901", person.id_number), "a prefecture that does not exist"
        assert re.search("[例示]", person.full_name)
    for mobile in [
        *User.objects.values_list("mobile", flat=True),
        *Person.objects.values_list("mobile", flat=True),
    ]:
        assert mobile.startswith("+86154"), "no carrier gives these out"
    for station in Station.objects.all():
        assert "演示" in station.address
        assert re.fullmatch(r"0533-0000\d{3}", station.phone)


def test_every_state_is_there_around_today():
    lately = Stay.objects.filter(arrival__gte=today() - timedelta(days=90))
    assert set(lately.values_list("state", flat=True)) == set(Stay.State.values)
    assert [stay.nights.count() for stay in Stay.objects.holding()] == [2, 2]
    assert Stay.objects.arriving_on(today()).count() >= 5
    assert Stay.objects.departing_on(today()).count() >= 2
    assert Stay.objects.overdue(now()).count() >= 2
    waiting = Stay.objects.waiting().filter(review_due_at__gt=now())
    past_half = waiting.filter(submitted_at__lt=before_workdays(now(), REVIEW_HOURS // 2))
    assert past_half
    assert len(past_half) < len(waiting)
    assert Closure.objects.filter(room__isnull=False).exists()


def test_who_has_to_answer_has_time_and_so_has_the_reviewer():
    returned = Stay.objects.filter(state="returned")
    assert returned
    for stay in returned:
        assert before_workdays(stay.answer_due_at, 24) > now(), (
            "no reminder, and no bed let go, at the first beat"
        )
        assert stay.review_left > timedelta(hours=12)
        assert (stay.asked, stay.reviewer is None) == (["evidence"], False)


@pytest.mark.parametrize("days", range(14))
@pytest.mark.parametrize("hour", [0, 8, 15, 23])
def test_a_review_is_half_over_or_overdue_on_any_day_of_the_week(days, hour):
    moment = at(date(2026, 11, 23) + timedelta(days), time(hour, 30))
    with standing_at(moment):
        half, over = review_time_ago(0.6), review_time_ago(1.1)
    assert after_workdays(half, REVIEW_HOURS // 2) < moment < after_workdays(half, REVIEW_HOURS)
    assert after_workdays(over, REVIEW_HOURS) < moment


def test_free_few_and_full_are_all_to_be_seen():
    words = {
        day.word
        for station in Station.objects.all()
        for day in calendar_of(station, today(), today() + timedelta(14))
    }
    assert words == {"free", "few", "full"}


def test_every_station_shows_four_pictures_that_are_described():
    assert StationPhoto.objects.count() == 4 * 31
    assert not StationPhoto.objects.filter(description="").exists()
    photo = StationPhoto.objects.first()
    assert Image.open(photo.image).size == (960, 600)
    assert photo.image.size < 60_000


def test_one_thinks_over_closing_the_account_one_is_due_and_one_wrote_a_letter():
    open_ones = ErasureRequest.objects.open()
    assert Counter(open_ones.values_list("state", flat=True)) == {"asked": 2, "recorded": 1}
    assert open_ones.due(now()).count() == 1


def test_one_waits_for_nights_beyond_the_cap_and_one_was_granted_them():
    assert Counter(ExtraNights.objects.values_list("state", flat=True)) == {"asked": 1, "granted": 1}


def test_all_invariants_hold():
    assert {name: count for name, count in verify().items() if count} == {}


def test_nothing_of_the_past_rings_a_telephone_today():
    assert Notice.objects.exists()
    assert not Notice.objects.unplanned().exists()
    assert not SmsMessage.objects.exists()


def test_what_is_missing_is_loaded_and_a_second_load_changes_nothing_but_prints_the_accounts(capsys):
    """The articles and the reports rest on the stations' facts and officers: they come after them."""
    with article.some_of_the_fair():
        call_command("load_demo")
    reports = Counter(MonthlyReport.objects.of_units().values_list("state", flat=True))
    assert reports == {"locked": 33, "open": 7, "draft": 1, "submitted": 1, "returned": 1, "accepted": 1}
    assert not Notice.objects.unplanned().exists()
    capsys.readouterr()

    before = [model.objects.count() for model in (Stay, StayNight, Station, User, Notice)]
    call_command("load_demo")
    assert [model.objects.count() for model in (Stay, StayNight, Station, User, Notice)] == before
    assert capsys.readouterr().out.strip() == table().strip()


def test_outside_the_demonstration_nothing_is_loaded():
    with override_settings(DEMO=False), pytest.raises(CommandError):
        call_command("load_demo")


@pytest.fixture
def log_in(client, django_capture_on_commit_callbacks):
    """The way that is printed with the accounts: a number, its code, and for staff the second factor."""

    def walk(account):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("account_login"), {"phone": account.typed})
        text = SmsMessage.objects.filter(mobile=account.mobile).latest("id").text
        code = re.search(r"(?<!\d)\d{6}(?!\d)", text)[0]
        answer = client.post(reverse("account_confirm_login_code"), {"code": code})
        if account.is_staff:
            assert answer.url == reverse("mfa_authenticate")
            user = User.objects.get(mobile=account.mobile)
            client.post(reverse("mfa_authenticate"), {"code": current_code(user)})
        return client

    return walk


def account_of(key):
    return next(account for account in ACCOUNTS if account.key == key)


@pytest.mark.parametrize("account", accounts_of("stations"), ids=lambda account: account.key)
def test_every_demo_account_can_log_in(account, log_in):
    browser = log_in(account)
    assert browser.get(reverse("profile")).status_code == 200
    assert (browser.get("/admin/").status_code == 200) == account.is_staff
    assert account.typed in table()


def test_the_applicants_code_opens_the_operators_desk(log_in):
    applicant = User.objects.get(mobile=account_of("applicant").mobile)
    stay = Stay.objects.get(guest=applicant.person, state="approved")
    assert stay.arrival == today()
    browser = log_in(account_of("operator"))
    answer = browser.post(reverse("desk_code", args=[stay.station.code]), {"code": stay.check_in_code})
    assert answer.url == reverse("desk_stay", args=[stay.reference])


def test_the_newcomer_has_told_nothing_yet():
    person = User.objects.get(mobile=account_of("newcomer").mobile).person
    assert not person.has_identity
    assert person.full_name == ""


# --- the article is the oracle ----------------------------------------------------------------------


@pytest.mark.parametrize("number", article.REPRODUCED)
def test_a_figure_of_the_article_is_reproduced_to_the_digit(number):
    set_aims(2021)
    said, wanted = article.REPRODUCED[number]
    assert said() == wanted


def test_every_figure_of_the_article_is_reproduced_recorded_or_waits_for_a_programme():
    numbers = {int(row["no"]) for row in article.rows()}
    waiting = [number for numbers in article.WAITS_FOR.values() for number in numbers]
    others = (
        *article.REPRODUCED_BY_VOLUNTEERS,
        *article.REPRODUCED_BY_LOANS,
        *article.REPRODUCED_BY_EVENTS,
    )
    counted = [*article.REPRODUCED, *others]
    told = [*counted, *article.RECORDED_BY_HAND, *waiting]
    assert sorted(told) == sorted(numbers) == list(range(1, 83))


def test_no_figure_of_the_stations_waits():
    counted = {one.code for one in kpis() if not one.is_manual}
    ours = {code for code in counted if code.startswith("ST")}
    of_stations = {int(row["no"]) for row in article.rows() if row["code"] in ours}
    assert of_stations <= set(article.REPRODUCED)


@pytest.mark.control
def test_the_control_visits_and_people_are_two_figures_that_a_second_visit_tells_apart():
    first = served().select_related("guest", "station").first()
    with transaction.atomic():
        past.stayed(first.guest, first.station, article.PRESS_DAY)
        assert (article.REPRODUCED[21][0](), article.REPRODUCED[62][0]()) == (306, 305)
        transaction.set_rollback(True)
