"""Enterprises of every district, the emergency bureau, and the accounts that walk the stories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from random import Random

from stdnum.cn import uscc as codes

from safety.models import Enterprise, WorkArea
from safety.services.enterprises import Described, register_enterprise
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, today
from zibo_youth.core.demo import Say

DISTRICTS = ("zhangdian", "zichuan", "boshan", "zhoucun", "linzi", "huantai", "gaoqing", "yiyuan", "gaoxinqu")
SECTORS = (
    ("化工", Enterprise.Sector.CHEMICALS),
    ("建材", Enterprise.Sector.BUILDING),
    ("物流", Enterprise.Sector.TRANSPORT),
    ("商贸", Enterprise.Sector.TRADE),
    ("机械", Enterprise.Sector.MACHINERY),
)
AREAS = ("一车间", "二车间", "装卸区", "配电室")
# Two enterprises of each district; the first of Zhangdian is where the demo safety officer works.
PER_DISTRICT = 2
BUREAU = "demo-emergency"


@dataclass
class World:
    """Who the stories are told of, by short names."""

    rng: Random
    enterprises: list[Enterprise] = field(default_factory=list)
    accounts: dict[str, User] = field(default_factory=dict)

    def city_staff(self) -> User:
        """Whoever came first to the city's office."""
        return office(Membership.Role.CITY_STAFF, "city")

    def officer(self, district: str) -> User:
        """The district's officer, who comes with the stations."""
        return office(Membership.Role.DISTRICT_OFFICER, district)

    def of(self, district: str) -> list[Enterprise]:
        """The enterprises that a district reports."""
        home = Organisation.objects.get(code=district)
        return [each for each in self.enterprises if each.organisation.reporting_org_id == home.pk]


def office(role: str, code: str) -> User:
    """The first who holds an office there."""
    offices = Membership.objects.filter(role=role, organisation__code=code)
    user: User = offices.select_related("person").order_by("pk")[0].person.users.get()
    return user


def build_world(rng: Random, say: Say) -> World:
    """Enterprises first, then who works there and at the bureau."""
    say("安全行动：重点监管企业")
    world = World(rng)
    for serial in range(len(DISTRICTS) * PER_DISTRICT):
        world.enterprises.append(_enterprise(world, serial))
    bureau = Organisation(code=BUREAU, name="市应急管理局（演示）", short_name="市应急局", kind="department")
    save_record(actor=SYSTEM, record=bureau, action="accounts.manage_organisation")
    first = at(date(today().year - 1, 3, 1), time(9))
    for account in accounts_of("safety"):
        world.accounts[account.key] = log_in(account, first)
    return world


def uscc(serial: int) -> str:
    """A code of no company: right check character, place code of no county."""
    first = f"91370399MB{serial:07d}"
    return first + str(codes.calc_check_digit(first))


def _enterprise(world: World, serial: int) -> Enterprise:
    word, sector = SECTORS[serial % len(SECTORS)]
    district = Organisation.objects.get(code=DISTRICTS[serial % len(DISTRICTS)])
    workers = world.rng.randrange(80, 900)
    made = register_enterprise(
        actor=world.city_staff(),
        district=district,
        told=Described(
            uscc=uscc(serial),
            name=f"淄博示安{serial + 1:02d}{word}有限公司",
            sector=sector,
            since=date(today().year - 1, 1, 1),
            workers=workers,
            young_workers=workers * 2 // 5,
            league_branch=f"示安{serial + 1:02d}团支部",
        ),
    )
    for name in AREAS:
        save_record(
            actor=world.city_staff(),
            record=WorkArea(enterprise=made, name=name),
            action="safety.manage_enterprise",
        )
    return made
