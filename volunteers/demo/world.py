"""Who serves: two universities, teams of the city and its districts, leaders, the first volunteers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from volunteers.models import Skill, TeamMember, Volunteer
from volunteers.models.volunteer import Availability
from volunteers.services import registration, teams
from zibo_youth.accounts.demo.accounts import NUMBERS, DemoAccount, accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.accounts.demo.people import Crowd, Invented, register
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

FIRST_DAY = at(date(2020, 11, 2), time(9))
BLOCK = 700

# code, kind, name, the unit that reports it
ORGANISATIONS = (
    ("demo-sdut", "university", "山东理工大学", "zhangdian"),
    ("demo-zbvc", "university", "淄博职业学院", "zhoucun"),
    ("demo-zibo-team", "team", "淄博市青年志愿者协会直属服务队（演示）", "zhangdian"),
    ("demo-zichuan-team", "team", "淄川区青年志愿服务队（演示）", "zichuan"),
    ("demo-huantai-team", "team", "桓台县青年志愿服务队（演示）", "huantai"),
)
LEADER = Membership.Role.VOLUNTEER_LEADER
# How many volunteers each organisation shows beside those whom the stories add.
MEMBERS = {
    "demo-sdut": 8,
    "demo-zbvc": 6,
    "demo-zibo-team": 6,
    "demo-zichuan-team": 5,
    "demo-huantai-team": 3,
}


@dataclass
class World:
    """What the stories need: organisations, leaders and volunteers by code, and the demo accounts."""

    rng: Random
    crowd: Iterator[Invented]
    organisations: dict[str, Organisation] = field(default_factory=dict)
    leaders: dict[str, User] = field(default_factory=dict)
    volunteers: dict[str, list[Volunteer]] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)

    def officer(self, code: str) -> User:
        """Whoever answers for a district: its officer, or the city where the demonstration has none."""
        offices = Membership.objects.filter(role=Membership.Role.DISTRICT_OFFICER, organisation__code=code)
        office = offices.select_related("person").order_by("pk").first()
        return self.city if office is None else office.person.users.get()

    @property
    def city(self) -> User:
        staff = Membership.objects.filter(role=Membership.Role.CITY_STAFF).order_by("pk").first()
        if staff is None:
            raise LookupError("the demonstration's staff come with the stations")
        return staff.person.users.get()


def build_world(rng: Random, say: Say) -> World:
    """Organisations first, then who leads and who serves in them."""
    say("志愿服务：单位、负责人和志愿者")
    world = World(rng, iter(Crowd("志", rng, block=BLOCK)))
    for code, kind, name, reporting in ORGANISATIONS:
        world.organisations[code] = _organisation(code, kind, name, reporting)
    _leaders(world)
    for code, count in MEMBERS.items():
        world.volunteers[code] = [new_volunteer(world, code, lately(world)) for _ in range(count)]
    _demo_volunteer(world)
    return world


def _organisation(code: str, kind: str, name: str, reporting: str) -> Organisation:
    district = Organisation.objects.get(code=reporting)
    made = Organisation(
        code=code,
        name=name,
        short_name=name.removesuffix("（演示）"),
        kind=kind,
        parent=district,
        area=district.area,
        reporting_org=district,
    )
    save_record(actor=SYSTEM, record=made, action="accounts.manage_organisation")
    return made


def _leaders(world: World) -> None:
    """One per organisation; the demo account leads its own."""
    mine = {account.organisation: account for account in accounts_of("volunteers") if account.is_staff}
    for number, code in enumerate(world.organisations):
        name, typed = f"队长示{'甲乙丙丁戊'[number]}", f"{NUMBERS.removeprefix('+86')}600{number:05d}"
        account = mine.get(code) or DemoAccount(code, "", typed, name, LEADER, code)
        world.leaders[code] = log_in(account, FIRST_DAY)
        if code in mine:
            world.accounts[account.key] = world.leaders[code]


def lately(world: World) -> datetime:
    """Some morning of the last months."""
    return at(today() - timedelta(days=world.rng.randrange(60, 240)), time(10))


def new_volunteer(world: World, code: str, moment: datetime, person: Invented | None = None) -> Volunteer:
    """Somebody who registers, joins the organisation's team, and is let in by its leader."""
    organisation = world.organisations[code]
    is_student = organisation.kind == Organisation.Kind.UNIVERSITY
    user = register(person or next(world.crowd), at=moment)
    with standing_at(moment):
        volunteer = registration.register(
            actor=user,
            person=user.person,  # type: ignore[arg-type]
            reporting_org=organisation.reporting_org,  # type: ignore[arg-type]
            university=organisation if is_student else None,
            graduates_on=date(moment.year + 2, 6, 30) if is_student else None,
            skills=world.rng.sample(list(Skill.objects.all()), 2),
            availability=world.rng.sample(Availability.values, 2),
            introduction="在校期间参加过社区服务。" if is_student else "工作之余想为邻里做点事。",
        )
        member = teams.ask_to_join(actor=user, volunteer=volunteer, team=organisation)
        teams.admit_member(actor=world.leaders[code], member=member)
    Volunteer.objects.filter(pk=volunteer.pk).update(registered_at=moment)
    TeamMember.objects.filter(pk=member.pk).update(asked_at=moment, decided_at=moment)
    return volunteer


def _demo_volunteer(world: World) -> None:
    """The account that a visitor tries: a student with proofs in every state."""
    [account] = [each for each in accounts_of("volunteers") if not each.is_staff]
    crowd = Crowd("志", world.rng, block=BLOCK + 1)
    person = crowd.invent(gender=2, full_name=account.full_name, mobile=account.mobile)
    volunteer = new_volunteer(world, "demo-sdut", lately(world), person)
    world.volunteers["demo-sdut"].append(volunteer)
    world.accounts[account.key] = volunteer.person.users.get()
