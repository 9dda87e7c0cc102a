"""Pages of the model posts: from the unit to the name by everybody's own pages, in both languages."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse

from safety import facts
from safety.models import EnterpriseAccident, PostCheck, PostObjection, PostRound, SafetyPost
from safety.post_cards import post_links
from safety.post_invariants import SENTENCES
from safety.post_own_data import posts_hold
from safety.services.posts import due
from tests import guarding, people, posting
from tests.people import signed_in
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.invariants import verify
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db
P, R = SafetyPost.State, PostRound.State


def text(answer):
    return answer.content.decode()


def page(user, view, /, *args, act="", **said):
    client = signed_in(user)
    address = reverse(view, args=args)
    if not act and not said:
        return client.get(address)
    prefix = f"{act}-" if act else ""
    body = {f"{prefix}{key}": value for key, value in said.items()} | ({"act": act} if act else {})
    return client.post(address, body, follow=True)


def years():
    first = today()
    return {
        "year": 2199,
        "places": 1,
        "opens_on": first.isoformat(),
        "closes_on": (first + timedelta(days=20)).isoformat(),
        "conditions": "立足岗位。",
        "reviewers_each": 3,
        "notice_workdays": 5,
        "valid_years": 3,
        "team_most": 100,
        "young_age": 35,
        "young_share": 60,
        "leader_age_most": 35,
        "accident_years": 2,
    }


def opened_by_pages(by):
    page(by, "post_round_new", **years())
    made = PostRound.objects.get(year=2199)
    for kind, name, most, weight in posting.SHEET:
        page(by, "managed_post_round", 2199, act="criterion", kind=kind, name=name, most=most, weight=weight)
    page(by, "managed_post_round", 2199, act="publish")
    home = guarding.Organisation.objects.get(code="zhangdian")
    page(by, "managed_post_round", 2199, act="quota", district=home.pk, places=2)
    page(by, "managed_post_round", 2199, act="open")
    return made


def applied_by_pages(of, unit, enterprise):
    page(unit, "unit_posts", round=of.pk, enterprise=enterprise.pk, team_name="甲班")
    post = SafetyPost.objects.get(team_name="甲班")
    told = vars_of(posting.team_told())
    page(unit, "unit_post", post.public_id, act="write", **told)
    page(unit, "unit_post", post.public_id, act="sign", is_true="on")
    return post


def vars_of(told):
    return {name: getattr(told, name) for name in told.__dataclass_fields__}


def points_said(sheet, share=1.0):
    return {f"line_{key}": str(value) for key, value in posting.points(sheet.post, share).items()}


def registered_by_pages(city, of):
    """Signed by the unit, recommended by the district, registered by the city."""
    district, enterprise = posting.district_officer(), guarding.enterprise()
    unit = guarding.safety_officer(enterprise)
    post = applied_by_pages(of, unit, enterprise)
    assert "甲班" in text(page(district, "post_desk"))
    page(district, "managed_post", post.public_id, act="take_up")
    page(district, "managed_post", post.public_id, act="recommend", words="同意推荐。")
    page(city, "managed_post", post.public_id, act="register")
    return post, unit


def judged_by_pages(city, post):
    for judge in [posting.reviewer_user() for _ in range(3)]:
        page(city, "managed_post_round", 2199, act="seat", mobile=judge.mobile.removeprefix("+86"))
    page(city, "managed_post_round", 2199, act="scoring")
    for sheet in posting.owed(post):
        judge = sheet.reviewer.person.users.get()
        assert "甲班" in text(page(judge, "post_reviews"))
        page(judge, "post_sheet", sheet.public_id, act="submit", **points_said(sheet), remark="好。")
    page(city, "managed_post_round", 2199, act="shortlist")
    assert "100.00" in text(page(city, "managed_post", post.public_id))


def objected_by_pages(city, post):
    page(city, "managed_post_round", 2199, act="notice")
    shown, objector = text(page(None, "post_round", 2199)), people.applicant()
    assert "甲班" in shown
    assert "提出异议" in shown
    page(objector, "post_objection", post.public_id, text="人数有出入。")
    said = PostObjection.objects.get()
    assert objector.person.full_name in text(page(city, "managed_post_objection", said.public_id))
    page(city, "managed_post_objection", said.public_id, act="answer", is_upheld="no", answer="已核实。")
    assert "已核实。" in text(page(objector, "post_objection", post.public_id))


def test_from_the_unit_to_the_name_by_everybody_s_own_pages():
    city = posting.city()
    post, unit = registered_by_pages(city, opened_by_pages(city))
    judged_by_pages(city, post)
    objected_by_pages(city, post)
    with standing_at(at(posting.day_after(post), time(9))):
        page(city, "managed_post_round", 2199, act="award")
        page(city, "managed_post_round", 2199, act="report")
    done = posting.refreshed(post)
    assert done.state == P.REPORTED_UP
    assert done.plate in text(page(None, "post_round", 2199))
    assert done.plate in text(page(unit, "unit_post", post.public_id))


def test_what_a_unit_may_not_do_is_said_beside_the_field():
    of = posting.year()
    post = posting.written(of, young=3)
    unit = posting.unit(post.enterprise)
    assert "35 周岁以下青年须占 60% 以上，现为 15%" in text(page(unit, "unit_post", post.public_id))
    answer = page(unit, "unit_post", post.public_id, act="sign", is_true="on")
    assert "现为 15%" in text(answer)
    assert SafetyPost.objects.get(pk=post.pk).state == P.DRAFT


def test_a_returned_team_reads_why_and_not_what_offices_said_among_themselves():
    post = posting.recommended(posting.year())
    city = posting.city()
    page(city, "managed_post", post.public_id, act="city_return", words="请补充数据来源。")
    shown = text(page(posting.unit(post.enterprise), "unit_post", post.public_id))
    assert "请补充数据来源。" in shown
    assert "同意推荐。" not in shown


def test_a_press_that_is_not_offered_finds_nothing():
    post = posting.signed(posting.year())
    district = posting.district_officer()
    assert page(district, "managed_post", post.public_id, act="register").status_code == 404
    assert page(district, "managed_post", post.public_id, act="nothing").status_code == 404
    assert page(posting.unit(post.enterprise), "managed_post", post.public_id).status_code == 404


@pytest.mark.parametrize("user", ["other_district", "other_unit", "stranger"])
def test_whose_it_is_not_finds_no_page(user):
    post = posting.signed(posting.year())
    who = {
        "other_district": lambda: posting.district_officer("linzi"),
        "other_unit": lambda: guarding.safety_officer(guarding.enterprise(), name="外安"),
        "stranger": people.applicant,
    }[user]()
    for name in ("managed_post", "unit_post"):
        assert page(who, name, post.public_id).status_code == 404


def test_facts_of_our_own_stand_read_only_beside_the_sheet_and_tell_nought_from_nothing(monkeypatch):
    monkeypatch.setattr(facts, "_sources", {})
    asked = []

    def read(enterprise, first, last):
        asked.append((enterprise, first, last))
        return facts.Measured(6, 8)

    facts.register_fact(facts.FactSource("a", "隐患按期整改", "条", read))
    facts.register_fact(facts.FactSource("b", "答题人数", "人", lambda *_of: facts.Measured(0)))
    facts.register_fact(facts.FactSource("c", "培训", "人次", lambda *_of: None))
    with pytest.raises(ValueError, match="twice"):
        facts.register_fact(facts.FactSource("c", "培训", "人次", lambda *_of: None))
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    shown = re.sub(r"\s+", " ", text(page(sheet.reviewer.person.users.get(), "post_sheet", sheet.public_id)))
    assert "6 / 8 条 · 75%" in shown
    assert "0 人" in shown
    assert "没有数据" in shown
    assert asked[0][0] == post.enterprise
    assert "6 / 8" in text(page(posting.city(), "managed_post", post.public_id))


def test_a_recused_reviewer_has_no_sheet_and_reads_why():
    of = posting.year()
    post = posting.registered(of)
    insider = posting.reviewer_user(post.enterprise.organisation)
    posting.seat(of, insider)
    posting.panel(of, 3)
    posting.open_scoring(of)
    shown = page(insider, "post_reviews")
    assert "同一单位" in text(shown)
    sheet = post.sheets.get(state="recused")
    assert page(insider, "post_sheet", sheet.public_id).status_code == 404


@pytest.mark.parametrize(
    ("field", "said"),
    [("1", "11"), ("1", "-1"), ("1", "abc"), ("1", "1e400"), ("4", "na"), ("5", "2"), ("1", "\x00")],
)
def test_points_that_no_line_gives_are_refused_and_nothing_is_kept(field, said):
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    line = post.form.criteria.get(number=field)
    judge = sheet.reviewer.person.users.get()
    sent = points_said(sheet) | {f"line_{line.pk}": said}
    answer = page(judge, "post_sheet", sheet.public_id, act="submit", **sent)
    assert answer.status_code in (200, 400)
    sheet.refresh_from_db()
    assert sheet.state == "assigned"
    assert not sheet.scores.exists()


def test_accidents_and_re_checks_by_their_pages():
    _of, (post,) = posting.awarded(1)
    city, district = posting.city(), posting.district_officer()
    told = {"enterprise": post.enterprise_id, "grade": "serious", "source": "通报"}
    with standing_at(at(post.awarded_on + timedelta(days=9), time(9))):
        page(district, "post_accidents", happened_on=today().isoformat(), **told)
        check = PostCheck.objects.get()
        assert "建议撤销" in text(page(city, "post_checks"))
        page(city, "managed_post_check", check.pk, act="revoke", words="撤销命名。")
    assert posting.refreshed(post).state == P.REVOKED
    assert "已撤销命名" in text(page(None, "post_round", post.round.year))
    made = EnterpriseAccident.objects.get()
    page(district, "managed_accident", made.pk, act="void", words="重复登记")
    made.refresh_from_db()
    assert made.void_reason == "重复登记"
    foreign = posting.district_officer("linzi")
    assert page(foreign, "managed_accident", made.pk).status_code == 404
    assert page(foreign, "managed_post_check", check.pk).status_code == 404


def test_a_yearly_check_by_its_pages():
    _of, (post,) = posting.awarded(1)
    due.open_checks(on=post.awarded_on.replace(year=post.awarded_on.year + 1))
    check = PostCheck.objects.get()
    page(posting.district_officer(), "managed_post_check", check.pk, act="keep", words="创建活动正常。")
    check.refresh_from_db()
    assert check.state == "kept"


def test_drafts_and_called_off_years_are_nobody_s_business(client):
    made = posting.draft_round()
    assert client.get(reverse("post_round", args=[made.year])).status_code == 404
    assert str(made.year) not in text(client.get(reverse("post_rounds")))


def test_the_seed_is_told_with_the_shortlist_and_not_before(client):
    of, posts = posting.scoring(1)
    address = reverse("post_round", args=[of.year])
    assert of.seed_hash in text(client.get(address))
    assert of.seed not in text(client.get(address))
    posting.all_judged(posts)
    posting.choosing.make_shortlist(actor=posting.city(), round=of)
    assert of.seed in text(client.get(address))


def test_every_page_has_its_english():
    of, posts = posting.in_notice(2)
    sheet = posts[0].sheets.filter(state="submitted").first()
    said = posting.noticing.object_to(actor=people.applicant(), post=posts[0], text="x")
    pages = [
        (None, "post_rounds", ()),
        (None, "post_round", (of.year,)),
        (posting.city(), "post_desk", ()),
        (posting.city(), "post_round_new", ()),
        (posting.city(), "managed_post_round", (of.year,)),
        (posting.city(), "managed_post", (posts[0].public_id,)),
        (posting.city(), "managed_post_objection", (said.public_id,)),
        (posting.city(), "post_accidents", ()),
        (posting.city(), "post_checks", ()),
        (sheet.reviewer.person.users.get(), "post_sheet", (sheet.public_id,)),
        (posting.unit(posts[0].enterprise), "unit_post", (posts[0].public_id,)),
    ]
    for user, name, args in pages:
        client = signed_in(user)
        answer = client.get(reverse(name, args=args), headers={"accept-language": "en"}, follow=True)
        assert answer.status_code == 200, name


def test_a_list_asks_no_more_for_more_teams(django_assert_max_num_queries):
    of, _posts = posting.in_notice(3, places=3)
    client = signed_in(posting.city())
    client.get(reverse("managed_post_round", args=[of.year]))
    with django_assert_max_num_queries(40):
        client.get(reverse("managed_post_round", args=[of.year]))


def test_the_indicator_counts_teams_of_the_year_from_their_registration():
    of = posting.year(year=today().year)
    month = Month.of(today())
    posting.recommended(of)
    kept, lost = posting.registered(of), posting.registered(of)
    assert kpi("SA01").total(month.period).part == 2
    posting.reviewing.exclude_post(actor=posting.city(), post=lost, reason="concealed", words="瞒报。")
    assert kpi("SA01").total(month.period).part == 1
    assert kpi("SA01").total(month.period, kept.reporting_org_id).part == 1
    assert kpi("SA01").total(month.plus(-1).period).part == 0


@pytest.mark.parametrize(
    ("who", "doors"),
    [
        ("unit", ["unit_posts"]),
        ("district", ["post_desk", "post_accidents"]),
        ("bureau", ["post_accidents"]),
        ("reviewer", ["post_reviews"]),
        ("applicant", []),
    ],
)
def test_everybody_finds_the_own_door_in_the_account_menu(rf, who, doors):
    request = rf.get("/")
    request.user = {
        "unit": lambda: posting.unit(guarding.enterprise()),
        "district": posting.district_officer,
        "bureau": guarding.emergency_officer,
        "reviewer": posting.reviewer_user,
        "applicant": people.applicant,
    }[who]()
    assert [link.url_name for link in post_links(request)] == doors


def test_what_is_held_of_a_person_is_told_to_that_person():
    _of, posts = posting.in_notice(1)
    objector = people.applicant()
    posting.noticing.object_to(actor=objector, post=posts[0], text="人数有出入。")
    assert posts_hold(objector)["objections"][0]["text"] == "人数有出入。"
    judge = posts[0].sheets.filter(state="submitted").first().reviewer.person.users.get()
    assert len(posts_hold(judge)["points"]) == 5


def test_the_rows_of_a_whole_year_break_no_invariant():
    posting.awarded(2)
    posting.shortlisted(3)
    found = verify()
    assert {name: found[name] for name in SENTENCES} == dict.fromkeys(SENTENCES, 0)
