"""Reviewers in the admin at a desk: what waits, what is decided, what is seen of a person and by whom."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pytest

from tests import people
from tests.browser import walk
from tests.browser.visitor import Visitor
from tests.stations import places
from zibo_youth.accounts.models import IdentityReveal
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser

_serial = itertools.count(10)

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
LIST, CHANGE = "admin:stations_stay_changelist", "admin:stations_stay_change"


@pytest.fixture
def officer():
    return people.officer("zhangdian", "方清")


@pytest.fixture
def waiting(city):
    """Two new requests at a station of the officer's district, with beds for them alone."""
    station = places.station(f"zd-{next(_serial)}", rooms="male:2")
    arrival = today() + timedelta(days=12)
    return [places.submitted(people.applicant(name), station, arrival) for name in ("韩雨", "秦川")]


def at_the_desk(visit, officer, **how) -> Visitor:
    return visit(user=officer, phone=False, **how)


@SCRIPT
def test_the_second_factor_opens_the_admin_and_the_queue_leads_on(visit, city, officer, waiting, script):
    desk = visit(phone=False, script=script)
    desk.go("admin:index")
    assert desk.is_at("account_login")
    walk.log_in_as_staff(desk, officer)

    assert desk.is_at("admin:index")
    tile = desk.page.locator("a.queue").first
    assert int(tile.locator(".queue-count").inner_text()) >= len(waiting)
    desk.press("a.queue")
    assert desk.is_at("desk")
    assert desk.main(f"#waiting a[href*='{waiting[0].reference}']").count() == 1


def test_a_code_alone_opens_nothing(visit, city, officer):
    desk = visit(phone=False)
    desk.go("admin:index")
    walk.log_in(desk, officer.mobile)
    assert desk.is_at("mfa_authenticate")
    desk.go("admin:index")
    assert not desk.is_at("admin:index")


@SCRIPT
def test_the_list_is_filtered_and_several_are_approved_at_once(visit, city, officer, waiting, script):
    desk = at_the_desk(visit, officer, script=script)
    desk.go(LIST, state__exact="submitted")
    rows = desk.page.locator("#result_list tbody tr")
    assert rows.count() >= len(waiting)
    assert all("待审核" in text for text in rows.all_inner_texts())

    for stay in waiting:
        desk.page.locator(f"input[name=_selected_action][value='{stay.pk}']").check()
    desk.page.locator("select[name=action]").select_option("approve")
    desk.press("button[name=index]")

    told = desk.page.locator(".messagelist").inner_text()
    for stay in waiting:
        stay.refresh_from_db()
        assert stay.state == "approved"
        assert stay.reference in told
    assert "共 2 条，已办理 2 条" in told


def test_a_refusal_of_several_asks_for_the_reason_first(visit, city, officer, waiting):
    desk = at_the_desk(visit, officer)
    desk.go(LIST)
    for stay in waiting:
        desk.page.locator(f"input[name=_selected_action][value='{stay.pk}']").check()
    desk.page.locator("select[name=action]").select_option("send_back")
    desk.press("button[name=index]")
    assert desk.page.locator(".ask-rows li").count() == len(waiting)
    waiting[0].refresh_from_db()
    assert waiting[0].state == "submitted"

    desk.page.locator("input[name=reason][value=evidence_unclear]").check()
    desk.page.locator("[name=note]").fill("请上传清晰的面试通知")
    desk.press(".submit-row input")

    for stay in waiting:
        stay.refresh_from_db()
        assert stay.state == "returned"


def test_a_full_document_number_is_shown_for_a_reason_and_the_look_is_kept(visit, city, officer, waiting):
    person = waiting[0].guest
    desk = at_the_desk(visit, officer)
    desk.go("admin:accounts_person_change", person.pk)
    assert person.id_number not in desk.page.content()
    desk.press(f"a[href='{desk.address('admin:accounts_person_reveal', person.pk)}']")

    desk.press(".submit-row input[type=submit]")
    assert desk.page.locator(".errorlist, .field-error").count() >= 1
    assert not IdentityReveal.objects.filter(person=person).exists()

    desk.page.locator("[name=reason]").fill("入住登记核对")
    desk.press(".submit-row input[type=submit]")
    assert desk.page.locator(".revealed").inner_text().strip() == person.id_number
    [look] = IdentityReveal.objects.filter(person=person)
    assert (look.by, look.reason) == (officer, "入住登记核对")


def test_another_districts_stay_is_not_there(visit, city, officer):
    desk = at_the_desk(visit, officer)
    foreign = city.stays["elsewhere"]
    desk.go(LIST)
    assert not re.search(foreign.reference, desk.page.content())
    desk.watch.expected_status = 404
    for address in (
        desk.address("desk_stay", foreign.reference),
        desk.address("stay", foreign.reference),
    ):
        answer = desk.page.goto(desk.origin + address)
        assert answer.status == 404, address
    # Django's admin leads home instead, and says that there is no such row.
    desk.go(CHANGE, foreign.pk)
    assert foreign.reference not in desk.page.locator("#content, main").first.inner_text()
