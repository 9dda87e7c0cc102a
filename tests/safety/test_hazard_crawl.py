"""
The sealed reporter is in nothing that comes out: every page of the hazards, their admin and the messages of every role.

The one page that shows the name shows it after a reason was written down; the control presses it.
"""

import pytest
from django.contrib import admin
from django.urls import reverse

from safety.models import HazardOpening
from tests import guarding, hazarding, people
from tests.matrix import asking
from tests.people import signed_in
from zibo_youth.accounts.models import Person

pytestmark = pytest.mark.django_db
PLAIN = [
    f"/{route}"
    for route in asking.routes()
    if "<" not in route
    and "(?P" not in route
    and route.startswith(("safety/", "messages/", "api/v1/hazards"))
]


class City:
    """A plant whose reporter has a name and a number that nothing else has; one report of each end."""

    def __init__(self):
        self.plant = hazarding.Plant()
        person = self.plant.reporter.person
        Person.objects.filter(pk=person.pk).update(full_name="示密封人")
        person.refresh_from_db()
        self.known = ("示密封人", person.mobile[-11:], str(person.public_id))
        self.hazards = [
            self.plant.reported(category="gear"),
            self.plant.verified(),
            hazarding.agrees(self.plant.claimed(category="order"), self.plant.officer, False),
            self.plant.reported(category="height", severity="major"),
        ]
        self.by = {
            "safety officer": self.plant.safety,
            "officer": self.plant.officer,
            "city": people.city_staff(),
            "bureau": guarding.emergency_officer(),
            "administrator": people.administrator(),
            "somebody": people.applicant(),
        }

    def addresses(self):
        found = list(PLAIN)
        for hazard in self.hazards:
            page = reverse("hazard", args=[hazard.public_id])
            found += [page, f"{page}reporter/"]
            found += [f"/admin/safety/hazardreport/{hazard.pk}/{view}/" for view in ("change", "history")]
        models = [model for model in admin.site._registry if model._meta.model_name.startswith("hazard")]
        found += [
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in models
        ]
        return [each for each in found if "volunteers" not in each]

    def told_in(self, client):
        texts = [
            (address, b"".join(client.get(address, follow=True)).decode(errors="replace"))
            for address in self.addresses()
        ]
        return {address for address, text in texts if any(mark in text for mark in self.known)}


def test_no_route_shows_who_reported():
    city = City()
    for name, user in city.by.items():
        assert (name, city.told_in(signed_in(user))) == (name, set())
    assert not HazardOpening.objects.by_somebody().exists()


def test_the_control_the_page_with_a_reason_shows_it_and_is_written_down():
    city = City()
    address = reverse("hazard_reporter", args=[city.hazards[0].public_id])
    shown = signed_in(city.by["city"]).post(address, {"reason": "核实"}).content.decode()
    assert all(mark in shown for mark in city.known[:2])
    assert HazardOpening.objects.by_somebody().count() == 1
