"""A telephone, weeks after the stay: the link from the text message, answered without log-in; then the funnel."""

from __future__ import annotations

import pytest

from stations import services
from stations.models import FollowUp, Placement
from tests import people
from tests.browser.survey import Surveyor
from tests.houses import house
from tests.stations import after
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser


@pytest.fixture
def question(city):
    """A question that was asked thirty days after a stay, and may be answered today."""
    station = house("male:2")
    stay = after.stayed(people.applicant("秦川"), station, people.operator(station.operator))
    after.ask(30)
    return after.asked(stay, "d30")


def look(visitor):
    """Width, words, glyphs and axe; without JavaScript the page is the same."""
    if visitor.script:
        findings, _links = Surveyor(visitor.language).look(visitor.page)
        assert findings == [], (visitor.path, findings)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_link_of_a_text_message_is_answered_on_a_telephone(visit, question, script, language):
    guest = visit(phone=True, script=script, language=language)
    guest.go("answer", after.token(question))
    look(guest)

    guest.fill(result="employed_here", comment="前台很热心")
    guest.press("main form .button-primary")
    assert guest.main("[name=employer]").get_attribute("aria-invalid") == "true"

    guest.fill(employer="示例机械公司", signed_on=today().isoformat())
    guest.press("main form .button-primary")

    assert guest.is_at("answer", after.token(question))
    assert guest.main(".notice.is-ok").is_visible()
    look(guest)
    question = FollowUp.objects.get(pk=question.pk)
    assert (question.result, question.via) == ("employed_here", "link")
    assert "秦川" not in guest.main("").inner_text()

    guest.main("summary").click()
    guest.main("[name=result][value=looking]").check()
    guest.press("main form .button-primary")
    assert FollowUp.objects.get(pk=question.pk).result == "looking"
    assert Placement.objects.get(follow_up=question).state == "withdrawn"


def test_a_wrong_link_says_so(visit, city):
    guest = visit(phone=True)
    guest.watch.expected_status = 404
    guest.go("answer", "a" * 20)
    assert "这个链接无效，或回答的时间已过" in guest.main("h1").inner_text()


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_the_funnel_fits_and_its_numbers_open_their_rows(visit, question, phone):
    said = services.Answer(result="employed_here", employer="示例机械公司", signed_on=today())
    with after.standing(30):
        services.answer_by_link(token=after.token(question), answer=said)
    officer = people.officer("zhangdian")
    desk = visit(user=officer, phone=phone)
    desk.go("stay_funnel", by="university")
    look(desk)
    desk.main(".funnel a").first.click()
    assert desk.is_at("funnel_rows")
    look(desk)
    desk.go("desk_follow_ups")
    look(desk)
    desk.press("#claims .desk-line >> nth=0")
    look(desk)
    desk.fill(verdict="confirm")
    desk.press("main form .button-primary")
    assert desk.is_at("desk_follow_ups")
