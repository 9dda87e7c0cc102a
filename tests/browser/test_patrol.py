"""An afternoon at the water on a telephone: an entry, a ticket with a picture, an alert that everybody sees."""

from datetime import timedelta

import pytest

from tests import patrolling, people, volunteering
from tests.browser.visitor import photograph
from tests.browser.walk import THREE_WAYS, is_sound
from volunteers.models import Equipment, HazardTicket, PatrolLog, Shift
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.browser


@THREE_WAYS
def test_a_team_writes_and_the_desk_stops_it_and_takes_the_hazard_on(visit, city, language, script):
    water = patrolling.area(volunteering.organisation("zichuan"), name_en="Reservoir")
    out = patrolling.gone_out(patrolling.patrol(water, starts_at=now() - timedelta(minutes=30)))
    Equipment.objects.create(point=out.point, kind="ring", serial="01")
    member = visit(user=out.user, language=language, script=script)
    _writes(member, out)
    _reports(member, out)

    officer = people.officer("zichuan")
    desk = visit(user=officer, language=language, script=script)
    _issues_an_alert(desk, water)
    assert Shift.objects.get(pk=out.patrol.shift_id).state == "suspended"
    member.go("patrol", out.patrol.shift.public_id)
    assert member.main(".notice.is-error").count() == 1
    assert is_sound(member)
    _takes_on(desk, HazardTicket.objects.get(log__patrol=out.patrol))


def _writes(member, out):
    member.go("patrol", out.patrol.shift.public_id)
    assert is_sound(member)
    member.press("main a[href$='/log/']")
    member.press("main .form .button-primary")
    assert not PatrolLog.objects.filter(patrol=out.patrol).exists()  # no point, nobody
    member.fill(point=str(out.point.pk), aged_6_13="3", kind="dissuaded")
    assert is_sound(member)
    member.press("main .form .button-primary")
    assert PatrolLog.objects.get(patrol=out.patrol).people == 3
    member.go("patrol_check", out.patrol.shift.public_id)
    assert is_sound(member)


def _reports(member, out):
    member.go("patrol_hazard", out.patrol.shift.public_id)
    assert is_sound(member)
    member.fill(point=str(out.point.pk), grade="high", description="护栏缺了两米")
    member.main("[name=photo]").set_input_files(photograph())
    member.press("main .form .button-primary")
    ticket = HazardTicket.objects.get(log__patrol=out.patrol)
    assert ticket.photo
    member.go("patrol_ticket", ticket.pk)
    assert is_sound(member)
    assert member.main("form").count() == 0


def _issues_an_alert(desk, water):
    desk.go("patrol_desk")
    assert is_sound(desk)
    desk.press(f"main a[href$='/areas/{water.pk}/alert/']")
    desk.fill(kind="thunder")
    desk.press("main .form .button-danger")
    assert desk.is_at("patrol_desk")


def _takes_on(desk, ticket):
    for name in ("patrol_tickets", "patrol_equipment_desk"):
        desk.go(name)
        assert is_sound(desk)
    desk.go("patrol_ticket", ticket.pk)
    assert is_sound(desk)
    desk.press("main button[value=assign]")
    ticket.refresh_from_db()
    assert ticket.state == "assigned"
