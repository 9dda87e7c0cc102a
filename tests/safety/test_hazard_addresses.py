"""The address of a reporter's page: it stands in logs beside the account, and leads to no row of the database."""

import pytest
from django.db import connection
from django.urls import reverse

from safety.hazard_sight import address_of, own_report, own_reports
from safety.models import HazardReporter
from tests import hazarding, people, spilling
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def stored(word):
    """Tables in which it stands, with or without its dashes."""
    words = (str(word), word.hex)
    return {table for table, text in spilling.tables() if any(each in text for each in words)}


def test_an_address_of_a_reporter_s_page_stands_in_no_row():
    plant = hazarding.Plant()
    plant.claimed()
    [own] = own_reports(plant.reporter.person_id)
    client = signed_in(plant.reporter)
    assert client.get(own.get_absolute_url()).status_code == 200
    assert stored(own.address) == set()


@pytest.mark.control
def test_the_control_the_number_of_the_row_would():
    """Negative control: it stands beside the number of the report."""
    plant = hazarding.Plant()
    plant.reported()
    [own] = own_reports(plant.reporter.person_id)
    assert stored(own.row) == {"safety_hazardreporter"}


def test_the_row_s_own_number_opens_nothing():
    plant = hazarding.Plant()
    plant.reported()
    row = HazardReporter.objects.get()
    client = signed_in(plant.reporter)
    assert own_report(plant.reporter.person_id, row.pk) is None
    for page, more in (("my_hazard", []), ("my_hazard_photo", [0])):
        assert client.get(reverse(page, args=[row.pk, *more])).status_code == 404
        assert client.get(reverse(page, args=[address_of(row.pk), *more])).status_code == 200


def test_the_address_opens_to_nobody_else():
    plant = hazarding.Plant()
    plant.reported()
    [own] = own_reports(plant.reporter.person_id)
    for user in (people.applicant(), plant.officer, people.city_staff(), people.administrator()):
        assert signed_in(user).get(own.get_absolute_url()).status_code == 404


def test_without_the_key_nobody_computes_it(settings):
    plant = hazarding.Plant()
    plant.reported()
    row = HazardReporter.objects.get().pk
    before = address_of(row)
    settings.BLIND_INDEX_KEY = "A" * 43 + "="
    assert address_of(row) != before
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5(%s), encode(sha256(%s), 'hex')", [str(row), str(row).encode()])
        assert before.hex not in "".join(cursor.fetchone())
