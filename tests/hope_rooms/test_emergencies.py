"""紧急查阅 on its pages: said what it does, taken for a reason, looked at by somebody else; and the guardian's log."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from hope_rooms.access_log import lines_of
from hope_rooms.data_classes import Part, Purpose
from hope_rooms.models import Access, AccessGrant
from hope_rooms.services import grants, guard
from tests import hoping
from tests.people import signed_in
from zibo_youth.core import queues
from zibo_youth.core.calendar import now
from zibo_youth.notifications.models import Notice

NUMBER = {"parts": ["number"], "purpose": "safeguarding"}


@pytest.fixture
def room(city):
    return hoping.nominated(city, full_name="金示雀", address="示范雀儿村")


def page(name, *args):
    return reverse(name, args=args)


def text(answer):
    return answer.content.decode()


def taken(city, room, by=None):
    return grants.take_emergency(actor=by or city.town_officer, child=room.child, reason="孩子就医")


def test_the_page_says_what_it_does_and_opens_nothing_by_itself(city, room):
    shown = text(signed_in(city.town_officer).get(page("hope_take_emergency", room.child.code)))

    for told in ("4 小时后自动结束", "另一个人在次日复核", "每次查阅都有记录", "110"):
        assert told in shown
    assert not AccessGrant.objects.filter(kind="emergency").exists()


def test_taken_for_a_reason_it_opens_the_record_and_the_guards_hear_of_it(city, room):
    client, case = signed_in(city.town_officer), page("hope_case", room.child.code)
    number = guard.read(city.lead, room.child, Part.NUMBER, purpose=Purpose.SAFEGUARDING).parts[Part.NUMBER]
    assert number.id_number not in text(client.post(case, NUMBER))

    answer = client.post(page("hope_take_emergency", room.child.code), {"reason": "孩子就医"})

    assert answer.url == case
    assert number.id_number in text(client.post(case, NUMBER))
    assert "正在生效" in text(client.get(page("hope_take_emergency", room.child.code)))
    told = Notice.objects.filter(kind="hope_rooms.emergency_taken")
    assert {notice.to_id for notice in told} == {city.lead.person_id, city.deputy.person_id}


@pytest.mark.parametrize("reason", ["", "  ", "急" * 201])
def test_without_a_reason_nothing_is_taken(city, room, reason):
    answer = signed_in(city.officer).post(page("hope_take_emergency", room.child.code), {"reason": reason})

    assert answer.status_code == 200
    assert not AccessGrant.objects.filter(kind="emergency").exists()


def test_a_deputy_who_takes_one_is_not_asked_to_review_it(city, room):
    grant = taken(city, room, by=city.deputy)

    assert [notice.to_id for notice in Notice.objects.all()] == [city.lead.person_id]
    client = signed_in(city.deputy)
    assert "由另一个人复核" in text(client.get(grant.get_absolute_url()))
    refused = client.post(grant.get_absolute_url(), {"answer": "属实"})
    assert "须由另一个人批准或复核" in text(refused)
    grant.refresh_from_db()
    assert grant.reviewed_at is None


def test_the_queue_names_who_took_it_and_what_is_overdue(city, room):
    grant, client = taken(city, room), signed_in(city.lead)
    queue = page("hope_emergencies")

    shown = text(client.get(queue))
    assert str(city.town_officer.person) in shown
    assert "复核超期" not in shown
    begun = now() - timedelta(hours=settings.HOPE_ROOMS["emergency_review_hours"])
    AccessGrant.objects.filter(pk=grant.pk).update(starts_at=begun, ends_at=begun + timedelta(hours=4))
    assert "复核超期" in text(client.get(queue))
    assert [tile.overdue for tile in queues.tiles_for(city.lead) if tile.url == queue] == [1]

    assert client.post(grant.get_absolute_url(), {"answer": "确有必要"}).url == queue
    assert grant.child.code not in text(client.get(queue))
    grant.refresh_from_db()
    assert (grant.reviewed_by, grant.answer) == (city.lead, "确有必要")


def test_a_reviewer_sees_what_was_read_and_nothing_of_the_child(city, room):
    grant = taken(city, room)
    guard.read(city.town_officer, room.child, Part.NUMBER, purpose=Purpose.SAFEGUARDING, note="告诉医生")

    shown = text(signed_in(city.lead).get(grant.get_absolute_url()))

    assert "证件号码" in shown
    assert "告诉医生" in shown
    assert "雀" not in shown


def test_a_review_needs_words_and_is_done_once(city, room):
    grant, client = taken(city, room), signed_in(city.lead)

    assert client.post(grant.get_absolute_url(), {"answer": " "}).status_code == 200
    assert AccessGrant.objects.to_review().exists()
    client.post(grant.get_absolute_url(), {"answer": "确有必要"})
    second = text(signed_in(city.deputy).post(grant.get_absolute_url(), {"answer": "没有必要"}))

    assert "不能再这样处理" in second
    grant.refresh_from_db()
    assert grant.answer == "确有必要"


def test_other_grants_have_no_page_of_review(city, room):
    child = room.child
    span = grants.Span(now(), now() + timedelta(hours=1))
    other = grants.give(child, city.officer.person, "survey", purpose=Purpose.SURVEY, data_class=3, span=span)

    assert signed_in(city.lead).get(page("hope_emergency", other.pk)).status_code == 404


def test_the_log_has_a_line_for_each_look_by_office_and_no_name(city, room):
    child = room.child
    guard.read(city.officer, child, Part.HOME, purpose=Purpose.CARE, note="看漏雨处")
    taken(city, room)
    guard.read(city.town_officer, child, Part.HEALTH, purpose=Purpose.SAFEGUARDING)

    shown = text(signed_in(city.director).get(page("hope_access_log", child.code)))
    lines = lines_of(child)

    assert len(lines) == Access.objects.filter(child=child).count()
    assert [line.reader for line in lines[:2]] == [
        f"紧急查阅 · {city.town} · 镇街团委负责人",
        f"{city.here} · 区县管理员",
    ]
    assert [(line.purpose, line.what) for line in lines[:2]] == [
        ("儿童保护", "健康情况"),
        ("陪伴安排", "住址和监护人"),
    ]
    assert lines[-1].purpose.endswith("（登记或修改）")
    for line in lines:
        assert line.reader in shown
    for secret in ("雀", "漏雨", str(city.officer.person), str(city.town_officer.person)):
        assert secret not in shown


def test_the_log_tells_the_office_of_the_day_of_the_look(city, room):
    guard.read(city.officer, room.child, Part.HOME, purpose=Purpose.CARE)
    held = city.officer.person.memberships
    held.update(from_on=now().date() + timedelta(days=2))

    assert lines_of(room.child)[0].reader == "工作人员"


def test_the_log_asks_no_more_for_more_looks(city, room, django_assert_num_queries):
    guard.read(city.officer, room.child, Part.HOME, purpose=Purpose.CARE)
    with django_assert_num_queries(3):
        lines_of(room.child)
    for _number in range(3):
        guard.read(city.lead, room.child, Part.HOME, purpose=Purpose.CARE)
    with django_assert_num_queries(3):
        lines_of(room.child)
