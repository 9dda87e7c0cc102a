"""A worry on a telephone: whom to call, the report, and the lead who takes it on and decides."""

import os
from pathlib import Path

import pytest

from hope_rooms.models import ChildrenHold, Concern
from tests import hoping, pairing
from tests.browser.walk import THREE_WAYS, is_sound
from tests.worrying import REFERENCE, WHY, WORDS

pytestmark = pytest.mark.browser
# Where somebody who looks at the pages finds them; empty, none are taken.
SHOTS = os.environ.get("SHOTS", "")


def looked_at(visitor, name):
    if SHOTS:
        visitor.shot(f"{name}-{visitor.language}", Path(SHOTS))
    return is_sound(visitor)


@THREE_WAYS
def test_from_the_numbers_to_the_leads_decision(visit, city, language, script):
    of, pair = hoping.city(), pairing.two()
    living = pairing.active(of, pairing.team(), pair)
    worried = visit(user=pairing.login(pair[0]), language=language, script=script)
    _calls_first(worried, living)
    concern = _reports(worried, pair[1])
    assert (concern.child, concern.subject) == (living.child, pair[1].person)

    lead = visit(user=of.lead, language=language, script=script)
    _takes_it_on(lead, concern)
    _decides(lead, concern)
    assert ChildrenHold.objects.standing().filter(person=pair[1].person).exists()


def _calls_first(worried, living):
    worried.go("my_child", living.pk)
    assert is_sound(worried)
    worried.press("main .worry a")
    assert worried.is_at("call_now")
    assert worried.main("a[href='tel:110']").bounding_box()["height"] >= 44
    assert worried.main("form").count() == 0
    assert looked_at(worried, "call-now")
    worried.press("main .button-row a")
    assert worried.main("[name=code]").input_value() == living.child.code


def _reports(worried, about):
    assert looked_at(worried, "report")
    worried.fill(words=WORDS, subject=str(about.person_id), called="110", reference=REFERENCE)
    worried.press("main .form .button-primary")
    concern = Concern.objects.latest("pk")
    assert worried.is_at("concern", concern.public_id)
    assert looked_at(worried, "reported")
    return concern


def _takes_it_on(lead, concern):
    lead.go("messages")
    lead.press("main .letters a")
    lead.press("main a[href*='/concern/']")
    assert lead.is_at("concern", concern.public_id)
    lead.go("concerns")
    assert looked_at(lead, "list")
    lead.press(f"main a:has-text('{concern.number}')")
    assert is_sound(lead)
    lead.press("main button[value=acknowledge]")
    assert Concern.objects.get(pk=concern.pk).state == "acknowledged"
    assert looked_at(lead, "taken-on")
    lead.press("main button[value=read]")
    assert lead.main("dd:has-text('不肯说是谁')").count() == 1
    assert looked_at(lead, "read")


def _decides(lead, concern):
    step = lead.main("details:has(button[value=confirm])")
    if step.get_attribute("open") is None:
        step.locator("summary").click()
    step.locator("textarea").fill(WHY)
    assert looked_at(lead, "deciding")
    lead.press("main button[value=confirm]")
    assert Concern.objects.get(pk=concern.pk).state == "confirmed"
    assert looked_at(lead, "confirmed")


def test_at_a_desk_the_pages_fit_too(visit, city):
    of, pair = hoping.city(), pairing.two()
    pairing.active(of, pairing.team(), pair)
    worried = visit(user=pairing.login(pair[0]), phone=False)
    worried.go("call_now")
    assert looked_at(worried, "desk-call-now")
    worried.go("concern_report")
    worried.fill(words=WORDS)
    worried.press("main .form .button-primary")
    concern = Concern.objects.latest("pk")
    lead = visit(user=of.lead, phone=False)
    for name, address in (("list", ("concerns",)), ("concern", ("concern", concern.public_id))):
        lead.go(*address)
        assert looked_at(lead, f"desk-{name}")
