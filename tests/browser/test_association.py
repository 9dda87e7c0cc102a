"""The congress in a browser: a delegate votes on a telephone, tellers count, everybody reads; a panel member scores."""

from __future__ import annotations

import pytest

from tests import electing, people, volunteering
from tests.browser.survey import axe
from volunteers.models import BallotRound, PanelScore
from volunteers.services import panel, recommending

pytestmark = pytest.mark.browser
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"], ids=["zh", "en"])


@LANGUAGES
def test_from_the_locked_box_to_the_result(visit, city, language):
    office = electing.session(present=3, names=3, seats=2)
    code = office.congress.code
    desk = visit(user=city.staff["city_staff"], language=language, phone=False)
    opened = _opened_by_two_tellers(desk, office)
    _voted_on_a_telephone(visit, language, office, opened)
    for delegate in office.delegates[1:]:
        electing.vote(opened, delegate, 0, 2)

    desk.go("volunteer_congress_desk", code)
    desk.press("main button[value=close]")
    desk.press(f"main a[href$='/rounds/{opened.pk}/count/']")
    _is_sound(desk)
    desk.fill(first=electing.FIRST, second=electing.SECOND)
    desk.press("main .button-primary")
    assert desk.is_at("volunteer_congress_desk", code)
    assert [row.inner_text() for row in desk.main("tbody td:nth-child(2)").all()] == ["3", "2", "1"]
    _is_sound(desk)
    desk.press("main button[value=announce]")

    anybody = visit(language=language, phone=False)
    anybody.go("volunteer_congress", code)
    first = anybody.main("tbody tr").first.inner_text()
    assert office.named[0].volunteer.person.full_name in first
    assert ("当选" if language != "en" else "Elected") in first
    _is_sound(anybody)


def _opened_by_two_tellers(desk, office) -> BallotRound:
    """A slip of the second teller is seen before the box is locked."""
    typed = {"first": electing.FIRST, "first_again": electing.FIRST, "second": electing.SECOND}
    desk.go("volunteer_open_round", office.pk)
    desk.fill(**typed, second_again=electing.SECOND[:-1])
    desk.press("main .button-primary")
    assert desk.main(".has-error [name=second_again]").count()
    assert not BallotRound.objects.filter(office=office).exists()
    _is_sound(desk)
    desk.fill(**typed, second_again=electing.SECOND)
    desk.press("main .button-primary")
    return BallotRound.objects.get(office=office)


def _voted_on_a_telephone(visit, language, office, opened):
    """Without a script; three names are one too many, two are a vote, and there is no second one."""
    phone = visit(user=office.delegates[0].user, language=language, script=False)
    phone.go("volunteer_ballots")
    phone.press(f"main a[href$='/ballots/{opened.pk}/']")
    for box in phone.main("[name=choices]").all():
        box.check()
    phone.press("main .button-primary")
    assert phone.main(".error-summary").count()
    phone.main("[name=choices][value='2']").uncheck()
    phone.press("main .button-primary")
    assert phone.is_at("volunteer_ballots")
    assert phone.main("a[href*='/ballots/']").count() == 0
    phone.go("volunteer_ballot", opened.pk)
    assert phone.is_at("volunteer_ballots")
    other = visit(user=office.delegates[1].user, language=language)
    for name, *args in (
        ("volunteer_ballots",),
        ("volunteer_ballot", opened.pk),
        ("volunteer_own_association",),
    ):
        other.go(name, *args)
        _is_sound(other)


@LANGUAGES
def test_a_panel_member_recuses_and_scores(visit, city, language):
    season = electing.season(state="review")
    prize = electing.category(season)
    friend, stranger = electing.nomination(prize), electing.nomination(prize)
    seat = electing.member(season, people.applicant(name="评委林"))
    phone = visit(user=seat.user, language=language, script=False)
    phone.go("volunteer_panel", season.code)
    phone.press(f"main a[href$='/{friend.pk}/score/']")
    phone.press("main .button-primary")
    assert phone.main(".error-summary").count()
    phone.fill(recusal="relative")
    phone.press("main .button-primary")
    assert phone.is_at("volunteer_panel", season.code)
    phone.press(f"main a[href$='/{stranger.pk}/score/']")
    phone.fill(points="88")
    phone.press("main .button-primary")
    answers = PanelScore.objects.filter(member=seat).order_by("nomination")
    assert list(answers.values_list("points", "recusal")) == [(None, "relative"), (88, "")]
    assert phone.main("a[href$='/score/']").count() == 0

    _the_other_pages_of_the_review(visit, city, language, friend, stranger)


def _the_other_pages_of_the_review(visit, city, language, *nominations):
    """The desk and another member's pages; the ranking is there when all have answered."""
    season, [friend, stranger] = nominations[0].season, nominations
    desk = visit(user=city.staff["city_staff"], language=language, phone=False)
    desk.go("volunteer_award_desk", season.code)
    _is_sound(desk)
    other = electing.member(season)
    judge = visit(user=other.user, language=language)
    for name, *args in (("volunteer_panel", season.code), ("volunteer_score", stranger.pk)):
        judge.go(name, *args)
        _is_sound(judge)
    panel.score(actor=other.user, member=other, nomination=friend, points=70)
    panel.score(actor=other.user, member=other, nomination=stranger, points=80)
    desk.go("volunteer_award_propose", season.code)
    _is_sound(desk)


@LANGUAGES
def test_somebody_recommends_a_neighbour_who_agrees(visit, language):
    season = electing.season()
    prize, one = electing.category(season), volunteering.volunteer()
    neighbour = visit(user=people.applicant(name="邻居赵"), language=language, script=False)
    neighbour.go("volunteer_award_season", season.code)
    neighbour.press("main a[href$='/others/']")
    neighbour.fill(
        category=str(prize.pk),
        volunteer_no=one.volunteer_no,
        full_name=one.person.full_name,
        citation="常年照看楼里的老人。",
    )
    neighbour.press("main .button-primary")
    assert neighbour.is_at("volunteer_award_season", season.code)
    phone = visit(user=volunteering.user_of(one), language=language)
    phone.go("volunteer_own_awards")
    _is_sound(phone)
    phone.press("main button[value=agree]")
    assert season.nominations.get().state == "submitted"
    of_team = electing.category(season, "collective")
    team = volunteering.organisation()
    recommending.recommend_another(
        actor=people.applicant(), category=of_team, subject=team, citation="全队常年服务"
    )
    leader = visit(user=people.leader(team), language=language)
    leader.go("volunteer_recommended")
    assert leader.main("button[value=agree]").count() == 1
    _is_sound(leader)
    leader.go("volunteer_recommend_another", season.code)
    _is_sound(leader)


def _is_sound(who):
    """Nothing that axe finds, and nothing wider than the screen."""
    assert axe(who.page) == [], who.path
    assert who.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), who.path
