"""Whoever may know the shift reads the day of a report and of an answer; offices and the reporter read the minute."""

import json

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from safety.hazard_holdings import hazards_hold
from safety.hazard_sight import own_reports
from safety.models import HazardReport, HazardTransition
from safety.services.hazards import reporting
from tests import guarding, hazarding, people
from tests.accounts.test_list_exports import answered
from tests.people import signed_in
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.django_db
# A minute that no step of this test falls into.
AT = now().replace(hour=3, minute=17, second=29, microsecond=0)
MINUTE = timezone.localtime(AT).strftime("%H:%M")
MARKS = (MINUTE, AT.strftime("%H:%M:"))
DAY = timezone.localtime(AT).date()


@pytest.fixture
def plant():
    return hazarding.Plant()


@pytest.fixture
def hazard(plant):
    """Reported and answered at that minute, mended later."""
    made = plant.verified()
    HazardTransition.objects.filter(hazard=made, party="reporter").update(at=AT)
    return hazarding.moved(made, reported_at=AT, verified_at=AT)


def told(client, address):
    return client.get(address).content.decode()


def shows(text):
    return any(mark in text for mark in MARKS)


def pages(hazard):
    return {
        "page": reverse("hazard", args=[hazard.public_id]),
        "list": f"{reverse('hazards')}?state=all",
        "figure": f"{reverse('hazard_figure_rows')}?figure=fixed&by=district",
        "call": "/api/v1/hazards/?state=all",
    }


def test_the_enterprise_reads_days(plant, hazard):
    client = signed_in(plant.safety)
    for name, address in pages(hazard).items():
        text = told(client, address)
        assert hazard.number in text, name
        assert not shows(text), name
    [row] = client.get("/api/v1/hazards/?state=all").json()["results"]
    assert row["reported_at"].startswith(f"{DAY}T00:00")


@pytest.mark.control
def test_the_control_offices_and_the_reporter_read_minutes(plant, hazard):
    """Negative control: the same marks are found where they may be read."""
    for user in (plant.officer, people.city_staff()):
        client = signed_in(user)
        assert [name for name, address in pages(hazard).items() if not shows(told(client, address))] == []
    [own] = own_reports(plant.reporter.person_id)
    assert shows(told(signed_in(plant.reporter), own.get_absolute_url()))
    assert shows(json.dumps(hazards_hold(plant.reporter), default=str))


def test_the_bureau_reads_the_minute_of_a_major_one(plant):
    hazarding.moved(plant.reported(severity="major"), reported_at=AT)
    assert shows(told(signed_in(guarding.emergency_officer()), "/api/v1/hazards/?state=all"))


def test_followers_and_whoever_is_offered_it_read_days(plant):
    first, other = plant.reported(), people.applicant()
    mine = plant.reported(other)
    HazardTransition.objects.filter(hazard=first, party="reporter").update(at=AT)
    hazarding.moved(first, reported_at=AT)
    client = signed_in(other)
    [own] = own_reports(other.person_id)
    text = told(client, own.get_absolute_url())
    assert first.number in text
    assert not shows(text)
    reporting.join_hazard(actor=other, own=mine, original=first)
    followed = next(each for each in own_reports(other.person_id) if each.hazard == first)
    mine_now = "/api/v1/hazards/mine/"
    for address in (
        followed.get_absolute_url(),
        reverse("my_hazards"),
        mine_now,
        f"{mine_now}{followed.address}/",
    ):
        text = told(client, address)
        assert first.number in text, address
        assert not shows(text), address
    assert not shows(json.dumps(hazards_hold(other), default=str))


def hazard_pages():
    found = [model for model in admin.site._registry if model._meta.label_lower.startswith("safety.hazard")]
    return [reverse(f"admin:safety_{model._meta.model_name}_changelist") for model in found]


def test_an_enterprise_has_no_page_of_hazards_in_the_admin_and_takes_no_list_away(plant, hazard):
    client = signed_in(plant.safety)
    row = reverse("admin:safety_hazardreport_change", args=[hazard.pk])
    for address in (*hazard_pages(), row):
        assert client.get(address).status_code in (302, 403, 404), address
        assert client.post(address, answered("csv")).status_code in (302, 403, 404), address
    assert signed_in(plant.officer).get(row).status_code == 200


ORACLES = [
    "?reporter=1",
    "?sealed__startswith=a",
    "?token=1",
    "?hazardreporter__token=1",
    "?news_is_owed=1",
    "?sent_key__startswith=0",
    "?photo_digest__startswith=0",
    "?points__gt=0",
    "?transitions__actor=1",
    "?hazard__sent_key__startswith=0",
    "?officer__person__mobile__startswith=1",
]


@pytest.mark.parametrize("query", ORACLES)
def test_no_list_of_the_admin_is_asked_by_a_hidden_column(plant, hazard, query):
    client = signed_in(people.city_staff())
    for address in hazard_pages():
        assert client.get(f"{address}{query}").status_code in (302, 400, 403), address


def test_counts_that_an_enterprise_reads_leave_raw_reports_out(plant):
    before = HazardReport.objects.count()
    plant.reported()
    client = signed_in(plant.safety)
    assert HazardReport.objects.count() == before + 1
    assert client.get("/api/v1/hazards/statistics/").json() == {"districts": [], "enterprises": []}
    for page in ("hazards", "hazard_statistics"):
        text = told(client, reverse(page))
        assert "疏散通道堆放杂物" not in text
    plant.accepted(category="order")
    [line] = client.get("/api/v1/hazards/statistics/").json()["enterprises"]
    assert line["reported"] == 1
