"""A school uploads a roster with an error, mends it and uploads it again; the desk tells the people."""

from __future__ import annotations

import pytest

from tests import people, rostering
from tests.browser.test_room_walk import Desks, looked_at

pytestmark = pytest.mark.browser
BUTTON = "main form .button-primary"


def uploads(teacher, *lines):
    file = {"name": "roster.csv", "mimeType": "text/csv", "buffer": rostering.file(*lines)}
    teacher.page.set_input_files("main input[type=file]", files=file)
    teacher.press(BUTTON)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_roster_is_mended_registered_and_told(visit, language):
    desks, school = Desks(visit, language), rostering.school()
    turn = rostering.session(10)
    teacher = desks.of(rostering.teacher(school), phone=True)
    teacher.go("event_roster_upload", turn.public_id)
    looked_at(teacher, "roster-upload")
    uploads(teacher, rostering.row("Wang Lei"), rostering.row("Li Mei", born="2003-02-30"))
    looked_at(teacher, "roster-errors")
    assert not turn.registrations.exists()
    uploads(teacher, rostering.row("Wang Lei"), rostering.row("Li Mei"))
    looked_at(teacher, "roster-right")
    teacher.press("main button[value=all]")
    looked_at(teacher, "roster-list")
    assert turn.registrations.get().seats == 2
    desk = desks.of(people.officer())
    desk.go("event_messages", turn.public_id)
    desk.fill(
        segment="registered", words="Bring 1 card, 8:30", words_en="Bring your card at half past eight."
    )
    desk.press("main form .button-secondary")
    looked_at(desk, "message-preview")
    desk.press("main form .button-primary")
    looked_at(desk, "message-sent")
    assert turn.messages.get().people == 1
