"""
市级抽检 (sampling): of a district's rooms the city looks at a fifth or more, by lot; at all if one fails.

The seed's hash is written down before the list is known, the list before the lots are (`core.draw`).
A room that was not drawn passes by a recorded decision, once every drawn one has passed; by default the
city looks at every room, and there is no draw. Locks: batch, then rooms.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from hope_rooms.building_errors import SafetyDefectOpen
from hope_rooms.models import Acceptance, HopeRoom, SampleBatch, SampleRoom
from hope_rooms.models.survey import Level
from hope_rooms.sampling_errors import (
    BatchDrawn,
    BatchWaits,
    NothingToDraw,
    NothingToPass,
    SampleUnfinished,
    SamplingOff,
)
from hope_rooms.services.moves import move_room
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core import draw
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .rooms import State, hand_of, lock_room

SAMPLE = "hope_rooms.sample_rooms"
ALL, LEAST = 100, 20
POOL = "open"
NOT_DRAWN = "抽检未抽中"
Why = SampleRoom.Why


def percent() -> int:
    """How many of a hundred rooms the city looks at; upward only (reference/welfare.md §5.1)."""
    return max(LEAST, int(settings.HOPE_ROOMS["city_sample_percent"]))


def open_batch(*, actor: User, district: Organisation) -> SampleBatch:
    """开启 (open) for a district: the seed is fixed, its hash shown. Raises `SamplingOff`, `BatchWaits`."""
    policy.require(actor, SAMPLE)
    if percent() >= ALL:
        raise SamplingOff
    seed = draw.new_seed()
    with explaining(sample_batch_one_waits_per_district=BatchWaits), transaction.atomic():
        batch: SampleBatch = SampleBatch.objects.create(
            reporting_org=district,
            percent=percent(),
            seed=seed,
            seed_hash=draw.digest(seed),
            opened_by=actor,
        )
    return batch


def _locked(number: int) -> SampleBatch:
    batch: SampleBatch = SampleBatch.objects.select_for_update(no_key=True).get(pk=number)
    return batch


def _to_list(batch: SampleBatch) -> list[HopeRoom]:
    """The district's rooms that wait for the city and were in no draw, under their locks."""
    waiting = HopeRoom.objects.filter(
        child__reporting_org=batch.reporting_org_id, state=State.DISTRICT_ACCEPTED, samples__isnull=True
    )
    locked = HopeRoom.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=waiting.values("pk"))
    return [room for room in locked.order_by("pk") if room.state == State.DISTRICT_ACCEPTED]


@transaction.atomic
def draw_batch(*, actor: User, batch: SampleBatch) -> SampleBatch:
    """
    抽取 (draw): the list is closed, each room's lot follows from it and the seed.

    Raises `BatchDrawn`, `NothingToDraw`.
    """
    policy.require(actor, SAMPLE)
    batch = _locked(batch.pk)
    if batch.drawn_at:
        raise BatchDrawn
    rooms = dict(enumerate(_to_list(batch), start=1))
    if not rooms:
        raise NothingToDraw
    listing = draw.listing_of((number, POOL) for number in rooms)
    many = -(-len(rooms) * batch.percent // ALL)
    SampleRoom.objects.bulk_create(
        SampleRoom(
            batch=batch, room=rooms[number], number=number, rank=rank, why=Why.LOT if rank <= many else ""
        )
        for rank, number in enumerate(draw.drawn_order(batch.seed, listing), start=1)
    )
    SampleBatch.objects.filter(pk=batch.pk).update(listing=listing, drawn_at=Now(), drawn_by=actor)
    batch.refresh_from_db()
    return batch


def lock_batch_of(room: HopeRoom) -> SampleBatch | None:
    """The batch whose list the room is on, locked before the room is."""
    line = SampleRoom.objects.filter(room=room.pk).first()
    return _locked(line.batch_id) if line else None


def fail(batch: SampleBatch) -> int:
    """The city found a room of the list wanting: it looks at all; how many more. The batch is locked."""
    SampleBatch.objects.filter(pk=batch.pk, failed_at__isnull=True).update(failed_at=Now())
    passed = Acceptance.objects.filter(level=Level.CITY, passed=True).values("room")
    return int(batch.rooms.filter(why="").exclude(room__in=passed).update(why=Why.FAILED))


@transaction.atomic
def pass_undrawn(*, actor: User, batch: SampleBatch) -> int:
    """
    未抽中的通过 (pass what was not drawn), once every drawn room has passed; how many passed.

    Raises `SampleUnfinished`, `NothingToPass`, `ActedAtAnotherLevel`, `RoomMoved`.
    """
    policy.require(actor, SAMPLE)
    batch = _locked(batch.pk)
    drawn = batch.rooms.exclude(why="")
    if not drawn.exists() or drawn.exclude(room__in=_passed()).exists():
        raise SampleUnfinished
    lines = list(
        batch.rooms.filter(why="").exclude(room__in=_passed()).select_related("room").order_by("room")
    )
    if not lines:
        raise NothingToPass
    for line in lines:
        _pass_one(actor, line)
    return len(lines)


def _passed() -> object:
    return Acceptance.objects.filter(level=Level.CITY, passed=True).values("room")


def _pass_one(actor: User, line: SampleRoom) -> None:
    room = lock_room(line.room, State.DISTRICT_ACCEPTED)
    hand = hand_of(actor, room, Level.CITY)
    if room.defects.uncleared().of_safety().exists():
        raise SafetyDefectOpen
    Acceptance.objects.create(room=room, level=Level.CITY, hand=hand, passed=True, checked=[], sample=line)
    move_room(actor, room, State.AIRING, note=NOT_DRAWN, accepted_on=today())
