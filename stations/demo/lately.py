"""
Stays around today, so that every page has something to show on any day it is opened.

All days are counted from today; the same seed gives the same people, houses and
lengths, so two loads on one day tell the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Count

from stations import services
from stations.errors import BedTaken
from stations.models import Rehousing, Room, Station, Stay, StayNight
from zibo_youth.accounts.demo.accounts import ACCOUNTS
from zibo_youth.accounts.demo.people import Crowd, Invented, register
from zibo_youth.accounts.models import Person, User
from zibo_youth.accounts.services import verify_identity
from zibo_youth.core.calendar import after_workdays, before_workdays, now, standing_at, today
from zibo_youth.core.demo import Say
from zibo_youth.notifications.demo import hush

from .after import After
from .backdate import backdate_stay
from .exceptions import tell_exceptions
from .houses import World
from .leaving import tell_leaving
from .partners import tell_partners
from .places import BUSY
from .refused import tell_refusals
from .story import Story, evidence_of, moment_on, person_of
from .together import tell_together

Reason = Stay.Reason
REVIEW_HOURS = 24
# A return has left time to both: to the reviewer after these working hours, to the guest since those.
RETURNED_AFTER, ANSWERING_SINCE = 10, 20
TRIES_PER_BUSY_HOUSE = 34
# How far back the funnel has something to show, and how often somebody came.
MONTHS_BEHIND, DAYS_BETWEEN = 130, 1

# station, arrival from today, nights, how it stands: the desks of the demo accounts show every case.
CAST = (
    ("zd-01", 0, 2, "approved"),
    ("zd-01", 0, 3, "approved"),
    ("zd-01", -1, 3, "no_show"),  # may still come tonight
    ("zd-01", -2, 2, "checked_in"),  # leaves today
    ("zd-01", -3, 3, "checked_in"),  # leaves today
    ("zd-01", -1, 4, "no_card"),  # the card is lost, and still to be seen
    ("zd-01", -2, 5, "checked_in"),
    ("zd-01", 4, 2, "fresh"),
    ("zd-01", 5, 3, "fresh"),
    ("zd-01", 6, 2, "half_time"),
    ("zd-01", 7, 2, "overdue"),
    ("zd-01", 6, 4, "returned"),
    ("zd-01", 8, 2, "approved"),
    ("zd-01", 9, 2, "rejected"),
    ("zd-01", 8, 3, "cancelled"),
    ("zd-01", -6, 2, "checked_out"),
    ("zd-02", -4, 2, "no_show"),
    ("zd-02", 10, 2, "withdrawn"),
    ("zd-02", -2, 3, "checked_in"),
    ("zd-03", 0, 1, "approved"),
    ("zd-03", 5, 2, "overdue"),
    ("zd-05", 6, 2, "half_time"),
    ("ht-01", 0, 2, "approved"),
    ("ht-01", -1, 1, "checked_in"),
    ("ht-01", 6, 3, "fresh"),
    ("ht-01", 7, 2, "overdue"),
    ("ht-03", 0, 3, "approved"),
    ("ht-03", -2, 2, "checked_in"),
    ("ht-03", 5, 2, "half_time"),
    ("ht-03", 8, 2, "returned"),
    ("gx-01", 0, 2, "approved"),
    ("gx-01", 5, 3, "fresh"),
    ("lz-01", 6, 2, "rejected"),
    ("yy-01", -3, 2, "no_show"),
)


class Lately:
    """Tells the stays around today; every way a stay can stand is one method."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world, self.rng = world, rng
        self.crowd = Crowd("示", rng, block=200)
        self.people = iter(self.crowd)
        self.spare: User | None = None
        self.handed_in = {
            "fresh": now() - timedelta(hours=2),
            "half_time": review_time_ago(0.6),
            "overdue": review_time_ago(1.1),
        }

    def guest(self) -> User:
        """Somebody new; who found no bed tries again elsewhere."""
        found, self.spare = self.spare, None
        return found or register(next(self.people), at=now() - timedelta(days=self.rng.randrange(30, 90)))

    def day(self, offset: int) -> date:
        return today() + timedelta(days=offset)

    def story(self, station: Station, offset: int, nights: int, booked_at: datetime, guest: User) -> Story:
        return Story(self.rng, guest, station, self.day(offset), nights, booked_at)

    def tell(self, code: str, offset: int, nights: int, how: str, guest: User | None = None) -> Stay | None:
        """One stay to the point where it stands; None when the house is full."""
        station = self.world.stations[code]
        guest = guest or self.guest()
        booked_at = self._booked_at(offset, how)
        try:
            story = self.story(station, offset, nights, booked_at, guest)
        except BedTaken:
            self.spare = guest
            return None
        if how not in self.handed_in:
            getattr(self, f"_{how}")(story, self.world.desk_of(station))
        return story.told()

    def draft(self, guest: User, station: Station, offset: int) -> Stay:
        """A request for two nights, filled in and not handed in."""
        return services.save_draft(
            actor=guest,
            guest=person_of(guest),
            station=station,
            arrival=self.day(offset),
            departure=self.day(offset + 2),
            purpose=Stay.Purpose.JOB_SEEKING,
            purpose_detail="示例新材料公司 招聘会面试",
            declared_non_native=True,
            evidence=[evidence_of(guest, "interview_notice")],
            contact_mobile=guest.mobile,
        )

    def _booked_at(self, offset: int, how: str) -> datetime:
        if how in self.handed_in:
            return self.handed_in[how] - timedelta(minutes=self.rng.randrange(40))
        if how == "returned":
            minutes = timedelta(minutes=self.rng.randrange(40))
            return before_workdays(now(), RETURNED_AFTER + ANSWERING_SINCE) - minutes
        lead = self.rng.randrange(5, 12)
        return min(
            moment_on(self.rng, self.day(offset - lead), 9, 20),
            now() - timedelta(hours=self.rng.randrange(30, 70)),
        )

    def _decided_at(self, story: Story) -> datetime:
        return story.steps[0][1] + timedelta(hours=self.rng.randrange(2, 22), minutes=self.rng.randrange(60))

    def _approved(self, story: Story, desk: User) -> None:
        story.then(services.approve_stay, self._decided_at(story), desk)

    def _checked_in(self, story: Story, desk: User) -> None:
        self._approved(story, desk)
        arrived_at = moment_on(self.rng, story.stay.arrival, 14, 21)
        with standing_at(arrived_at):
            verify_identity(desk, Person.objects.get(pk=story.stay.guest_id))
        story.then(services.check_in, arrived_at, desk)

    def _no_card(self, story: Story, desk: User) -> None:
        self._approved(story, desk)
        story.then(
            services.admit_without_card,
            moment_on(self.rng, story.stay.arrival, 14, 21),
            desk,
            proof=Stay.IdProof.POLICE_PROOF,
            proof_reason="身份证遗失，正在补办（演示）",
            is_seen=True,
        )

    def _checked_out(self, story: Story, desk: User) -> None:
        self._checked_in(story, desk)
        story.then(services.check_out, moment_on(self.rng, story.stay.departure, 8, 12), desk)

    def _no_show(self, story: Story, desk: User) -> None:
        self._approved(story, desk)
        next_day = story.stay.arrival + timedelta(days=1)
        story.then(services.mark_no_show, moment_on(self.rng, next_day, 9, 11), desk)

    def _returned(self, story: Story, desk: User) -> None:
        story.then(
            services.return_stay,
            after_workdays(story.steps[0][1], RETURNED_AFTER),
            desk,
            reason=Reason.EVIDENCE_UNCLEAR,
            note="面试通知缺少日期，请补充截图（演示）",
        )

    def _rejected(self, story: Story, desk: User) -> None:
        story.then(
            services.reject_stay,
            self._decided_at(story),
            desk,
            reason=Reason.PURPOSE_UNCLEAR,
            note="与单位核实，没有这场面试（演示）",
        )

    def _cancelled(self, story: Story, desk: User) -> None:
        self._approved(story, desk)
        given_up = story.steps[-1][1] + timedelta(hours=5)
        story.then(services.cancel_stay, given_up, story.stay.booked_by, reason=Reason.PLANS_CHANGED)

    def _withdrawn(self, story: Story, _desk: User) -> None:
        handed_in = story.steps[0][1]
        story.then(
            services.withdraw_stay,
            handed_in + timedelta(hours=3),
            story.stay.booked_by,
            reason=Reason.FOUND_LODGING,
        )


def review_time_ago(part: float) -> datetime:
    """When a request was handed in of whose review time this part is over, on any day of the week."""
    return before_workdays(now(), round(REVIEW_HOURS * part))


def tell_lately(world: World, rng: Random, say: Say) -> None:
    """The closures, the cast, the applicant's own story, and houses that fill up."""
    say("今天前后的入住")
    lately = Lately(world, rng)
    _expired(lately)
    _closures(world)
    _applicant(lately)
    for code, offset, nights, how in CAST:
        lately.tell(code, offset, nights, how)
    for code, offset, nights in _crowded_days(world, rng):
        lately.tell(code, offset, nights, _how(rng, offset, nights))
    _queue(lately)
    _months(lately)
    _rehoused(world)
    _filling_in(lately)
    tell_partners(lately)
    tell_together(lately)
    tell_leaving(lately)
    tell_exceptions(lately)
    tell_refusals(lately)
    hush()


def _expired(lately: Lately) -> None:
    """A request that nobody decided before its first night: the due job lets it go."""
    rng, station = lately.rng, lately.world.stations["zd-05"]
    booked_at = moment_on(rng, lately.day(-7), 9, 20)
    story = lately.story(station, -3, 2, booked_at, lately.guest())
    over = moment_on(rng, lately.day(-2), 0, 1)
    with standing_at(over):
        services.expire_stays(at=over)
    story.stay.refresh_from_db()
    backdate_stay(story.stay, [*story.steps, (story.stay.state, over)])


def _closures(world: World) -> None:
    """A room and a whole house out of service for some nights to come."""
    room = world.stations["zd-02"].rooms.select_related("station").get(name="203")
    services.close_room(
        actor=world.accounts["operator"],
        room=room,
        from_on=today() + timedelta(days=2),
        until_on=today() + timedelta(days=9),
        reason="空调检修（演示）",
    )
    services.close_station(
        actor=world.accounts["city_staff"],
        station=world.stations["lz-04"],
        from_on=today() + timedelta(days=10),
        until_on=today() + timedelta(days=12),
        reason="消防设施年检（演示）",
    )


def _rehoused(world: World) -> None:
    """A room that guests sleep in is closed: one says yes, one no, the others have not answered yet."""
    first, last = today() + timedelta(days=1), today() + timedelta(days=8)
    own = StayNight.objects.filter(guest=person_of(world.accounts["applicant"])).values("room")
    nights = StayNight.objects.between(first, last).filter(room__station=world.stations["zd-01"])
    by_room = (
        nights.exclude(room__in=own).order_by().values("room").annotate(guests=Count("stay", distinct=True))
    )
    made = services.close_room(
        actor=world.accounts["operator"],
        room=Room.objects.select_related("station").get(pk=by_room.order_by("-guests", "room")[0]["room"]),
        from_on=first,
        until_on=last,
        reason="水管更换（演示）",
    )
    asked = [rehousing for rehousing in made if rehousing.state == Rehousing.State.PROPOSED]
    answers = (services.accept_rehousing, services.decline_rehousing)
    for rehousing, answer in zip(asked, answers, strict=False):
        answer(actor=rehousing.stay.guest.users.get(), rehousing=rehousing)


def _applicant(lately: Lately) -> None:
    """The demo applicant: one night slept, one request cancelled, and today's stay with its code."""
    account = next(account for account in ACCOUNTS if account.key == "applicant")
    me: Invented = lately.crowd.invent(
        gender=Person.Gender.FEMALE, full_name=account.full_name, mobile=account.mobile
    )
    guest = register(me, at=now() - timedelta(days=100))
    lately.world.accounts["applicant"] = guest
    lately.tell("bs-01", -60, 1, "checked_out", guest)
    lately.tell("zc-01", -25, 2, "cancelled", guest)
    lately.tell("zd-01", 0, 2, "approved", guest)


def _queue(lately: Lately) -> None:
    """A small house is full in ten days: four wait for a bed, and the first of them is offered one."""
    station, given = lately.world.stations["yy-01"], {}
    while (told := lately.tell(station.code, 10, 2, "approved")) is not None:
        given[told.guest.gender] = told
    for _ in range(4):
        guest = lately.guest()
        services.submit_or_wait(actor=guest, stay=lately.draft(guest, station, 10))
    for stay in given.values():
        services.cancel_stay(actor=stay.booked_by, stay=stay, reason=Reason.PLANS_CHANGED)


def _filling_in(lately: Lately) -> None:
    """Two are filling in at this moment: their beds are held for half an hour."""
    for code in ("zd-02", "ht-01"):
        guest = lately.guest()
        services.hold_bed(actor=guest, stay=lately.draft(guest, lately.world.stations[code], 9))


def _months(lately: Lately) -> None:
    """The months behind: stays of every end, what their guests were asked, and what they said."""
    rng, codes = lately.rng, list(lately.world.stations)
    for offset in range(-MONTHS_BEHIND, -12, DAYS_BETWEEN):
        how = rng.choices(["checked_out", "no_show", "cancelled", "rejected"], weights=[80, 4, 8, 8])[0]
        lately.tell(rng.choice(codes), offset, rng.choice([1, 2, 3]), how)
    After(lately.world, rng).tell(lately.day(-MONTHS_BEHIND), lately.day(-1))


def _crowded_days(world: World, rng: Random) -> Iterator[tuple[str, int, int]]:
    """Many who want a bed in four small houses, and a few in each of the others."""
    wishes = [
        (code, rng.randrange(-5, 13), rng.choice([2, 3, 4, 5, 6]))
        for code in BUSY
        for _ in range(TRIES_PER_BUSY_HOUSE)
    ]
    wishes += [
        (code, rng.randrange(-4, 16), rng.choice([1, 2, 3, 4]))
        for code in world.stations
        if code not in BUSY
        for _ in range(rng.randrange(2, 4))
    ]
    yield from wishes


def _how(rng: Random, offset: int, nights: int) -> str:
    """What has become of a stay by today."""
    if offset + nights < 0:
        return "checked_out"
    if offset < 0:
        return "checked_in"
    if offset <= 3:
        return "approved"
    return rng.choices(
        ["approved", "fresh", "half_time", "returned", "cancelled", "withdrawn", "rejected"],
        weights=[62, 14, 6, 6, 5, 4, 3],
    )[0]
