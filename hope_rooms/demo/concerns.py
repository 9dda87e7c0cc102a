"""One concern, invented, reported and closed: nobody was harmed, and nobody's name stands in it."""

from __future__ import annotations

from datetime import timedelta

from hope_rooms.models import HopeRoom
from hope_rooms.services.concerns import handling, reading, reports
from zibo_youth.core.calendar import now, today

from .world import World


def tell_concern(world: World, rooms: list[HopeRoom]) -> None:
    """A town reports, the lead takes it on, reads, finds it unfounded and closes it."""
    told = reports.Told(
        words="家访时孩子手上有擦伤，说是骑车摔的，想请人核实（演示）",
        code=rooms[5].child.code,
        occurred_on=today() - timedelta(days=1),
        call=reports.Call("12345", now() - timedelta(minutes=20), "演示-0001"),
    )
    concern = reports.report_concern(actor=world.accounts["town_officer"], told=told)
    lead = world.accounts["lead"]
    concern = handling.acknowledge(actor=lead, concern=concern)
    reading.read_words(actor=lead, concern=concern)
    words = "民政和学校已核实，是骑车摔伤（演示）"
    concern = handling.find_unfounded(actor=lead, concern=concern, words=words)
    handling.close_concern(actor=lead, concern=concern, words="已回访（演示）")
