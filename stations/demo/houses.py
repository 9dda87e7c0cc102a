"""Staff, operators and the 31 stations with their rooms and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from django.conf import settings
from django.utils import translation

from stations import services
from stations.models import Station
from zibo_youth.accounts.demo.accounts import NUMBERS, DemoAccount, accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.accounts.models import Area, Membership, Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, standing_at
from zibo_youth.core.demo import Say

from .pictures import SCENES, TEMPERS, drawn
from .places import OPERATORS, SEATS, Place, places
from .words import words_of

# Everybody on duty had been appointed before the first station opened.
FIRST_DAY = at(date(2020, 11, 2), time(9))


@dataclass
class World:
    """What the stories need: the houses by code, who decides in them, and the demo accounts."""

    stations: dict[str, Station] = field(default_factory=dict)
    desks: dict[str, User] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)

    def desk_of(self, station: Station) -> User:
        return self.desks[station.operator.code]


def build_world(say: Say) -> World:
    world = World()
    say("单位与工作人员")
    for code, (reporting, name) in OPERATORS.items():
        _operator(code, reporting, name)
    for account in accounts_of("stations"):
        world.accounts[account.key] = log_in(account, FIRST_DAY)
    _desks(world)
    say("31 家驿站")
    for number, place in enumerate(places()):
        world.stations[place.code] = _open(world.accounts["city_staff"], place, number)
    return world


def _operator(code: str, reporting: str, name: str) -> None:
    district = Organisation.objects.get(code=reporting)
    operator = Organisation(
        code=code,
        name=name,
        short_name=name.removesuffix("（演示）"),
        kind=Organisation.Kind.OPERATOR,
        parent=district,
        area=district.area,
        reporting_org=district,
    )
    save_record(actor=SYSTEM, record=operator, action="accounts.manage_organisation")


def _desks(world: World) -> None:
    """One member of staff per operator; the demo account is the one of its own."""
    for number, code in enumerate(OPERATORS, start=1):
        mine = next((each.key for each in accounts_of("stations") if each.organisation == code), "")
        if mine:
            world.desks[code] = world.accounts[mine]
            continue
        desk = DemoAccount(
            code,
            "",
            f"{NUMBERS.removeprefix('+86')}300{number:05d}",
            f"前台示{'甲乙丙丁戊己庚辛壬癸子丑'[number - 1]}",
            Membership.Role.STATION_OPERATOR,
            code,
        )
        world.desks[code] = log_in(desk, FIRST_DAY)


def _open(actor: User, place: Place, number: int) -> Station:
    reporting = Organisation.objects.select_related("area").get(code=place.reports)
    latitude, longitude = SEATS[place.reports]
    with translation.override("zh-hans"):
        name = f"{place.name}{settings.PORTAL['station_name']}"
    with standing_at(at(place.opened_on, time(9))):
        station = services.open_station(
            actor=actor,
            code=place.code,
            name=name,
            name_en=f"{place.name_en} Youth Station",
            area=Area.objects.get(code=place.town),
            reporting_org=reporting,
            operator=Organisation.objects.get(code=place.operator),
            address=f"{place.name}{place.road}附近（演示地址）",
            phone=f"0533-0000{number + 1:03d}",
            opened_on=place.opened_on,
            is_township=place.is_township,
            latitude=Decimal(latitude) + Decimal(number % 5) / 500,
            longitude=Decimal(longitude) + Decimal(number % 7) / 500,
            **words_of(place, number),
        )
        _furnish(actor, station, place)
        _show(actor, station, number)
    return station


def _furnish(actor: User, station: Station, place: Place) -> None:
    for name, mode, beds in place.rooms:
        labels = [f"{label}床" for label in "一二三四"[:beds]]
        services.add_room(
            actor=actor, station=station, name=name, gender_mode=mode, beds=labels, floor=int(name[0])
        )


def _show(actor: User, station: Station, number: int) -> None:
    for position, scene in enumerate(SCENES):
        services.add_photo(
            actor=actor,
            station=station,
            picture=drawn(position, (number + position // 2) % len(TEMPERS)),
            extension=".jpg",
            description=scene.description,
            position=position,
        )
