"""A contest from its teams to its standings, a series over a clash, and a registration that an officer reviews."""

from __future__ import annotations

import pytest

from events.models import Event, Registration, Score, Session, Team
from events.services import events
from tests import eventing, people
from tests.browser.test_event_walk import local
from tests.browser.test_room_walk import Desks, looked_at, press, press_step

pytestmark = pytest.mark.browser
BUTTON = "main form .button-primary"
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


def founds_a_team(phone, made, name):
    phone.go("event_team", made.public_id)
    looked_at(phone, "team-new")
    phone.fill(name=name)
    phone.press(BUTTON)
    looked_at(phone, "team")
    return Team.objects.latest("pk")


def joins(phone, team):
    phone.go("event_team_join", team.code)
    looked_at(phone, "team-join")
    phone.press(BUTTON)
    looked_at(phone, "team-joined")


def scores(phone, made, *values):
    phone.go("event_judging", made.public_id)
    looked_at(phone, "judging")
    for value in values:
        phone.page.locator("main input[name=value]").first.fill(value)
        phone.press(BUTTON)
    looked_at(phone, "judged")


@LANGUAGES
def test_a_contest_goes_from_teams_over_judges_to_standings_with_a_correction(visit, language):
    desks = Desks(visit, language)
    made = eventing.event(kind=Event.Kind.CONTEST)
    desk = desks.of(people.officer())
    desk.go("event_contest", made.public_id)
    press_step(desk, "rule", least="1", most="3", closes_at=local(eventing.clock(12, 2)))
    one, two, three = (people.applicant(name) for name in ("示甲", "示乙", "示丙"))
    first = founds_a_team(desks.of(one, phone=True), made, "示范一队")
    joins(desks.of(two, phone=True), first)
    founds_a_team(desks.of(three, phone=True), made, "示范二队")
    for captain in (one, three):
        phone = desks.of(captain, phone=True)
        phone.go("event_team", made.public_id)
        press(phone, "enter")
    judge = people.applicant("示评")
    _opens_a_round(desk, made, judge)
    scores(desks.of(judge, phone=True), made, "88.50", "91")
    _publishes_and_corrects(desk, made, first)
    phone = desks.of(two, phone=True)
    phone.go("event_standings", made.public_id)
    looked_at(phone, "standings")
    told = phone.main("table").first.inner_text()
    assert told.index("示范一队") < told.index("示范二队")


def _opens_a_round(desk, made, judge):
    desk.go("event_contest", made.public_id)
    press_step(desk, "judge", mobile=judge.mobile.removeprefix("+86"))
    press_step(desk, "round", name="决赛", advance="0", drop_high="0", drop_low="0")
    looked_at(desk, "contest-desk")


def _publishes_and_corrects(desk, made, first):
    desk.go("event_contest", made.public_id)
    press_step(desk, "publish", number="1")
    wrong = Score.objects.get(team=first)
    press_step(desk, "correct", score=str(wrong.pk), value="92.50", reason="抄录有误")
    looked_at(desk, "contest-published")


@LANGUAGES
def test_a_series_shows_its_clash_and_keeps_the_rest(visit, language):
    officer = people.officer()
    made = events.write_event(actor=officer, plan=eventing.event_plan())
    hall = eventing.venue()
    eventing.session(venue=hall, starts_at=eventing.clock(20, 14))
    desk = Desks(visit, language).of(officer)
    desk.go("event_venues")
    looked_at(desk, "venues")
    desk.go("event_series", made.public_id)
    hours = eventing.session_plan(starts_at=eventing.clock(19, 7))
    names = ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until")
    told = {name: local(getattr(hours, name)) for name in names}
    desk.fill(place="示范会客厅", venue=str(hall.pk), capacity="20", times="3", weeks="1", **told)
    desk.press("main form .button-primary")
    looked_at(desk, "series-preview")
    press(desk, "free")
    looked_at(desk, "series-kept")
    assert Session.objects.filter(event=made).count() == 2


@LANGUAGES
def test_an_officer_reads_answers_and_decides_and_the_guest_is_told(visit, language):
    turn = eventing.session(2, needs_review=True)
    guest, other = people.applicant("示甲"), people.applicant("示乙")
    one, two = eventing.register(guest, turn), eventing.register(other, turn)
    desks = Desks(visit, language)
    desk = desks.of(people.officer())
    desk.go("event_reviews")
    looked_at(desk, "reviews")
    desk.press(f"main a[href='{desk.address('event_review', one.public_id)}']")
    looked_at(desk, "review")
    press(desk, "admit")
    desk.press(f"main a[href='{desk.address('event_review', two.public_id)}']")
    desk.fill(reason="not_for")
    press(desk, "refuse")
    looked_at(desk, "reviews-done")
    for user, made, state in ((guest, one, "registered"), (other, two, "released")):
        phone = desks.of(user, phone=True)
        phone.go("event_registration", made.public_id)
        looked_at(phone, f"review-told-{state}")
        assert Registration.objects.get(pk=made.pk).state == state
