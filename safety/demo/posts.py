"""青安岗: the article's 30 teams (row 72), named last year; a year in scoring; one that is open now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from safety.models import Enterprise, PostCriterion, PostRound, PostSheet, SafetyPost
from safety.services.posts import applying, choosing, judging, naming, noticing, reviewing, rounds, seating
from safety.services.posts.applying import TeamTold
from safety.services.posts.rounds import RoundPlan
from zibo_youth.accounts.demo.log_ins import appoint
from zibo_youth.accounts.demo.people import Crowd, register
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.demo import Say

from .world import DISTRICTS, World, office

TEAMS, BLOCK, QUOTA = 30, 870, 6
PLACES = ("一车间甲班", "二车间乙班", "装卸班", "电工班", "安全巡查班", "检修班")
CONDITIONS = "立足一线岗位，开展安全教育、隐患排查、岗位练兵和应急演练，成员稳定。"
CONDITIONS_EN = "A stable front-line team that learns, looks for hazards and drills for emergencies."
SHEET = (
    ("score", "安全管理和制度落实", "Safety management", 20, 30),
    ("score", "教育培训和岗位练兵", "Training", 20, 25),
    ("score", "隐患排查和整改", "Hazards found and fixed", 20, 25),
    ("score", "团组织作用和青年参与", "Young people's part", 20, 20),
    ("deduction", "隐患逾期未整改", "Hazards fixed too late", 10, 0),
    ("veto", "瞒报、谎报事故", "A concealed accident", 1, 0),
)
REVIEWERS = ("reviewer_1", "reviewer_2", "reviewer_3")


def tell_posts(world: World, say: Say) -> None:
    """Last year is over, this year's sheets are half in, next year's call is open."""
    say("青安岗：上一年度 30 个集体命名上报，本年度评审中，下一年度申报中")
    story = _Story(world)
    last = today().year - 1
    story.finished(last)
    story.being_scored(last + 1)
    story.open_now(last + 2)


def _on(day: date) -> datetime:
    return at(day, time(9))


class _Story:
    """Who acts, and the rules that every year has."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng: Random = world.rng
        self.city = world.city_staff()
        self.crowd = Crowd("安", world.rng, BLOCK)
        self.units: dict[int, User] = {}
        self.districts: dict[str, User] = {}

    def unit(self, enterprise: Enterprise) -> User:
        """Who answers for safety there: the demo account, or somebody invented."""
        return self._holder(enterprise.organisation, Membership.Role.SAFETY_OFFICER)

    def district(self, code: str) -> User:
        return self._holder(Organisation.objects.get(code=code), Membership.Role.DISTRICT_OFFICER)

    def _holder(self, where: Organisation, role: str) -> User:
        if Membership.objects.filter(organisation=where, role=role).exists():
            return office(role, where.code)
        first = _on(date(today().year - 1, 2, 1))
        user = register(self.crowd.invent(gender=1), at=first)
        appoint(user, where.code, role, first)
        return User.objects.select_related("person").get(pk=user.pk)

    def year(self, number: int, opens: date, closes: date, places: int) -> PostRound:
        """Written, its sheet published, quotas given, opened."""
        by = self.city
        plan = RoundPlan(
            year=number,
            places=places,
            opens_on=opens,
            closes_on=closes,
            conditions=CONDITIONS,
            conditions_en=CONDITIONS_EN,
        )
        made = rounds.write_round(actor=by, plan=plan)
        form = made.forms.get()
        for kind, name, name_en, most, weight in SHEET:
            line: dict[str, Any] = {"kind": kind, "name": name, "name_en": name_en}
            line |= {"most": most, "weight": weight}
            rounds.add_criterion(actor=by, form=form, **line)
        rounds.publish_form(actor=by, form=form)
        for code in DISTRICTS:
            home = Organisation.objects.get(code=code)
            rounds.set_quota(actor=by, round=made, district=home, places=QUOTA)
        for key in REVIEWERS:
            seating.seat_reviewer(actor=by, round=made, mobile=self.world.accounts[key].mobile)
        return rounds.open_round(actor=by, round=made)

    def signed(self, of: PostRound, enterprise: Enterprise, name: str) -> SafetyPost:
        unit, size = self.unit(enterprise), self.rng.randrange(12, 60)
        post = applying.start_post(actor=unit, round=of, enterprise=enterprise, team_name=name)
        told = TeamTold(
            workplace=name,
            team_size=size,
            young=size * self.rng.randrange(62, 90) // 100 + 1,
            leader_age=self.rng.randrange(26, 36),
            measures="班前会讲风险，每周互查隐患，每月一次岗位练兵和应急演练。",
            deeds="全年没有发生事故，提出的隐患按期整改，青年职工全部参加安全培训。",
        )
        applying.write_revision(actor=unit, post=post, told=told)
        return applying.sign_post(actor=unit, post=post, is_true=True)

    def recommended(self, post: SafetyPost) -> SafetyPost:
        by = self.district(post.reporting_org.code)
        reviewing.take_up(actor=by, post=post)
        return reviewing.recommend(actor=by, post=post, opinion="材料属实，同意推荐。")

    def registered(self, of: PostRound, number: int) -> list[SafetyPost]:
        """So many teams, in turn of every enterprise."""
        return [
            reviewing.register_post(actor=self.city, post=self.recommended(self.signed(of, home, name)))
            for home, name in self._teams(number)
        ]

    def _teams(self, number: int) -> Iterator[tuple[Enterprise, str]]:
        homes = self.world.enterprises
        for serial in range(number):
            yield homes[serial % len(homes)], PLACES[serial // len(homes)]

    def judged(self, sheets: Sequence[PostSheet]) -> None:
        for sheet in sheets:
            by = sheet.reviewer.person.users.get()
            points: dict[int, int | None] = {
                line.pk: self._points(line) for line in sheet.post.form.criteria.all()
            }
            judging.submit_sheet(actor=by, sheet=sheet, points=points, remark="材料完整，做法可推广。")

    def _points(self, line: PostCriterion) -> int:
        return self.rng.randrange(13, 21) if line.kind == PostCriterion.Kind.SCORE else 0

    def finished(self, number: int) -> None:
        """All 30 registered by June, as the article says; judged, named and reported in the year."""
        with standing_at(_on(date(number, 3, 1))):
            of = self.year(number, date(number, 3, 1), date(number, 4, 30), TEAMS)
        with standing_at(_on(date(number, 4, 20))):
            self.registered(of, TEAMS)
        with standing_at(_on(date(number, 5, 6))):
            of = choosing.open_scoring(actor=self.city, round=of)
            self.judged(self._owed(of))
            of = choosing.make_shortlist(actor=self.city, round=of)
            of = noticing.open_notice(actor=self.city, round=of)
        last = of.posts.order_by("-notice_until")[0].notice_until or date(number, 5, 20)
        with standing_at(_on(last + timedelta(days=1))):
            of = naming.award_posts(actor=self.city, round=of)
            naming.report_up(actor=self.city, round=of)

    def being_scored(self, number: int) -> None:
        """Six teams; a sheet of three is in, so that reviewers find others' points only after the own."""
        with standing_at(_on(date(number, 3, 1))):
            of = self.year(number, date(number, 3, 1), date(number, 4, 30), 4)
            self.registered(of, 6)
            of = choosing.open_scoring(actor=self.city, round=of)
            self.judged([each for each in self._owed(of) if each.seat == 1][:3])

    def open_now(self, number: int) -> None:
        """A draft of the demo officer's, and one team that waits for its district."""
        of = self.year(number, today() - timedelta(days=7), today() + timedelta(days=60), TEAMS)
        first, second = self.world.of("zhangdian")
        applying.start_post(actor=self.unit(first), round=of, enterprise=first, team_name="聚合车间丙班")
        self.signed(of, second, "中控班")

    def _owed(self, of: PostRound) -> list[PostSheet]:
        rows = PostSheet.objects.filter(round=of, state=PostSheet.State.ASSIGNED)
        return list(rows.select_related("reviewer__person", "post__form", "post__round").order_by("pk"))
