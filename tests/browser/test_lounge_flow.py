"""A lounge on a telephone: a free half hour, a clash shown before it is saved, the code at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from stations import services
from stations.lounge_door import token_of
from stations.models import LoungeVisit
from tests import people
from tests.browser.survey import axe
from tests.lounges import book, host, moment, monday, zone

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "script"),
    [("zh-hans", True), ("zh-hans", False), ("en", True)],
    ids=["zh", "zh-without-javascript", "en"],
)
def test_from_a_free_half_hour_to_the_desk_and_out(visit, city, language, script):
    room, user = zone(), people.applicant()
    book(people.applicant(), room, monday(2), 10, 1)
    guest = visit(user=user, language=language, script=script)

    guest.go("lounge_list")
    guest.press(f"main a[href$='/{room.lounge.code}/']")
    guest.go("lounge", room.lounge.code, date=f"{monday():%Y-%m-%d}")
    guest.press("main .lounge-starts a[href*='start=10%3A00']")
    assert guest.is_at("lounge_book", room.lounge.code)
    assert guest.main("[name=start]").input_value() == "10:00"
    guest.fill(length="2", group_size="3", weeks="3")
    guest.press("main .form .button-primary")

    assert guest.main("#answers + ul li").count() == 3
    assert guest.main("#answers + ul .is-error").count() == 1
    assert not LoungeVisit.objects.filter(person=user.person).exists()
    guest.press("main button[name=save]")
    assert guest.is_at("my_lounge_visits")
    assert guest.main(".stay-list > li").count() == 2

    first = LoungeVisit.objects.filter(person=user.person).order_by("date").first()
    guest.press(f"main a[href*='{first.reference}']")
    code = guest.main("#visit-code").inner_text().strip()
    assert code == first.code
    _check_in_and_out(visit, language, script, first, code)
    _give_up_the_series(guest, first)


def _check_in_and_out(visit, language, script, found, code):
    with time_machine.travel(moment(found) - timedelta(minutes=5)):
        desk = visit(user=host(found.lounge), language=language, script=script, phone=False)
        desk.go("lounge_desk")
        assert desk.main(f".desk-list a[href*='{found.reference}']").count() == 1
        desk.fill(code=code)
        desk.press("main .desk-code button")
        assert desk.is_at("lounge_desk_visit", found.reference)
        desk.press("main form[action$='/receive/'] button")
        desk.press("main form[action$='/complete/'] button")
    found.refresh_from_db()
    assert found.state == "completed"


def _give_up_the_series(guest, first):
    last = LoungeVisit.objects.filter(series=first.series).order_by("date").last()
    guest.go("lounge_visit_cancel", last.reference)
    guest.fill(what="series")
    guest.press("main .button-danger")
    assert guest.is_at("my_lounge_visits")
    last.refresh_from_db()
    assert last.state == "cancelled"


@pytest.mark.parametrize(("language", "script"), [("zh-hans", False), ("zh-hans", True), ("en", True)])
def test_the_poster_at_the_door_checks_in_and_offers_what_is_free(visit, city, language, script):
    room, user = zone(), people.applicant()
    found, poster = book(user, room, monday(), 10, 1), ("lounge_door", token_of(room))
    with time_machine.travel(moment(found)):
        guest, other = (
            visit(user=who, language=language, script=script) for who in (user, people.applicant())
        )
        for one in (guest, other):
            one.go(*poster)
            assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert not script or axe(one.page) == []
        guest.press("main form button")
        assert guest.is_at(*poster)
        found.refresh_from_db()
        assert found.state == "checked_in"
        other.press("main a.button-primary")
        assert other.is_at("lounge_book", room.lounge.code)
        assert other.main("[name=start]").input_value() == "11:00"
        services.renew_poster(actor=host(room), zone=room)
        guest.watch.expected_status = 410
        guest.go(*poster)
        assert not script or axe(guest.page) == []


def test_the_pages_of_a_lounge_fit_a_telephone(visit, city):
    room = zone()
    guest, desk = visit(user=people.applicant()), visit(user=host(room))
    for one, page in (
        (guest, ("lounge_list",)),
        (guest, ("lounge", room.lounge.code)),
        (guest, ("lounge_book", room.lounge.code)),
        (desk, ("lounge_desk",)),
        (desk, ("lounge_close", room.lounge.code)),
        (desk, ("lounge_posters", room.lounge.code)),
    ):
        one.go(*page)
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page
