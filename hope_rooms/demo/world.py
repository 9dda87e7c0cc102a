"""Who works for the children: town officers of four districts, the centre, finance and safeguarding."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from random import Random

from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, today
from zibo_youth.core.demo import Say

# The towns of the demonstration, by the district that they report with.
TOWNS = (
    ("demo-town-zhangdian", "张店区示范镇团委（演示）", "zhangdian"),
    ("demo-town-huantai", "桓台县示范镇团委（演示）", "huantai"),
)


# Mobile numbers of this story's people.
BLOCK = 801


@dataclass
class World:
    """Offices by the key of their demo account, towns by district."""

    rng: Random
    towns: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)

    def officer(self, district: str) -> User:
        """The district's officer, who comes with the stations."""
        offices = Membership.objects.filter(
            role=Membership.Role.DISTRICT_OFFICER, organisation__code=district
        )
        return offices.select_related("person").order_by("pk")[0].person.users.get()

    def city_staff(self) -> User:
        """Whoever came first to the city's office."""
        office = Membership.objects.filter(role=Membership.Role.CITY_STAFF).order_by("pk")[0]
        user: User = office.person.users.get()
        return user

    def surveyors(self) -> list[User]:
        """Two people of no office, whom a district names to look at homes."""
        crowd = Crowd("勘", self.rng, block=BLOCK)
        moment = at(today() - timedelta(days=60), time(9))
        return [register(crowd.invent(gender=gender), at=moment) for gender in (1, 2)]


def build_world(rng: Random, say: Say) -> World:
    """Towns first, then who holds which office."""
    say("希望小屋：镇街、岗位和档案")
    world = World(rng)
    for code, name, district in TOWNS:
        world.towns[district] = _town(code, name, district)
    first = at(today().replace(month=1, day=4), time(9))
    for account in accounts_of("hope_rooms"):
        world.accounts[account.key] = log_in(account, first)
    return world


def _town(code: str, name: str, district: str) -> Organisation:
    above = Organisation.objects.get(code=district)
    made = Organisation(
        code=code,
        name=name,
        short_name=name.removesuffix("（演示）"),
        kind="town",
        parent=above,
        area=above.area,
        reporting_org=above,
    )
    save_record(actor=SYSTEM, record=made, action="accounts.manage_organisation")
    return made
