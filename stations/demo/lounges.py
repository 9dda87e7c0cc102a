"""
Seven lounges (the article's target for 2021), visits of the last weeks, and the days ahead.

Names, addresses and telephones are invented and marked 演示; the pictures are
drawings, as those of the stations are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from stations import services
from stations.lounge_days import boards_of, clock_of
from stations.lounge_rules import Wish
from stations.models import Lounge, LoungeHours, LoungeVisit, LoungeZone
from stations.models.lounge import VisitPurpose
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Area, Organisation, User
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.demo import Say
from zibo_youth.core.errors import DomainError
from zibo_youth.notifications.demo import hush

from .backdate import backdate_visit
from .houses import World
from .pictures import TEMPERS, drawn
from .story import person_of

Day, Kind, Mode = LoungeHours.Day, LoungeZone.Kind, LoungeZone.Mode
LOUNGE_SCENE = 3
OPENED_ON = date(2021, 5, 4)
VISITORS = 28
DAYS_BACK, DAYS_AHEAD, VISITS_A_DAY, FURTHEST = 14, 7, 2, 84


@dataclass(frozen=True, slots=True)
class Site:
    """One lounge: where it stands, who reports and runs it, and how many of the zones it has."""

    code: str
    town: str
    reports: str
    operator: str
    name: str
    name_en: str
    zones: int
    opens: time = time(9)
    closes: time = time(21)
    rests_on: int = 0


SITES = (
    Site("hkt-zd-1", "370303002", "zhangdian", "demo-zhangdian-1", "张店市民广场", "Zhangdian Square", 7),
    Site("hkt-zd-2", "370303005", "zhangdian", "demo-zhangdian-2", "张店科苑", "Zhangdian Keyuan", 4),
    Site("hkt-zc-1", "370302001", "zichuan", "demo-zichuan", "淄川般阳", "Zichuan Banyang", 5, rests_on=1),
    Site("hkt-lz-1", "370305001", "linzi", "demo-linzi", "临淄闻韶", "Linzi Wenshao", 5),
    Site("hkt-zhc-1", "370306001", "zhoucun", "demo-zhoucun", "周村古商城", "Zhoucun Old Town", 4),
    Site("hkt-ht-1", "370321001", "huantai", "demo-huantai", "桓台索镇", "Huantai Suozhen", 5),
    Site("hkt-gx-1", "370303008", "gaoxinqu", "demo-gaoxinqu", "高新区创业", "High-Tech Start-up", 6),
)
# name, English name, kind, mode, seats, largest group, longest, buffer, hours to answer; the hall holds the
# two after it, and is given on request for some purposes.
ZONES = (
    ("多功能厅", "Hall", Kind.ARTS, Mode.HALL, 60, 60, 6, 1, 48),
    ("观影区", "Cinema", Kind.AV, Mode.EXCLUSIVE, 30, 30, 6, 1, 0),
    ("读书角", "Reading corner", Kind.ARTS, Mode.SHARED, 12, 6, 6, 0, 0),
    ("健身区", "Gym", Kind.SPORT, Mode.SHARED, 16, 4, 4, 0, 0),
    ("桌游室", "Game room", Kind.AV, Mode.EXCLUSIVE, 8, 8, 6, 1, 0),
    ("乒乓球室", "Table tennis", Kind.SPORT, Mode.EXCLUSIVE, 4, 4, 4, 0, 0),
    ("琴房", "Music room", Kind.ARTS, Mode.EXCLUSIVE, 3, 3, 4, 0, 0),
)
# Purposes that a zone asks about first; the hall is free for everything else.
ASKS_ABOUT = {"多功能厅": [VisitPurpose.REHEARSAL, VisitPurpose.TEAM]}
SUMMARY = (
    "面向青年的公共客厅：观影、运动、读书、桌游都可以按半小时预约，不收费。\n"
    "政策宣讲、联谊和城市融入活动也在这里举行。本页为演示资料。"
)


def tell_lounges(world: World, rng: Random, say: Say) -> None:
    """The houses, who has been there, who is there, who will come, and a zone that is being mended."""
    say("7 家青年会客厅")
    lounges = [_open(world.accounts["city_staff"], site, number) for number, site in enumerate(SITES)]
    crowd = Crowd("示", rng, block=400)
    people = iter(crowd)
    visitors = [register(next(people), at=now() - timedelta(days=40)) for _ in range(VISITORS)]
    say("会客厅的预约")
    for lounge in lounges:
        for day in _days():
            for _ in range(VISITS_A_DAY):
                _tell(world, lounge, day, rng, rng.choice(visitors))
    _applicant(world, lounges[0])
    _mended(world, lounges[0])
    _asks_for_the_hall(lounges[0], register(next(people), at=now() - timedelta(days=40)))
    hush()


def _open(actor: User, site: Site, number: int) -> Lounge:
    lounge = Lounge(
        code=site.code,
        name=f"{site.name}青年会客厅",
        name_en=f"{site.name_en} Youth Lounge",
        area=Area.objects.get(code=site.town),
        reporting_org=Organisation.objects.get(code=site.reports),
        operator=Organisation.objects.get(code=site.operator),
        address=f"{site.name}青年活动中心一层（演示地址）",
        phone=f"0533-0001{number + 1:03d}",
        opened_on=OPENED_ON,
        summary=SUMMARY,
        image_text="示意图：会客厅，沙发围着茶几，窗边有绿植",
    )
    hours = {day: (site.opens, site.closes) for day in Day.values if day != site.rests_on}
    hours[Day.HOLIDAY] = (time(10), time(18))
    picture = drawn(LOUNGE_SCENE, number % len(TEMPERS))
    services.open_lounge(actor=actor, lounge=lounge, hours=hours, picture=picture)
    hall = None
    for position, zone in enumerate(ZONES[len(ZONES) - site.zones :]):
        added = _furnish(actor, lounge, zone, position, hall)
        hall = added if added.mode == Mode.HALL else hall if position < 2 else None
    return lounge


def _furnish(
    actor: User, lounge: Lounge, zone: tuple[object, ...], position: int, hall: LoungeZone | None
) -> LoungeZone:
    names = ("name", "name_en", "kind", "mode", "seats", "group_most", "longest", "buffer", "answer_hours")
    details = dict(zip(names, zone, strict=True)) | {
        "position": position,
        "hall": hall,
        "horizon_days": FURTHEST,
        "asks_about": ASKS_ABOUT.get(str(zone[0]), []),
    }
    return services.add_zone(actor=actor, lounge=lounge, **details)


def _days() -> Iterator[date]:
    for offset in range(-DAYS_BACK, DAYS_AHEAD + 1):
        yield today() + timedelta(days=offset)


def _tell(world: World, lounge: Lounge, day: date, rng: Random, visitor: User) -> LoungeVisit | None:
    """One visit, booked some days before, and what has become of it by now; None when it found no room."""
    booked_at = at(day, time(rng.randrange(9, 21), rng.randrange(60))) - timedelta(days=rng.randrange(1, 8))
    booked_at = min(booked_at, now() - timedelta(minutes=rng.randrange(10, 600)))
    wish = _wish(lounge, day, rng)
    with standing_at(booked_at):
        try:
            visit = services.book_visit(actor=visitor, person=person_of(visitor), wish=wish) if wish else None
        except DomainError:
            return None
    if visit is not None:
        steps = [(visit.state, booked_at), *_confirmed(world, visit, booked_at)]
        backdate_visit(visit, [*steps, *_what_became(world, visit, rng)])
    return visit


def _confirmed(world: World, visit: LoungeVisit, asked_at: datetime) -> Iterator[tuple[str, datetime]]:
    """What was asked for got its yes within two hours."""
    if visit.state != LoungeVisit.State.REQUESTED or visit.answer_by is None:
        return
    answered_at = min(asked_at + timedelta(hours=2), visit.answer_by - timedelta(minutes=1), now())
    with standing_at(answered_at):
        services.confirm_visit(actor=world.desks[visit.lounge.operator.code], visit=visit)
    yield visit.state, answered_at


def _wish(lounge: Lounge, day: date, rng: Random) -> Wish | None:
    """A zone, a start and a length that are free on that day."""
    boards = list(boards_of(lounge, [day]).values())
    board = rng.choice(boards)
    if not board.opening:
        return None
    start = rng.choice(board.opening)
    people = rng.randrange(1, min(board.zone.group_most, 6) + 1)
    lengths = board.lengths_from(start, people)
    if not lengths:
        return None
    end, purpose = clock_of(start + rng.choice(lengths)), rng.choice(VisitPurpose.values)
    return Wish(board.zone, day, clock_of(start), end, people, purpose=purpose)


def _what_became(world: World, visit: LoungeVisit, rng: Random) -> Iterator[tuple[str, datetime]]:
    """Most came and stayed; some cancelled; a few did not come."""
    desk, moment = world.desks[visit.lounge.operator.code], now()
    came_at = visit.starts_at + timedelta(minutes=rng.randrange(1, 12))
    how = rng.choices(["came", "cancelled", "missed"], weights=[82, 12, 6])[0]
    if how == "cancelled":
        gave_up_at = min(visit.starts_at - timedelta(minutes=40), moment)
        with standing_at(gave_up_at):
            services.cancel_visit(actor=desk, visit=visit)
        yield visit.state, gave_up_at
    elif how == "missed" and visit.kept_until < moment:
        with standing_at(visit.kept_until):
            services.release_visit(actor=desk, visit=visit)
        yield visit.state, visit.kept_until
    elif came_at < moment:
        with standing_at(came_at):
            services.receive_visit(actor=desk, visit=visit)
        yield visit.state, came_at
        if visit.ends_at < moment:
            with standing_at(visit.ends_at):
                services.complete_visit(actor=desk, visit=visit)
            yield visit.state, visit.ends_at


def _applicant(world: World, lounge: Lounge) -> None:
    """The demo applicant: a series booked three weeks ago, whose later evenings want a word by now."""
    me, booked_at = world.accounts["applicant"], now() - timedelta(days=22)
    room = lounge.zones.select_related("lounge").get(name="桌游室")
    first = Wish(room, today() + timedelta(days=1), time(19), time(20), 4)
    with standing_at(booked_at):
        _on_the_first_day_free(
            first,
            lambda wish: services.book_series(
                actor=me, person=person_of(me), wish=wish, weeks=8, only_free=True
            ),
        )
    for visit in LoungeVisit.objects.filter(person=person_of(me), series__isnull=False):
        backdate_visit(visit, [(visit.state, booked_at)])
    services.ask_series(at=now())


def _asks_for_the_hall(lounge: Lounge, visitor: User) -> None:
    """A reading club has asked for the hall; the desk has not answered yet."""
    hall = lounge.zones.select_related("lounge").get(name="多功能厅")
    first = Wish(hall, today() + timedelta(days=4), time(14), time(16, 30), 35, purpose=VisitPurpose.TEAM)
    _on_the_first_day_free(
        first, lambda wish: services.book_visit(actor=visitor, person=person_of(visitor), wish=wish)
    )


def _on_the_first_day_free(first: Wish, book: Callable[[Wish], object]) -> None:
    for day in range(7):
        try:
            book(replace(first, date=first.date + timedelta(days=day)))
        except DomainError:
            continue
        return


def _mended(world: World, lounge: Lounge) -> None:
    """A zone out of service in three days: those who had booked it are told."""
    day = today() + timedelta(days=3)
    services.close_lounge(
        actor=world.accounts["operator"],
        lounge=lounge,
        zone=lounge.zones.get(name="观影区"),
        from_at=at(day, time(13)),
        until_at=at(day, time(18)),
        reason="投影设备检修（演示）",
    )
