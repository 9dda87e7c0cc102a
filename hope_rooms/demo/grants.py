"""Looks at records: one request that waits, one that was granted, one emergency to be reviewed."""

from __future__ import annotations

from datetime import timedelta

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.models import HopeRoom
from hope_rooms.services import grants, guard
from zibo_youth.core.calendar import today

from .world import World


def tell_grants(world: World, rooms: list[HopeRoom]) -> None:
    """The city's staff ask, the director decides, a town breaks the glass."""
    staff = world.city_staff()
    asked = grants.Asked(
        DataClass.HOME, Purpose.SUPERVISION, "季度督导抽查（演示）", today() + timedelta(days=7)
    )
    grants.ask_access(actor=staff, child=rooms[1].child, asked=asked)
    granted = grants.ask_access(actor=staff, child=rooms[0].child, asked=asked)
    grants.decide_access(actor=world.accounts["director"], grant=granted, grants=True, answer="同意")
    guard.read(staff, rooms[0].child, Part.HOME, purpose=Purpose.SUPERVISION, note="抽查住址登记")
    child = rooms[5].child
    grants.take_emergency(
        actor=world.accounts["town_officer"], child=child, reason="孩子就医，医院询问病史（演示）"
    )
    guard.read(world.accounts["town_officer"], child, Part.HEALTH, purpose=Purpose.SAFEGUARDING)
