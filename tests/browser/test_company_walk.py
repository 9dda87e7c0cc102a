"""A child's own face from the card to the queue, and a counsellor's way from the naming to a note the lead reads."""

import os
from pathlib import Path

import pytest

from hope_rooms.models import ChildAnswer, Counsellor
from hope_rooms.services import visits
from hope_rooms.services.counselling import sessions
from tests import hoping, pairing
from tests.browser.survey import Surveyor
from tests.browser.walk import THREE_WAYS

pytestmark = pytest.mark.browser
# Where somebody who looks at the pages finds them; empty, none are taken.
SHOTS = os.environ.get("SHOTS", "")
SECRET = "7319 · 2846"


def looked_at(visitor, name):
    if SHOTS:
        visitor.shot(f"{name}-{visitor.language}-{visitor.page.viewport_size['width']}", Path(SHOTS))
    if visitor.script:
        findings, _links = Surveyor(visitor.language).look(visitor.page)
        assert not findings, "\n".join(findings)


@THREE_WAYS
def test_a_child_picks_a_face_and_the_desk_asks_after_the_second_sad_one(visit, city, language, script):
    of = hoping.city()
    living = pairing.active(of, pairing.team(), pairing.two())
    desk = visit(user=of.officer, language=language, script=script, phone=False)
    child = visit(language=language, script=script)

    desk.go("hope_card", living.child.code)
    desk.press("main form button")
    looked_at(desk, "card")
    number = desk.main(".face-card-number").inner_text()
    for ago in (2, 1):
        pairing.made(living, of.officer, ago)
        _picked(child, number)
    _asked(desk, living.child)


def _picked(child, number):
    child.go("child_card")
    looked_at(child, "enter")
    child.fill(code=number)
    child.press("main .form .button-primary")
    looked_at(child, "faces")
    child.press("main button[value='1']")
    assert child.is_at("child_thanks")
    looked_at(child, "thanks")


def _asked(desk, of):
    desk.go("hope_unhappy")
    looked_at(desk, "unhappy")
    newest = ChildAnswer.objects.latest("pk")
    desk.press(f"main a[href='{desk.address('hope_answer', newest.pk)}']")
    looked_at(desk, "answer")
    desk.fill(words="已与监护人通话")
    desk.press("main .form .button-primary")
    desk.go("hope_unhappy")
    assert of.code not in desk.page.content()


@THREE_WAYS
def test_a_counsellor_is_named_writes_and_the_lead_reads(visit, city, language, script):
    of, pair, third = hoping.city(), pairing.two(), pairing.adult(age=40)
    living = pairing.active(of, pairing.team(), pair)
    hoping.agree(of, living.child, "counsel")
    director, counsellor, lead = (
        visit(user=user, language=language, script=script, phone=is_phone)
        for user, is_phone in ((of.director, False), (pairing.login(third), True), (of.lead, False))
    )

    director.go("hope_counsellor", living.child.code)
    director.fill(volunteer_no=third.volunteer_no, qualification="示范证书 1 号")
    director.press("main .form .button-primary")
    looked_at(director, "counsellor")

    named = Counsellor.objects.get(child=living.child)
    _written(counsellor, named, _held(named, pair))
    _read(lead, living.child)


def _written(counsellor, named, held):
    counsellor.go("my_counselling")
    looked_at(counsellor, "my-counselling")
    counsellor.press(f"main a[href='{counsellor.address('counselled_child', named.pk)}']")
    counsellor.press(f"main a[href='{counsellor.address('counselling_session', held.public_id)}']")
    counsellor.fill(words=SECRET)
    counsellor.press("main button[value='write']")
    looked_at(counsellor, "session")
    counsellor.go("counselled_child", named.pk)
    counsellor.press("main button[value='notes']")
    looked_at(counsellor, "own-notes")
    assert SECRET in counsellor.page.content()


def _read(lead, of):
    lead.go("hope_notes", of.code)
    assert SECRET not in lead.page.content()
    lead.press("main button[value='read']")
    looked_at(lead, "notes")
    assert SECRET in lead.page.content()


def _held(named, pair):
    """A session that both of the pair agreed to, and to which all three came."""
    visit = sessions.ask_session(actor=pairing.login(named.volunteer), counsellor=named, wish=pairing.wish())
    for one in pair:
        visit = visits.accept_visit(actor=pairing.login(one), visit=visit)
    for one in (*pair, named.volunteer):
        pairing.there(visit, one, visit.starts_at, visit.ends_at)
    return visit
