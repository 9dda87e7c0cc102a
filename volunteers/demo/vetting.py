"""Proofs in every state: of the demo account, and of those who serve with children."""

from __future__ import annotations

from datetime import time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from volunteers.models import Requirement, RequirementItem, Volunteer
from volunteers.services import vetting
from zibo_youth.accounts.demo.papers import paper
from zibo_youth.accounts.services import verify_identity
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from .world import World

PAPER = "示例材料.png"
# Days since it was handed in, by requirement: the oldest ends first.
OF_THE_STUDENT = {"agreement": 330, "insurance": 20}
OF_A_COMPANION = {"record-check": 200, "agreement": 200, "insurance": 200}


def tell_vetting(world: World, say: Say) -> None:
    """A student with one proof that ends soon and one that waits; companions of children with all of them."""
    say("志愿服务：资质核验")
    student = Volunteer.objects.get(person__full_name="苏示志")
    verify_identity(world.city, student.person)
    passed(world, student, "agreement", OF_THE_STUDENT["agreement"])
    hand_in(student, "insurance", OF_THE_STUDENT["insurance"])
    for companion in world.volunteers["demo-huantai-team"]:
        verify_identity(world.city, companion.person)
        for code, days in OF_A_COMPANION.items():
            passed(world, companion, code, days)


def hand_in(volunteer: Volunteer, code: str, days: int) -> RequirementItem:
    """A proof with its paper, handed in so many days ago."""
    moment = at(today() - timedelta(days=days), time(10))
    requirement = Requirement.objects.get(code=code)
    with standing_at(moment):
        item = vetting.submit_item(
            actor=volunteer.person.users.get(),
            volunteer=volunteer,
            requirement=requirement,
            from_on=moment.date(),
            reference=f"SL-{volunteer.pk:04d}-{requirement.pk}",
            upload=SimpleUploadedFile(PAPER, paper(requirement.name), "image/png"),
        )
    RequirementItem.objects.filter(pk=item.pk).update(submitted_at=moment)
    return item


def passed(world: World, volunteer: Volunteer, code: str, days: int) -> RequirementItem:
    """Handed in, and checked by the district a day later."""
    item = hand_in(volunteer, code, days)
    checked = at(today() - timedelta(days=days - 1), time(15))
    with standing_at(checked):
        vetting.pass_item(actor=world.officer(volunteer.reporting_org.code), item=item)
    RequirementItem.objects.filter(pk=item.pk).update(checked_at=checked)
    return item
