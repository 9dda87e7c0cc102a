"""
Shifts of the last weeks and what came of them: hours in every state, a no-show, requests to correct.

Told in the order of time, through services; the student of the demo account has hours in
each state. One project rests on its leader's word so far that somebody has to look at it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils.timezone import localtime

from volunteers.models import HourDispute, HourEntry, Post, ServiceProject, Signup, Volunteer
from volunteers.services import corrections, hours, shift_due
from zibo_youth.accounts.services import verify_identity
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.demo import Say

from . import past
from .world import World

COMPANIONS, CROSSINGS = "sdut-sunshine", "zbvc-safe-traffic"
# Days ago: what of them is in force, wrong, shown, confirmed only, and waits for the leader.
IN_FORCE, CORRECTED, SHOWN, DISPUTED, CONFIRMED, ON_THE_ROLL, TO_REVIEW = (45, 36), 28, 5, 4, 3, 2, 1
BY_HAND = (13, 12)


def tell_attendance(world: World, projects: dict[str, ServiceProject], say: Say) -> None:
    """The students' weekends with the student of the demo account, then the crossings."""
    say("志愿服务：签到、审核和时长")
    _tell_crossings(world, projects[CROSSINGS])
    post, crew = projects[COMPANIONS].posts.get(), companions(world)
    for days in IN_FORCE:
        _held(world, post, days, crew)
        past.in_force(_ago(days - 1, 21))
    _tell_what_was_wrong(world, _held(world, post, CORRECTED, crew))
    _held(world, post, SHOWN, crew)
    past.shown(_ago(SHOWN - 1, 21))
    _tell_an_open_request(_held(world, post, DISPUTED, crew))
    _held(world, post, CONFIRMED, crew)
    past.settled_in_the_past(_ago(CONFIRMED, 20))
    _tell_a_roll(world, post, crew)
    _tell_what_waits(world, post, crew)
    _tell_today(world, post, crew)


def companions(world: World) -> list[Volunteer]:
    """Four students of the university, and the one of the demo account."""
    student = next(one for one in world.volunteers["demo-sdut"] if one.person.full_name == "苏示志")
    crew = [*world.volunteers["demo-sdut"][:4], student]
    for one in crew:
        verify_identity(world.city, one.person)
    return crew


def _ago(days: int, hour: int) -> datetime:
    return at(today() - timedelta(days=days), time(hour))


def _held(world: World, post: Post, days: int, crew: list[Volunteer]) -> past.Turn:
    """An afternoon of three hours, scanned and accepted."""
    leader = world.leaders[post.project.organiser.code]
    return past.served(past.planned(leader, post, _ago(days, 14), 3, crew))


def _tell_what_was_wrong(world: World, turn: past.Turn) -> None:
    """Two say that they stayed longer: one did, and the line is written anew; one could not show it."""
    *_others, refused, upheld = turn.places
    district, day = world.officer("zhangdian"), turn.end + past.DAY
    told = {
        refused: "实际到 18 点才离开。",
        upheld: "活动延长到 17:30，队长可以证明。",
    }
    past.shown(day)
    asked = {place: _asked(place, day + past.HOUR, wrong) for place, wrong in told.items()}
    with standing_at(day + past.DAY):
        corrections.refuse_dispute(
            actor=district, dispute=asked[refused], answer="签退记录为 17 点，现场照片一致，不作更正。"
        )
        right = corrections.uphold_dispute(
            actor=district,
            dispute=asked[upheld],
            answer="经队长和同伴证明，活动延长半小时，更正为 3.5 小时。",
            minutes=210,
            ends_at=turn.end + past.HOUR / 2,
        )
    HourDispute.objects.filter(entry__signup__shift=turn.shift).update(answered_at=day + past.DAY)
    with standing_at(day + 2 * past.DAY):
        if right is not None:
            hours.confirm_hours(actor=turn.leader, entry=right)
    past.in_force(day + 3 * past.DAY)


def _asked(place: Signup, moment: datetime, wrong: str) -> HourDispute:
    entry: HourEntry = HourEntry.objects.whole().get(signup=place)
    with standing_at(moment):
        asked = corrections.dispute_hours(actor=past.log_in_of(place.volunteer), entry=entry, wrong=wrong)
    HourDispute.objects.filter(pk=asked.pk).update(asked_at=moment)
    return asked


def _tell_an_open_request(turn: past.Turn) -> None:
    """The student says that something is missing, and the district has not answered yet."""
    day = turn.end + past.DAY
    past.shown(day)
    _asked(turn.places[-1], day + past.HOUR, "活动到 17:30 才结束，同组的同学可以证明。")


def _tell_a_roll(world: World, post: Post, crew: list[Volunteer]) -> None:
    """No telephone that day: the leader's roll waits for a second person."""
    leader = world.leaders[post.project.organiser.code]
    turn = past.planned(leader, post, _ago(ON_THE_ROLL, 14), 3, crew[3:])
    past.on_the_roll(turn, turn.places)
    past.reviewed(turn)


def _tell_what_waits(world: World, post: Post, crew: list[Volunteer]) -> None:
    """Yesterday: one forgot to check out, one did not come, and nobody has looked at it yet."""
    leader = world.leaders[post.project.organiser.code]
    turn = past.planned(leader, post, _ago(TO_REVIEW, 9), 3, crew)
    missing, forgetful, *others = turn.places
    past.comes(turn, [forgetful, *others])
    past.leaves(turn, others)
    with standing_at(turn.end + 3 * past.HOUR):
        past.closed(turn)
    _missed(world, post, missing.volunteer)


def _tell_today(world: World, post: Post, crew: list[Volunteer]) -> None:
    """One that runs now: two have come, and the student may, with the code of the leader's screen."""
    leader, hour = world.leaders[post.project.organiser.code], localtime(now()).hour
    turn = past.planned(leader, post, at(today(), time(hour)), 3, [*crew[1:3], crew[-1]])
    past.comes(turn, turn.places[:2])


def _missed(world: World, post: Post, volunteer: Volunteer) -> Signup:
    """Somebody did not come, and the day after it was written down."""
    leader = world.leaders[post.project.organiser.code]
    turn = past.planned(leader, post, _ago(BY_HAND[0], 9), 3, [volunteer])
    with standing_at(turn.end + 25 * past.HOUR):
        past.closed(turn)
        shift_due.mark_no_shows(at=turn.end + 25 * past.HOUR)
    return turn.places[0]


def _tell_crossings(world: World, project: ServiceProject) -> None:
    """Four hours scanned, four on the leader's word: so large a share waits until the district has looked."""
    post, crew = project.posts.get(), world.volunteers["demo-zbvc"][1:5]
    leader, district = world.leaders[project.organiser.code], world.officer("zhoucun")
    turn = past.served(past.planned(leader, post, _ago(BY_HAND[0], 7), 2, crew[:2]))
    start = _ago(BY_HAND[1], 7)
    with standing_at(start + 10 * past.HOUR):
        stated = [
            hours.state_hours(
                actor=leader,
                volunteer=one,
                post=post,
                starts_at=start,
                ends_at=start + 2 * past.HOUR,
                minutes=120,
                reason="路口没有网络，现场点名后补录。",
            )
            for one in crew[2:]
        ]
    with standing_at(start + past.DAY):
        for entry in stated:
            hours.confirm_hours(actor=district, entry=entry)
    past.confirmed(district, turn)
    past.in_force(start + past.DAY)
