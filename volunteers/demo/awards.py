"""Two seasons of awards: the one of last year is announced, the one of this year is before its panel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from volunteers.award_standing import Subject
from volunteers.models import (
    AwardCategory,
    AwardNomination,
    AwardSeason,
    PanelMember,
    ServiceProject,
    Volunteer,
)
from volunteers.services import awards, panel, recommending
from zibo_youth.accounts.demo.people import register
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.services.records import save_record
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from .world import World

MANAGE = "volunteers.manage_awardseason"
# Kind, name, English name, how many, final hours asked.
CATEGORIES = (
    ("individual", "优秀青年志愿者", "Outstanding volunteer", 3, 20),
    ("collective", "先进青年志愿服务集体", "Outstanding team", 1, 0),
    ("project", "优秀青年志愿服务项目", "Outstanding project", 1, 0),
)
TEAMS = ("demo-zibo-team", "demo-zichuan-team", "demo-huantai-team")
CITATION = "一年来坚持服务，带动身边青年参加社区和大型活动志愿服务。"
# The visitor's account is on the panel, and studies where some of the nominees do.
MEMBER = "volunteer"


def tell_awards(
    world: World, projects: dict[str, ServiceProject], served: Sequence[Volunteer], say: Say
) -> None:
    """Each season with its own people; everybody has final hours."""
    say("志愿服务：先进集体和个人评选")
    judges = [register(next(world.crowd), at=at(today() - timedelta(days=150), time(9))) for _ in range(3)]
    told = list(projects.values())
    last = _season(world, "demo-awards-1", today().year - 1, today() - timedelta(days=90))
    crowd = served[::5]
    _recommended(world, last, crowd[:5], told[:2])
    _decided(world, last, judges)
    this = _season(world, "demo-awards-2", today().year, today() - timedelta(days=12))
    _recommended(world, this, crowd[5:], told[2:4])
    with standing_at(at(this.recommend_until + timedelta(days=1), time(9))):
        _before_the_panel(world, this, [*judges[:2], world.accounts[MEMBER]])
    _scored(world, this, judges[:2])


def _season(world: World, code: str, year: int, until: date) -> AwardSeason:
    """Set up by the city, and called three weeks before recommendations end."""
    season = AwardSeason(
        code=code,
        year=year,
        title=f"{year} 年度青年志愿服务先进集体和个人评选（演示）",
        title_en=f"Awards for youth volunteering {year} (demo)",
        recommend_until=until,
    )
    with standing_at(at(until - timedelta(days=21), time(9))):
        save_record(actor=world.city, record=season, action=MANAGE)
        for position, (kind, name, name_en, quota, hours) in enumerate(CATEGORIES):
            category = AwardCategory(
                season=season,
                kind=kind,
                name=name,
                name_en=name_en,
                quota=quota,
                min_hours=hours,
                position=position,
            )
            save_record(actor=world.city, record=category, action=MANAGE)
        return awards.open_recommendations(actor=world.city, season=season)


def _recommended(
    world: World, season: AwardSeason, crowd: Sequence[Volunteer], told: Sequence[ServiceProject]
) -> None:
    """One names oneself, one is named by a neighbour and agrees, the others by their organisation."""
    individual, collective, project = season.categories.all()
    with standing_at(at(season.recommend_until - timedelta(days=5), time(15))):
        oneself, neighbour, *others = crowd
        made = [_of(individual, oneself), _by_a_neighbour(individual, neighbour, by=oneself)]
        made += [_of(individual, one, world) for one in others]
        made += [_of(collective, world.organisations[code], world) for code in TEAMS[:2]]
        made += [_of(project, each, world) for each in told]
        for nomination in made:
            awards.accept_nomination(actor=world.city, nomination=nomination)


def _of(category: AwardCategory, subject: Subject, world: World | None = None) -> AwardNomination:
    """By the organisation; without a world, by the volunteer alone."""
    actor, by = (_user(subject), None) if world is None else _recommender(world, subject)
    return recommending.recommend(
        actor=actor, category=category, subject=subject, citation=CITATION, recommender=by
    )


def _recommender(world: World, subject: Subject) -> tuple[User, Organisation]:
    """The university, the team or the organiser with its leader; the district of whoever has none of them."""
    if isinstance(subject, Volunteer):
        by = subject.university or subject.reporting_org
    else:
        by = subject.organiser if isinstance(subject, ServiceProject) else subject
    return world.leaders.get(by.code) or world.officer(by.code), by


def _by_a_neighbour(category: AwardCategory, subject: Volunteer, by: Volunteer) -> AwardNomination:
    named = recommending.recommend_another(
        actor=_user(by), category=category, subject=subject, citation=CITATION
    )
    return recommending.take_up(actor=_user(subject), nomination=named)


def _user(of: Subject) -> User:
    return of.person.users.get()  # type: ignore[union-attr]


def _before_the_panel(world: World, season: AwardSeason, judges: Sequence[User]) -> None:
    """Three members are seated, and see what waits for them."""
    for judge in judges:
        panel.seat_member(actor=world.city, season=season, mobile=judge.mobile)
    awards.open_review(actor=world.city, season=season)


def _scored(world: World, season: AwardSeason, judges: Sequence[User]) -> None:
    """Each of these members scores what the rules have not taken out of their hands."""
    for judge in judges:
        member = PanelMember.objects.get(season=season, person=judge.person)
        waiting = season.nominations.accepted().exclude(scores__member=member)
        for nomination in waiting.whole().order_by("pk"):
            points = world.rng.randrange(78, 97)
            panel.score(actor=judge, member=member, nomination=nomination, points=points)


def _decided(world: World, season: AwardSeason, judges: Sequence[User]) -> None:
    """Scored, proposed within each quota, shown, and announced; all but one agree to be named."""
    closed = at(season.recommend_until + timedelta(days=1), time(9))
    with standing_at(closed):
        _before_the_panel(world, season, judges)
        _scored(world, season, judges)
        best = [
            line.key
            for category in season.categories.all()
            for line in awards.standings(category)[: category.quota]
        ]
        awards.propose(actor=world.city, season=season, chosen=best)
    with standing_at(closed + timedelta(days=20)):
        awards.announce_awards(actor=world.city, season=season)
    named = season.nominations.filter(state="awarded", kind="individual").order_by("place")
    for nomination in named.select_related("volunteer__person")[1:]:
        awards.consent_to_name(actor=_user(nomination.volunteer), nomination=nomination, may_be_named=True)
