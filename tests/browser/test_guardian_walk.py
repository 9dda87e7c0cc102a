"""What a guardian may ask: a copy that the lead hands over, the log to print, and in the end a deletion."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from hope_rooms.models import ChildErasure, GuardianRequest
from tests import hoping
from tests.browser.survey import Surveyor
from tests.browser.walk import THREE_WAYS
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser
# Where somebody who looks at the pages finds them; empty, none are taken.
SHOTS = os.environ.get("SHOTS", "")
NAME = "金示鹊"


@THREE_WAYS
def test_from_the_wish_to_the_answer_in_writing(visit, city, language, script):
    of = hoping.city()
    child = hoping.nominated(of, full_name=NAME).child
    town, lead, officer = (
        visit(user=user, language=language, script=script, phone=is_phone)
        for user, is_phone in ((of.town_officer, True), (of.lead, False), (of.officer, False))
    )

    copy = _written_down(town, child, "copy")
    _handed_over(lead, copy)
    town.go("hope_request", copy.pk)
    looked_at(town, "answered")
    assert "当面" in town.main("dl").inner_text()
    _log_for_the_guardian(lead, child)

    wish = _written_down(town, child, "delete")
    _deleted(officer, wish)
    assert ChildErasure.objects.get(child=child).cause == "guardian"


def looked_at(visitor, name):
    if SHOTS:
        visitor.shot(f"{name}-{visitor.language}-{visitor.page.viewport_size['width']}", Path(SHOTS))
    if visitor.script:
        findings, _links = Surveyor(visitor.language).look(visitor.page)
        assert not findings, "\n".join(findings)
    assert NAME not in visitor.page.content()


def _written_down(town, child, kind):
    town.go("hope_case", child.code)
    looked_at(town, "case")
    town.press(f"main a[href='{town.address('hope_record_request', child.code)}']")
    looked_at(town, "record-request")
    town.fill(kind=kind, channel="visit", asked_on=today().isoformat(), is_guardian="on")
    town.press("main .form .button-primary")
    made = GuardianRequest.objects.latest("pk")
    assert town.is_at("hope_request", made.pk)
    return made


def _handed_over(lead, copy):
    lead.go("hope_requests")
    looked_at(lead, "requests")
    lead.press(f"main a[href='{lead.address('hope_request', copy.pk)}']")
    looked_at(lead, "request")
    with lead.page.expect_download() as sent:
        lead.main("button[value=copy]").click()
    with zipfile.ZipFile(io.BytesIO(sent.value.path().read_bytes())) as archive:
        assert NAME in json.dumps(json.loads(archive.read("record.json")), ensure_ascii=False)
    lead.fill(answer="已当面交付复制件")
    lead.press("main button[value=fulfil]")
    copy.refresh_from_db()
    assert (copy.state, lead.is_at("hope_request", copy.pk)) == ("done", True)


def _log_for_the_guardian(lead, child):
    """The copy is the newest look in it; nobody who looked is named."""
    lead.go("hope_case", child.code)
    lead.press(f"main a[href='{lead.address('hope_access_log', child.code)}']")
    looked_at(lead, "log")
    assert lead.main("tbody tr").count() >= 2


def _deleted(officer, wish):
    officer.go("hope_request", wish.pk)
    looked_at(officer, "delete")
    officer.fill(answer="已全部清除")
    officer.press("main button[value=fulfil]")
    wish.refresh_from_db()
    assert wish.state == "done"
    officer.go("hope_case", wish.child.code)
    looked_at(officer, "after")
