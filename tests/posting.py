"""Model posts for tests: years, teams, reviewers and sheets by their services, each step by whom it takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import count
from typing import Any

from django.db.models import Model

from safety.models import (
    Enterprise,
    EnterpriseAccident,
    PostCheck,
    PostCriterion,
    PostForm,
    PostObjection,
    PostQuota,
    PostReviewer,
    PostRevision,
    PostRound,
    PostScore,
    PostSheet,
    PostTransition,
    SafetyPost,
)
from safety.services.posts import applying, choosing, judging, naming, noticing, reviewing, rounds, seating
from safety.services.posts.applying import TeamTold
from safety.services.posts.rounds import RoundPlan
from tests import guarding, people
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, standing_at, today

_serial = count(1)
DAY = timedelta(days=1)
P = SafetyPost.State
SHEET = (
    ("score", "安全管理", 10, 40),
    ("score", "教育培训", 10, 35),
    ("score", "创建成效", 20, 25),
    ("deduction", "隐患逾期未改", 5, 0),
    ("veto", "瞒报事故", 1, 0),
)


def city() -> User:
    return people.city_staff("市安")


def district_officer(of: str = "zhangdian") -> User:
    return people.officer(of, name="区安")


def round_plan(**fields: Any) -> RoundPlan:
    said = {
        "year": 2100 + next(_serial),
        "places": 2,
        "opens_on": today() - DAY,
        "closes_on": today() + 30 * DAY,
        "conditions": "立足本职岗位，建立青年安全生产示范岗。",
    }
    return RoundPlan(**said | fields)


def draft_round(*, quotas: dict[str, int] | None = None, limits: Any = None, **fields: Any) -> PostRound:
    """A year with its sheet, published, and quotas, that nobody sees yet."""
    by = city()
    made = rounds.write_round(actor=by, plan=round_plan(**fields), limits=limits)
    form = made.forms.get()
    for kind, name, most, weight in SHEET:
        rounds.add_criterion(actor=by, form=form, kind=kind, name=name, most=most, weight=weight)
    rounds.publish_form(actor=by, form=form)
    for code, places in (quotas or {"zhangdian": 5}).items():
        home = Organisation.objects.get(code=code)
        rounds.set_quota(actor=by, round=made, district=home, places=places)
    return made


def year(**fields: Any) -> PostRound:
    """A year that units apply in."""
    return rounds.open_round(actor=city(), round=draft_round(**fields))


def team_told(**fields: Any) -> TeamTold:
    said = {
        "workplace": "一车间甲班",
        "team_size": 20,
        "young": 14,
        "leader_age": 30,
        "measures": "班前会、互检和岗位练兵。",
        "deeds": "全年无事故。",
    }
    return TeamTold(**said | fields)


def unit(of: Enterprise) -> User:
    """Who answers for safety there, always the same."""
    held = of.organisation.memberships.filter(role="safety_officer").select_related("person").first()
    return held.person.users.get() if held else guarding.safety_officer(of)


def started(of: PostRound, enterprise: Enterprise | None = None, district: str = "zhangdian") -> SafetyPost:
    enterprise = enterprise or guarding.enterprise(district)
    return applying.start_post(
        actor=unit(enterprise), round=of, enterprise=enterprise, team_name=f"第{next(_serial)}班组"
    )


def written(of: PostRound, enterprise: Enterprise | None = None, **told: Any) -> SafetyPost:
    district = told.pop("district", "zhangdian")
    made = started(of, enterprise, district)
    applying.write_revision(actor=unit(made.enterprise), post=made, told=team_told(**told))
    return made


def sign(post: SafetyPost) -> SafetyPost:
    return applying.sign_post(actor=unit(post.enterprise), post=post, is_true=True)


def signed(of: PostRound, enterprise: Enterprise | None = None, **told: Any) -> SafetyPost:
    return sign(written(of, enterprise, **told))


def taken_up(of: PostRound, enterprise: Enterprise | None = None, **told: Any) -> SafetyPost:
    made = signed(of, enterprise, **told)
    return reviewing.take_up(actor=district_officer(made.reporting_org.code), post=made)


def recommend(post: SafetyPost) -> SafetyPost:
    by = district_officer(post.reporting_org.code)
    return reviewing.recommend(actor=by, post=post, opinion="同意推荐。")


def recommended(of: PostRound, enterprise: Enterprise | None = None, **told: Any) -> SafetyPost:
    return recommend(taken_up(of, enterprise, **told))


def register(post: SafetyPost) -> SafetyPost:
    return reviewing.register_post(actor=city(), post=post)


def registered(of: PostRound, enterprise: Enterprise | None = None, **told: Any) -> SafetyPost:
    return register(recommended(of, enterprise, **told))


def reviewer_user(where: Organisation | None = None, name: str = "") -> User:
    """Who holds the office of a reviewer, at some organisation or at the city's."""
    where = where or Organisation.objects.get(code="city")
    return people.staff(name or f"评{next(_serial)}", where, "post_reviewer")


def seat(of: PostRound, user: User) -> PostReviewer:
    return seating.seat_reviewer(actor=city(), round=of, mobile=user.mobile)


def panel(of: PostRound, size: int = 3) -> list[PostReviewer]:
    return [seat(of, reviewer_user()) for _ in range(size)]


def scoring(teams: int = 3, *, reviewers: int = 3, **fields: Any) -> tuple[PostRound, list[SafetyPost]]:
    """A year before its reviewers, with registered teams of one enterprise each."""
    of = year(**fields)
    posts = [registered(of) for _ in range(teams)]
    panel(of, reviewers)
    return open_scoring(of), [refreshed(each) for each in posts]


def open_scoring(of: PostRound) -> PostRound:
    return choosing.open_scoring(actor=city(), round=of)


def refreshed(post: SafetyPost) -> SafetyPost:
    found: SafetyPost = SafetyPost.objects.whole().get(pk=post.pk)
    return found


def points(post: SafetyPost, share: float = 1.0, **marks: Any) -> dict[int, int | None]:
    """Of every line so much of its most; deductions and vetoes none; ``na`` and others by their numbers."""
    form = post.revisions.get(number=post.revision).form
    given = {
        each.pk: round(each.most * share) if each.kind == PostCriterion.Kind.SCORE else 0
        for each in form.criteria.all()
    }
    by_number = {each.number: each.pk for each in form.criteria.all()}
    return given | {by_number[int(name.lstrip("n"))]: value for name, value in marks.items()}


def judge(sheet: PostSheet, share: float = 1.0, **marks: Any) -> PostSheet:
    by = sheet.reviewer.person.users.get()
    return judging.submit_sheet(actor=by, sheet=sheet, points=points(sheet.post, share, **marks))


def owed(post: SafetyPost) -> list[PostSheet]:
    """Sheets that are still to come in."""
    rows = post.sheets.filter(state="assigned").select_related("reviewer__person", "post__round")
    return list(rows.order_by("seat"))


def all_judged(posts: Sequence[SafetyPost], shares: Sequence[float] = ()) -> None:
    """The first the best, unless told otherwise."""
    for place, post in enumerate(posts):
        share = shares[place] if shares else 1.0 - place / 10
        for sheet in owed(post):
            judge(sheet, share)


def shortlisted(teams: int = 3, **fields: Any) -> tuple[PostRound, list[SafetyPost]]:
    of, posts = scoring(teams, **fields)
    all_judged(posts)
    of = choosing.make_shortlist(actor=city(), round=of)
    return of, [refreshed(each) for each in posts]


def in_notice(teams: int = 3, **fields: Any) -> tuple[PostRound, list[SafetyPost]]:
    of, posts = shortlisted(teams, **fields)
    of = noticing.open_notice(actor=city(), round=of)
    return of, [refreshed(each) for each in posts]


def day_after(post: SafetyPost) -> date:
    """The first on which it may be named."""
    last = refreshed(post).notice_until
    assert last is not None
    return last + DAY


def award(of: PostRound) -> PostRound:
    """On the first day on which it may be."""
    last = of.posts.exclude(notice_until=None).order_by("-notice_until")[0].notice_until
    with standing_at(at(last + DAY, time(9))):
        return naming.award_posts(actor=city(), round=of)


def awarded(teams: int = 2, **fields: Any) -> tuple[PostRound, list[SafetyPost]]:
    of, posts = in_notice(teams, **fields)
    of = award(of)
    return of, [refreshed(each) for each in posts]


def rows_of(user: User, of: str) -> dict[type[Model], Model]:
    """A named team of a district with everything that hangs on it; the user judged it, and objected to it."""
    made = year(quotas={of: 5})
    one = registered(made, district=of)
    made.reviewers.create(person=user.person, seated_by=city())
    panel(made, 2)
    made = open_scoring(made)
    one = refreshed(one)
    all_judged([one])
    made = choosing.make_shortlist(actor=city(), round=made)
    made = noticing.open_notice(actor=city(), round=made)
    said = noticing.object_to(actor=user, post=refreshed(one), text="人数有出入。")
    answered = {"is_upheld": False, "answer": "经核实一致。"}
    noticing.answer_objection(actor=city(), objection=said, **answered)
    made = award(made)
    one = refreshed(one)
    sheet = one.sheets.get(reviewer__person=user.person)
    hurt = {"happened_on": today(), "grade": "light", "source": "企业月报"}
    return {
        PostRound: made,
        PostQuota: made.quotas.get(),
        PostForm: made.forms.get(),
        PostCriterion: one.form.criteria.first(),
        PostReviewer: sheet.reviewer,
        SafetyPost: one,
        PostTransition: one.transitions.first(),
        PostRevision: one.revisions.get(),
        PostSheet: sheet,
        PostScore: sheet.scores.first(),
        PostObjection: said,
        EnterpriseAccident: EnterpriseAccident.objects.create(
            enterprise=one.enterprise, recorded_by=city(), **hurt
        ),
        PostCheck: PostCheck.objects.create(post=one, kind="yearly", year=made.year, due_on=today()),
    }


SHARED = (PostRound, PostQuota, PostForm, PostCriterion)
