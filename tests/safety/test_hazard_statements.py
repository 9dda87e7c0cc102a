"""No statement by which somebody reports, joins or answers a hazard names the account, in whatever log it ends."""

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safety.hazard_sight import own_reports
from safety.services.hazards import confirming, reporting
from tests import hazarding
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def writing(queries, user):
    """Statements that write something of hazards and name this account."""
    mark = f'"user": {user.pk}'
    told = [query["sql"] for query in queries.captured_queries]
    assert any("safety_hazard" in sql for sql in told)
    return [sql for sql in told if mark in sql and "safety_hazard" in sql]


def test_reporting_answering_and_joining_name_no_account():
    plant = hazarding.Plant()
    first = plant.claimed()
    [own] = own_reports(plant.reporter.person_id)
    client = signed_in(plant.reporter)
    page = f"{reverse('hazard_report')}?enterprise={plant.enterprise.pk}"
    said = {"work_area": plant.area.pk, "category": "fire", "severity": "general", "words": "通道堵塞"}
    with CaptureQueriesContext(connection) as queries:
        client.post(own.get_absolute_url(), {"act": "answer", "is_mended": "no", "words": "还是堵的"})
        client.post(page, said | {"photo": hazarding.photo(), "one_time_key": "k" * 32})
        [again] = [each for each in own_reports(plant.reporter.person_id) if each.hazard != first]
        client.post(again.get_absolute_url(), {"act": "join", "number": first.number})
    again.hazard.refresh_from_db()
    first.refresh_from_db()
    assert (again.hazard.state, first.state) == ("duplicate", "reopened")
    assert writing(queries, plant.reporter) == []


def test_a_report_that_postgresql_refuses_names_no_account_either():
    """The server writes a refused statement into its log."""
    plant = hazarding.Plant()
    client = signed_in(plant.reporter)
    page = f"{reverse('hazard_report')}?enterprise={plant.enterprise.pk}"
    said = {"category": "fire", "severity": "general", "words": "通道堵塞", "one_time_key": "k" * 32}
    with CaptureQueriesContext(connection) as queries:
        for _turn in range(2):
            client.post(page, said | {"photo": hazarding.photo()})
    assert writing(queries, plant.reporter) == []


def test_an_officer_s_step_still_names_the_officer_to_the_audit():
    plant = hazarding.Plant()
    hazard = plant.reported()
    address = reverse("hazard", args=[hazard.public_id])
    said = {"act": "accept", "accept-severity": "general"}
    with CaptureQueriesContext(connection) as queries:
        signed_in(plant.officer).post(address, said)
    assert writing(queries, plant.officer)


@pytest.mark.control
@pytest.mark.parametrize("act", [reporting.report_hazard, confirming.answer_as_reporter])
def test_the_control_without_it_every_statement_does(act):
    """Negative control: the same services without `nobody_named`."""
    plant = hazarding.Plant()
    told = {"hazard": plant.claimed(), "is_mended": True}
    if act is reporting.report_hazard:
        told = {"told": hazarding.told(enterprise=plant.enterprise, category="order")}
    bare = act
    while hasattr(bare, "__wrapped__"):
        bare = bare.__wrapped__
    with CaptureQueriesContext(connection) as queries, pghistory.context(user=plant.reporter.pk):
        bare(actor=plant.reporter, **told)
    assert writing(queries, plant.reporter)
