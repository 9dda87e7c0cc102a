"""
导入驿站和房间 (import of places): shown first, then applied as it was shown, all of it or nothing.

The preview is a rehearsal: every row goes through the services that will write
it, in a transaction that is taken back. What may be confirmed is signed: the
cells that were read, and a digest of what they would change. If anything that
they touch differs by then, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from stations.models import Room, Station
from stations.place_errors import PlacesChanged, TooManyPlaces
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import DomainError, explaining
from zibo_youth.core.sheets import opened, seal

from . import places
from .place_plan import CHANGED, IMPORT, NEW, Line, Plan, Planner, Problem
from .place_sheets import STATIONS, Cells, read_cells
from .pool import lock_stations
from .station_days import follow_days, houses_of_days

SALT = "stations.import_places"
# What one transaction may hold while bookings of these stations wait.
MOST_LINES = 1000
# What a browser has to send back: half of what the portal takes in one form.
LONGEST_SEAL = 1_000_000


@dataclass(frozen=True, slots=True)
class Preview:
    """预览 (preview): what the workbook would do, every error, and the signed words to confirm it with."""

    plan: Plan
    problems: list[Problem]
    sealed: str

    @property
    def changes(self) -> list[Line]:
        return [line for line in self.plan.lines if line.is_change]


def preview_places(*, actor: User, content: bytes) -> Preview:
    """
    预览导入 (dry run): nothing is kept.

    Raises `NotAllowed`, `FileRefused` for a file that cannot be read, `TooManyPlaces`.
    """
    policy.require(actor, IMPORT)
    cells = read_cells(content)
    if len(cells.stations) + len(cells.rooms) > MOST_LINES:
        raise TooManyPlaces(most=MOST_LINES)
    with explaining(), transaction.atomic():
        plan, houses = _planned(actor, cells)
        problems = plan.problems or list(_rehearsed(actor, plan))
        if not problems:
            plan.rehoused = follow_days(actor, _changed(plan), houses)
        digest = plan.digest
        transaction.set_rollback(True)
    sealed = "" if problems else _seal(actor, cells, digest)
    return Preview(plan, problems, sealed)


def import_places(*, actor: User, sealed: str) -> Plan:
    """
    导入驿站和房间 (import places), exactly as a preview showed it to this very person.

    Who holds a bed in a house that a row closes is re-housed in the same transaction.
    Raises `NotAllowed`, `PreviewExpired`, `PlacesChanged` when what is stored has
    changed since, and whatever a row's own service refuses. Then nothing is kept.
    """
    policy.require(actor, IMPORT)
    cells, digest = _opened(actor, sealed)
    with explaining(), transaction.atomic():
        plan, houses = _planned(actor, cells)
        if plan.problems or plan.digest != digest:
            raise PlacesChanged
        stations: dict[str, Station] = {}
        for line in plan.lines:
            _apply(actor, line, stations)
        plan.rehoused = follow_days(actor, _changed(plan), houses)
    return plan


def _changed(plan: Plan) -> list[Station]:
    return [line.record for line in plan.lines if line.sheet is STATIONS and line.kind == CHANGED]


def _planned(actor: User, cells: Cells) -> tuple[Plan, set[int]]:
    """
    The plan under the locks of all that it may change, taken in one order: stations, then rooms.

    It is drawn once without them, to know which houses stand around those that it closes.
    """
    codes = {row.cells.get("code", "") for row in cells.stations}
    codes |= {row.cells.get("station", "") for row in cells.rooms}
    houses = houses_of_days(_changed(Planner(actor, cells).go(cells)))
    lock_stations(houses | set(Station.objects.filter(code__in=codes).values_list("pk", flat=True)))
    rooms = Room.objects.select_for_update(no_key=True, of=("self",)).filter(station__code__in=codes)
    list(rooms.order_by("pk").values_list("pk"))
    return Planner(actor, cells).go(cells), houses


def _rehearsed(actor: User, plan: Plan) -> Iterator[Problem]:
    """Every refusal that only the services and the database know of."""
    stations: dict[str, Station] = {}
    for line in plan.lines:
        try:
            with transaction.atomic():
                _apply(actor, line, stations)
        except DomainError as refusal:
            yield Problem(line.sheet.name, line.row, "", str(refusal))


def _apply(actor: User, line: Line, stations: dict[str, Station]) -> None:
    if line.sheet is STATIONS:
        stations[line.code] = _apply_station(actor, line)
    elif line.kind == NEW:
        room = line.record
        places.add_room(
            actor=actor,
            station=stations.get(line.code) or room.station,
            name=room.name,
            gender_mode=room.gender_mode,
            floor=room.floor,
            beds=line.beds,
        )
    elif line.kind == CHANGED:
        places.change_room(actor=actor, room=line.record, more_beds=line.beds)


def _apply_station(actor: User, line: Line) -> Station:
    station: Station = line.record
    if line.kind == NEW:
        values = {name: getattr(station, name) for name in STATIONS.columns}
        return places.open_station(actor=actor, **values)
    return places.save_station(actor=actor, station=station) if line.kind == CHANGED else station


# --- what may be confirmed ------------------------------------------------------------------


def _seal(actor: User, cells: Cells, digest: str) -> str:
    sealed = seal(SALT, actor.pk, digest, cells.plain())
    if len(sealed) > LONGEST_SEAL:
        raise TooManyPlaces(most=MOST_LINES)
    return sealed


def _opened(actor: User, sealed: str) -> tuple[Cells, str]:
    digest, plain = opened(SALT, actor.pk, sealed)
    return Cells.of(plain), digest
