"""The demonstration's hazards: one of each kind that a visitor may want to see, and nobody's name beside them."""

from random import Random

import pytest

from safety.demo import hazards
from safety.demo.world import World
from safety.models import HazardReport
from tests import guarding, hazarding, people
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db


def test_one_of_each_and_every_invariant_holds(monkeypatch):
    plant = hazarding.Plant()
    for name in ("二车间", "装卸区", "配电室"):
        guarding.work_area(plant.enterprise, name)
    people.city_staff()
    world = World(Random(1), [plant.enterprise] * 5, {"safety_officer": plant.safety})
    monkeypatch.setattr(World, "officer", lambda self, code: plant.officer)
    hazards.tell_hazards(world, lambda words: None)
    states = HazardReport.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [
        "submitted",
        "accepted",
        "assigned",
        "fixed_claimed",
        "closed",
        "mirrored",
        *["submitted"] * 4,
    ]
    assert HazardReport.objects.placed().count() == 4
    assert {name: broken for name, broken in verify().items() if "hazard" in name and broken} == {}
    assert (
        Organisation.objects.get(code="zhangdian").pk
        == plant.officer.person.memberships.get().organisation_id
    )
