"""A team from its unit to its name: the unit on a telephone, two desks, three reviewers, somebody who objects."""

from __future__ import annotations

from datetime import timedelta

import pytest

from safety.models import PostObjection, PostRound, SafetyPost
from tests import guarding, people, posting
from tests.browser.test_room_walk import Desks, looked_at, press, press_step
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser
BUTTON = "main form .button-primary"
# One year for each walk: both are there when the second one begins.
YEARS = {"zh-hans": 2151, "en": 2152}


def calls(desk):
    """The year, its sheet, its quota, and the opening."""
    year = YEARS[desk.language]
    desk.go("post_desk")
    looked_at(desk, "post-desk")
    desk.press(f"main a[href='{desk.address('post_round_new')}']")
    looked_at(desk, "post-new")
    desk.fill(
        year=str(year),
        places="1",
        opens_on=today().isoformat(),
        closes_on=(today() + timedelta(days=30)).isoformat(),
        conditions="示范",
        conditions_en="Model",
    )
    desk.press(BUTTON)
    for kind, name, most, weight in posting.SHEET:
        line = {"kind": kind, "name": name, "name_en": "Line", "most": str(most), "weight": str(weight)}
        press_step(desk, "criterion", **line)
    looked_at(desk, "post-draft")
    press_step(desk, "publish")
    home = Organisation.objects.get(code="zhangdian")
    press_step(desk, "quota", district=str(home.pk), places="2")
    press_step(desk, "open")
    looked_at(desk, "post-open")
    return PostRound.objects.get(year=year)


def applies(phone, of, enterprise):
    phone.go("post_rounds")
    looked_at(phone, "post-rounds")
    phone.go("post_round", of.year)
    looked_at(phone, "post-round")
    phone.go("unit_posts")
    looked_at(phone, "unit-posts")
    phone.fill(round=str(of.pk), enterprise=str(enterprise.pk), team_name="示范班组")
    phone.press(BUTTON)
    looked_at(phone, "unit-post-draft")
    told = {"workplace": "一车间", "team_size": "20", "young": "14", "leader_age": "30"}
    press_step(phone, "write", **told, measures="示范做法", deeds="示范成效")
    looked_at(phone, "unit-post-written")
    press_step(phone, "sign", is_true="on")
    looked_at(phone, "unit-post-signed")
    return SafetyPost.objects.get(round=of)


def reviews(district, city, post):
    district.go("managed_post", post.public_id)
    looked_at(district, "post-district")
    press_step(district, "take_up")
    press_step(district, "recommend", words="同意")
    city.go("managed_post", post.public_id)
    looked_at(city, "post-city")
    press_step(city, "register")


def seats(city, of, judges):
    city.go("managed_post_round", of.year)
    for judge in judges:
        press_step(city, "seat", mobile=judge.mobile.removeprefix("+86"))
    press_step(city, "scoring")
    looked_at(city, "post-scoring")


def judges_it(phone, post, judge):
    """Others' points are there once the own sheet is in."""
    sheet = post.sheets.get(reviewer__person=judge.person)
    phone.go("post_reviews")
    looked_at(phone, "post-reviews")
    phone.go("post_sheet", sheet.public_id)
    looked_at(phone, "post-sheet")
    lines = {line.number: f"line_{line.pk}" for line in post.form.criteria.all()}
    phone.fill(**{f"submit-{lines[1]}": "9", "submit-remark": "43"})
    press(phone, "save")
    phone.go("post_sheet", sheet.public_id)
    looked_at(phone, "post-sheet-kept")
    answers = {1: "9", 2: "na", 3: "18", 4: "1", 5: "0"}
    press_step(phone, "submit", **{lines[number]: said for number, said in answers.items()}, remark="43")
    phone.go("post_sheet", sheet.public_id)
    looked_at(phone, "post-sheet-in")


def time_passes(of):
    """The notice is over."""
    days = {"notice_from": today() - timedelta(days=9), "notice_until": today() - timedelta(days=1)}
    SafetyPost.objects.filter(round=of, state="public_notice").update(**days)


def notices(city, of, objector):
    city.go("managed_post_round", of.year)
    press_step(city, "shortlist")
    looked_at(city, "post-shortlisted")
    press_step(city, "notice")
    objector.go("post_round", of.year)
    looked_at(objector, "post-in-notice")
    objector.press("main ul.stay-list a")
    looked_at(objector, "post-object")
    objector.fill(text="43")
    objector.press(BUTTON)
    looked_at(objector, "post-objected")
    said = PostObjection.objects.get(post__round=of)
    city.go("managed_post_objection", said.public_id)
    looked_at(city, "post-objection")
    press_step(city, "answer", is_upheld="no", answer="43")
    looked_at(city, "post-objection-answered")


def names(city, of, phone, post):
    time_passes(of)
    city.go("managed_post_round", of.year)
    press_step(city, "award")
    press_step(city, "report")
    looked_at(city, "post-reported")
    city.go("managed_post", post.public_id)
    looked_at(city, "post-result")
    phone.go("unit_post", post.public_id)
    looked_at(phone, "unit-post-named")
    phone.go("post_round", of.year)
    looked_at(phone, "post-named")


def keeps(city, post):
    """An accident of today proposes the name for withdrawal."""
    city.go("post_accidents")
    looked_at(city, "post-accidents")
    told = {"enterprise": str(post.enterprise_id), "happened_on": today().isoformat(), "grade": "serious"}
    city.fill(**told, source="43")
    city.press(BUTTON)
    city.go("post_checks")
    looked_at(city, "post-checks")
    city.go("managed_post_check", post.checks.get().pk)
    looked_at(city, "post-check")
    press_step(city, "revoke", words="43")
    looked_at(city, "post-revoked")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_team_from_its_unit_to_its_name_and_its_withdrawal(visit, language):
    desks = Desks(visit, language)
    enterprise = guarding.enterprise(name=f"淄博示走{language[:2]}有限公司")
    city = desks.of(posting.city())
    of = calls(city)
    phone = desks.of(guarding.safety_officer(enterprise), phone=True)
    post = applies(phone, of, enterprise)
    reviews(desks.of(posting.district_officer()), city, post)
    crowd = [posting.reviewer_user(name=f"示评{language[:2]}{n}") for n in range(3)]
    seats(city, of, crowd)
    for judge in crowd:
        judges_it(desks.of(judge, phone=True), post, judge)
    notices(city, of, desks.of(people.applicant("示异"), phone=True))
    names(city, of, phone, post)
    keeps(city, post)
    post.refresh_from_db()
    assert (post.state, float(post.mean)) == ("revoked", 89.0)
