"""A call on a telephone: apply, a place is kept, accept; the desk sees it, the draw names nobody."""

from datetime import timedelta

import pytest

from tests import people, rounding, volunteering
from tests.browser.walk import THREE_WAYS, is_sound
from tests.shifting import clock
from volunteers.services import draws, rounds
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now, standing_at

pytestmark = pytest.mark.browser


@THREE_WAYS
def test_from_the_call_to_an_accepted_place_and_the_desk(visit, city, language, script):
    team = volunteering.organisation()
    of = rounding.call(2, shared=1, project=rounding.event(team))
    one = volunteering.volunteer(university=of.pools.first().university)
    student = visit(user=volunteering.user_of(one), language=language, script=script)

    student.go("volunteer_rounds")
    student.press(f"main a[href$='/rounds/{of.pk}/']")
    assert is_sound(student)
    student.press("main a.button-primary")
    assert student.is_at("volunteer_round_apply", of.pk)
    student.press("main .form .button-primary")
    assert not of.applications.exists()  # the risks are not read yet
    student.fill(risks_read="on", statement="能用英语引导")
    student.press("main .form .button-primary")
    application = of.applications.get()
    assert student.is_at("volunteer_application", application.pk)
    assert is_sound(student)
    student.press("main button[value=accept]")
    application.refresh_from_db()
    assert application.state == "accepted"
    student.go("volunteer_applications")
    assert student.main(".stay-list > li").count() == 1
    _the_desk(visit, language, script, people.leader(team), application)


def _the_desk(visit, language, script, leader, application):
    desk = visit(user=leader, language=language, script=script, phone=False)
    desk.go("volunteer_round_sheet", application.round_id)
    assert application.volunteer.volunteer_no in desk.page.content()
    assert is_sound(desk)
    desk.go("volunteer_candidate", application.pk)
    assert is_sound(desk)


@THREE_WAYS
def test_a_roster_is_offered_at_the_desk_and_taken_on_a_telephone(visit, city, language, script):
    team = volunteering.organisation()
    of = rounding.call(shared=1, project=rounding.event(team))
    [held] = rounding.apply(of, *rounding.students(None, 1))
    rounding.accept(held)
    days = [volunteering.shift(of.project.posts.get(), starts_at=clock(9, day)) for day in (11, 12)]
    desk = visit(user=people.leader(team), language=language, script=script, phone=False)

    desk.go("volunteer_roster_desk", of.pk)
    assert is_sound(desk)
    for box in desk.main(".form input[type=checkbox]").all():
        box.check()
    desk.press("main .form .button-primary")
    assert all(day.signups.get().state == "offered" for day in days)
    one = visit(user=volunteering.user_of(held.volunteer), language=language, script=script)
    one.go("volunteer_application", held.pk)
    one.press("main a[href$='/roster/']")
    assert is_sound(one)
    one.press("main .stay-list > li:last-child button")
    one.press("main button[value=accept]")

    assert [day.signups.get().state for day in days] == ["signed_up", "declined"]
    assert is_sound(one)


@THREE_WAYS
def test_the_draw_shows_hashes_seed_and_numbers_and_nobody(visit, city, language, script):
    of = rounding.call(shared=2, method="draw")
    crowd = rounding.students(None, 5)
    rounding.apply(of, *crowd)
    rounds.close_round(actor=SYSTEM, round=of)
    draws.publish_list(actor=SYSTEM, round=of)
    guest = visit(language=language, script=script)

    guest.go("volunteer_round_draw", of.pk)
    assert of.list_hash in guest.page.content()
    assert of.seed not in guest.page.content()
    with standing_at(now() + timedelta(hours=3)):
        draws.draw_places(actor=SYSTEM, round=of)
    guest.go("volunteer_round_draw", of.pk)

    assert of.seed in guest.page.content()
    assert guest.main("tbody tr").count() == 5
    assert not any(one.person.full_name in guest.page.content() for one in crowd)
    assert is_sound(guest)
