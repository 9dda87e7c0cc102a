"""How each invariant of the hazards is broken, by name: rows that came in while their walls were away."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import connection

from safety.models import HazardFix, HazardReport, HazardTransition
from tests import hazarding, people


def without(table: str, constraint: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")


def moved_unseen(world: Any) -> None:
    hazard = hazarding.Plant().accepted()
    hazard.transitions.all().delete()


def fixed_alone(world: Any) -> None:
    hazard = hazarding.Plant().verified()
    HazardFix.objects.filter(pk=hazard.fix_id).update(reporter_answer="no", reporter_words="没有")


def moved_afterwards(world: Any) -> None:
    hazard = hazarding.Plant().claimed(photo=hazarding.photo(hazarding.HERE))
    far = hazarding.FAR
    HazardReport.objects.filter(pk=hazard.pk).update(latitude=far.latitude, longitude=far.longitude)
    with pgtrigger.ignore("safety.HazardFix:hazard_fix_stays_as_claimed"):
        HazardFix.objects.filter(hazard=hazard).update(distance_m=3)


def joined_in_a_chain(world: Any) -> None:
    plant = hazarding.Plant()
    one, two, three = (plant.reported(people.applicant()) for _ in range(3))
    with pgtrigger.ignore("safety.HazardReport:hazard_report_joined_to_an_original"):
        for hazard, original in ((two, three), (one, two)):
            HazardReport.objects.filter(pk=hazard.pk).update(state="duplicate", duplicate_of=original)
            hazard.transitions.create(to_state="duplicate", party="office")


def named_reporter(world: Any) -> None:
    without("safety_hazardtransition", "hazard_transition_names_no_reporter")
    hazard = hazarding.Plant().reported()
    HazardTransition.objects.filter(hazard=hazard).update(actor=people.applicant())


CONTROLS = {
    "hazard_whose_transitions_end_elsewhere": moved_unseen,
    "hazard_fixed_without_both_sides": fixed_alone,
    "hazard_fix_farther_than_allowed": moved_afterwards,
    "hazard_joined_to_one_that_is_joined": joined_in_a_chain,
    "hazard_transition_that_names_its_reporter": named_reporter,
}
