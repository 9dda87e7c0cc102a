"""The association's congress of last month, from its units to its result: 128 delegates (welfare.md §5.8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from volunteers.models import (
    AssociationOffice,
    BallotRound,
    Congress,
    ElectoralUnit,
    Volunteer,
)
from volunteers.services import balloting, candidates, congress, registration
from zibo_youth.accounts.demo.people import register
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from .service_week import serve_a_week
from .world import World

# Who sends how many delegates: universities, teams, and the districts for everybody else.
UNITS = {
    "demo-sdut": 36,
    "demo-zbvc": 24,
    "demo-zibo-team": 6,
    "demo-zichuan-team": 5,
    "demo-huantai-team": 3,
    "zhangdian": 22,
    "zichuan": 12,
    "zhoucun": 12,
    "huantai": 8,
}
# Name, English name, seats, candidates.
OFFICES = (
    ("副会长", "Vice-chair", 6, 7),
    ("常务理事", "Standing council member", 27, 29),
    ("理事", "Council member", 52, 55),
)
ABSENT, SILENT = 8, 4
FIRST, SECOND = "演示：第一位监票人的口令", "演示：第二位监票人另有口令"
STATEMENT = "连续服务社区和大型活动，熟悉本单位志愿者。"
MANAGE = "volunteers.manage_congress"


def tell_association(world: World, say: Say) -> list[Volunteer]:
    """Those who stood served before, and have final hours; they are given back for the awards."""
    say("志愿服务：协会换届")
    members = {code: _members(world, code, size) for code, size in UNITS.items()}
    most = max(names for *_rest, names in OFFICES)
    served = serve_a_week(world, [one for code in members for one in members[code] if _is_new(one)][:most])
    held_on = today() - timedelta(days=20)
    held, units = _called(world, members, held_on)
    _nominated(world, held, units, served, held_on)
    with standing_at(at(held_on, time(9))):
        congress.open_session(actor=world.city, congress=held)
        _roll(world, units)
        for office in held.offices.order_by("-position"):
            _voted(world, office)
        congress.announce(actor=world.city, congress=held)
    return served


def _members(world: World, code: str, size: int) -> list[Volunteer]:
    """Whoever serves there already, and as many more as the unit sends."""
    there = world.volunteers.get(code, [])[:size]
    moment = at(today() - timedelta(days=200), time(10))
    return [*there, *(_somebody(world, code, moment) for _ in range(size - len(there)))]


def _somebody(world: World, code: str, moment: datetime) -> Volunteer:
    """A student of the university, or a volunteer of the district without a team."""
    of = Organisation.objects.get(code=code)
    is_student = of.kind == Organisation.Kind.UNIVERSITY
    user = register(next(world.crowd), at=moment)
    with standing_at(moment):
        volunteer = registration.register(
            actor=user,
            person=user.person,  # type: ignore[arg-type]
            reporting_org=of.reporting_org if is_student else of,  # type: ignore[arg-type]
            university=of if is_student else None,
            graduates_on=date(moment.year + 2, 6, 30) if is_student else None,
            skills=[],
            availability=["weekend"],
            introduction="",
        )
    Volunteer.objects.filter(pk=volunteer.pk).update(registered_at=moment)
    volunteer.registered_at = moment
    return volunteer


def _is_new(volunteer: Volunteer) -> bool:
    """Registered long enough ago to have served the week."""
    return volunteer.registered_at.date() <= today() - timedelta(days=150)


def _called(
    world: World, members: dict[str, list[Volunteer]], held_on: date
) -> tuple[Congress, list[ElectoralUnit]]:
    """Set up by the city; each unit names its delegates."""
    held = Congress(
        code="demo-congress",
        title="淄博市青年志愿者协会会员代表大会（演示）",
        title_en="Congress of the Zibo youth volunteers' association (demo)",
        held_on=held_on,
        place="淄博市青少年宫",
    )
    with standing_at(at(held_on - timedelta(days=30), time(9))):
        save_record(actor=world.city, record=held, action=MANAGE)
        units = []
        for code, size in UNITS.items():
            of = Organisation.objects.get(code=code)
            units.append(ElectoralUnit(congress=held, organisation=of, quota=size))
            save_record(actor=world.city, record=units[-1], action=MANAGE)
        for position, (name, name_en, seats, names) in enumerate(OFFICES):
            office = AssociationOffice(
                congress=held,
                name=name,
                name_en=name_en,
                seats=seats,
                max_candidates=names,
                position=position,
            )
            save_record(actor=world.city, record=office, action=MANAGE)
        congress.open_nominations(actor=world.city, congress=held)
        for unit, crowd in zip(units, members.values(), strict=True):
            for one in crowd:
                congress.name_delegate(actor=_of_unit(world, unit), unit=unit, volunteer_no=one.volunteer_no)
    return held, units


def _of_unit(world: World, unit: ElectoralUnit) -> User:
    code = unit.organisation.code
    return world.leaders.get(code) or world.officer(code)


def _nominated(
    world: World, held: Congress, units: list[ElectoralUnit], served: list[Volunteer], held_on: date
) -> None:
    """Each is named by the own unit and admitted by the city; nobody objects."""
    by_number = {each.volunteer_id: each.unit_id for each in held.delegates.all()}
    of = {unit.pk: unit for unit in units}
    with standing_at(at(held_on - timedelta(days=20), time(9))):
        for office in held.offices.all():
            for one in served[: office.max_candidates]:
                unit = of[by_number[one.pk]]
                named = candidates.name_candidate(
                    actor=_of_unit(world, unit),
                    unit=unit,
                    office=office,
                    volunteer_no=one.volunteer_no,
                    statement=STATEMENT,
                )
                candidates.admit_candidate(actor=world.city, candidate=named)
    with standing_at(at(held_on - timedelta(days=10), time(9))):
        congress.open_notice(actor=world.city, congress=held)
    held.refresh_from_db()


def _roll(world: World, units: Iterable[ElectoralUnit]) -> None:
    """Some of the two largest units do not come."""
    absent = ABSENT
    for unit in units:
        numbers = [str(each) for each in unit.delegates.values_list("pk", flat=True)]
        gone = min(absent, ABSENT // 2)
        absent -= gone
        congress.call_unit(actor=world.city, unit=unit, present=numbers[gone:])


def _voted(world: World, office: AssociationOffice) -> None:
    """The last ones on the ballot find too few votes; a few delegates do not vote at all."""
    opened = balloting.open_round(actor=world.city, office=office, first=FIRST, second=SECOND)
    names = list(opened.names.order_by("position").values_list("position", flat=True))
    present = office.congress.delegates.present().select_related("volunteer__person")
    for delegate in present[SILENT:]:
        balloting.cast_ballot(
            actor=delegate.volunteer.person.users.get(),
            delegate=delegate,
            ballot_round=opened,
            choices=_choices(world, names, opened),
        )
    balloting.close_round(actor=world.city, ballot_round=opened)
    balloting.count_round(actor=world.city, ballot_round=opened, first=FIRST, second=SECOND)


def _choices(world: World, names: list[int], opened: BallotRound) -> list[int]:
    """Most leave out the last ones, some others; a few choose fewer than they may."""
    rng, over = world.rng, len(names) - opened.seats
    left_out = set(names[-over:]) if rng.random() < 0.8 else set(rng.sample(names, over))
    left_out |= {name for name in names if rng.random() < 0.06}
    return [name for name in names if name not in left_out]
