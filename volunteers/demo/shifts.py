"""Shifts around today: open ones with places taken, a full one with standby and an offer, and a no-show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from volunteers.models import Post, ServiceProject, Shift, Volunteer
from volunteers.services import shift_due, signups
from volunteers.services.shifts import Plan, open_shift
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say
from zibo_youth.core.errors import DomainError

from .world import World

# Days from today, hour, hours, places: what each post offers in the next weeks.
COMING = ((1, 14, 3, 8), (3, 9, 3, 6), (6, 9, 4, 10), (13, 14, 3, 8))
FULL = (4, 9, 3, 2)
MISSED = 6


def tell_shifts(world: World, projects: dict[str, ServiceProject], say: Say) -> None:
    """Every post has shifts; volunteers of every team take what they are fit for."""
    say("志愿服务：班次和报名")
    everybody = [one for team in world.volunteers.values() for one in team]
    for project in projects.values():
        leader = world.leaders[project.organiser.code]
        for post in Post.objects.filter(project=project, staffing=Post.Staffing.OPEN).order_by("pk"):
            for days, hour, hours, places in COMING:
                shift = open_shift(actor=leader, post=post, plan=_plan(post, days, hour, hours, places))
                _take(shift, world.rng.sample(everybody, 5))
    cleaning = Post.objects.filter(project__code="city-love-zibo").order_by("pk").first()
    if cleaning is not None:
        _tell_the_full_one(world, cleaning)
        _tell_the_missed_one(world, cleaning)


def _plan(post: Post, days: int, hour: int, hours: int, places: int) -> Plan:
    start = at(today() + timedelta(days=days), time(hour))
    return Plan(
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        capacity=places,
        place=post.project.place,
        sign_off_until=start - timedelta(hours=12),
    )


def _take(shift: Shift, volunteers: Iterable[Volunteer]) -> None:
    """Whoever is fit and free signs up; the others find out why not, as on the page."""
    for volunteer in volunteers:
        try:
            signups.sign_up(actor=volunteer.person.users.get(), shift=shift)
        except DomainError:
            continue


def _tell_the_full_one(world: World, post: Post) -> None:
    """Two places, both taken; two wait, and one who leaves makes an offer to the first of them."""
    leader = world.leaders[post.project.organiser.code]
    shift = open_shift(actor=leader, post=post, plan=_plan(post, *FULL))
    team = world.volunteers["demo-zichuan-team"]
    _take(shift, team[:2])
    for volunteer in team[2:4]:
        signups.join_standby(actor=volunteer.person.users.get(), shift=shift)
    holder = shift.signups.holding().order_by("seat").first()
    if holder is not None:
        signups.sign_off(actor=holder.volunteer.person.users.get(), signup=holder)


def _tell_the_missed_one(world: World, post: Post) -> None:
    """Last week somebody did not come; the day after, it was written down."""
    leader, volunteer = world.leaders[post.project.organiser.code], world.volunteers["demo-zbvc"][0]
    with standing_at(_past(MISSED + 5)):
        shift = open_shift(actor=leader, post=post, plan=_plan(post, 5, 9, 3, 8))
        signups.sign_up(actor=volunteer.person.users.get(), shift=shift)
    end = _past(MISSED - 2)
    with standing_at(end):
        shift_due.close_shifts(at=end)
        shift_due.mark_no_shows(at=end)


def _past(days: int) -> datetime:
    return at(today() - timedelta(days=days), time(20))
