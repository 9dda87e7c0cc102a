"""Closing a room at the desk, the guest's answer, the call: as people meet them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from stations import services
from stations.models import Closure, Rehousing, Stay
from tests import people
from tests.houses import book, house, soon
from tests.people import signed_in
from tests.stations.closing import approved, fresh, room, shut
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def station(db):
    return house("male:1 male:1")


@pytest.fixture
def desk(station):
    return signed_in(people.operator(station.operator))


@pytest.fixture
def stay(guest, station):
    return approved(guest, station, soon(5), 2)


def text(answer):
    return answer.content.decode()


def asked(station, **changes):
    first = today() + timedelta(days=5)
    said = {"room": "", "from_on": first, "until_on": first + timedelta(days=2), "reason": "水管检修"}
    return said | changes


def new(station):
    return f"{reverse('desk_close')}?station={station.code}"


def listed(station):
    return f"{reverse('desk_closures')}?station={station.code}"


def test_the_preview_names_everybody_and_closes_nothing(desk, station, stay):
    place = stay.nights.first().room
    page = text(desk.post(new(station), asked(station, room=place.pk)))

    assert "受影响的来宾：1 位" in page
    assert stay.guest.masked_name in page
    assert "本站" in page
    assert "确认停用并通知来宾" in page
    assert not Closure.objects.exists()
    assert not Rehousing.objects.exists()


def test_the_second_press_does_it_and_the_list_shows_it(desk, station, stay):
    place = stay.nights.first().room
    page = desk.post(new(station), asked(station, room=place.pk, confirmed="1"), follow=True)

    assert "已停用，1 位来宾收到了改住安排。" in text(page)
    assert "等待来宾答复" in text(page)
    assert (Closure.objects.get().room, Rehousing.objects.get().state) == (place, "proposed")


def test_who_has_no_bed_is_said_at_once(desk, station, stay):
    page = text(desk.post(new(station), asked(station, confirmed="1"), follow=True))
    assert "1 位还没有床位，请打电话。" in page
    assert "待电话安排" in page


def test_a_closure_that_hits_nobody_says_so(desk, station):
    assert "没有人住在要停用的床上" in text(desk.post(new(station), asked(station)))
    assert "没有来宾受影响" in text(desk.post(new(station), asked(station, confirmed="1"), follow=True))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"from_on": "2020-01-01"}, "停用首夜不能早于今天"),
        ({"until_on": today()}, "恢复日期须晚于停用首夜"),
        ({"reason": ""}, "必填"),
        ({"room": "999999"}, "999999"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(desk, station, wrong, said):
    page = desk.post(new(station), asked(station, confirmed="1") | wrong)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert said in text(page)
    assert not Closure.objects.exists()


def test_without_a_station_there_is_nothing_to_close(station):
    house()
    page = signed_in(people.city_staff()).get(reverse("desk_close"))
    assert (page.status_code, page.url) == (302, reverse("desk_closures"))


def test_a_closure_is_lifted_from_the_list(desk, station, stay):
    [made] = shut(stay.nights.first().room)
    page = desk.get(reverse("desk_lift", args=[made.closure_id]))
    assert "还有 1 位来宾没有定下来" in text(page)

    page = desk.post(reverse("desk_lift", args=[made.closure_id]), follow=True)

    assert "已恢复，1 位来宾保留或回到原来的床位。" in text(page)
    assert fresh(made).state == "withdrawn"


def test_the_guest_sees_where_and_says_yes(guest, station, stay):
    near = house("male:1")
    [made] = shut(station)
    mine = signed_in(guest)
    assert "答复改住安排" in text(mine.get(reverse("my_stays")))
    assert "查看改住安排" in text(mine.get(reverse("stay", args=[stay.reference])))

    page = text(mine.get(made.get_absolute_url()))
    assert near.name in page
    assert fresh(stay).check_in_code in page
    page = text(mine.post(made.get_absolute_url(), {"answer": "accept"}, follow=True))

    assert "新的床位是您的了" in page
    assert "答复改住安排" not in text(mine.get(reverse("my_stays")))
    assert "接受新床位" not in page
    assert fresh(made).state == "accepted"
    assert "查看改住安排" not in text(mine.get(reverse("stay", args=[stay.reference])))


def test_the_guest_says_no_and_may_still_say_yes(guest, station, stay):
    house("male:1")
    [made] = shut(station)
    mine = signed_in(guest)
    page = text(mine.post(made.get_absolute_url(), {"answer": "decline"}, follow=True))
    assert "驿站会给您打电话" in page
    assert "接受新床位" in page
    assert "不接受，请打电话给我" not in page
    assert fresh(made).state == "declined"


def test_without_a_bed_the_page_promises_a_call(guest, station, stay):
    [made] = shut(station)
    page = text(signed_in(guest).get(made.get_absolute_url()))
    assert "附近暂时没有合适的空床" in page
    assert "接受新床位" not in page


def test_a_stranger_finds_no_such_page(station, stay):
    [made] = shut(station)
    for user in (people.applicant(), people.operator(station.operator)):
        assert signed_in(user).get(made.get_absolute_url()).status_code == 404
    strangers = (people.operator(house().operator), people.officer("zichuan"), stay.booked_by)
    for user in strangers:
        for page in (reverse("desk_rehousing", args=[made.pk]), reverse("desk_lift", args=[made.closure_id])):
            assert signed_in(user).get(page).status_code == 404
        assert stay.reference not in text(signed_in(user).get(listed(station)))


def test_the_list_of_a_district_shows_its_own_guests_alone(station, stay):
    other = house("male:1", of="zichuan")
    stranger = book(people.applicant("陆远航"), other, soon(5), 2)
    shut(station)
    shut(other)
    page = text(signed_in(people.officer("zhangdian")).get(reverse("desk_closures")))
    assert stay.reference in page
    assert stranger.reference not in page


def arrange(desk, made, **said):
    return desk.post(reverse("desk_rehousing", args=[made.pk]), said, follow=True)


def test_by_telephone_another_house(desk, station, stay):
    [made] = shut(station)
    late = house("male:1")
    page = desk.get(reverse("desk_rehousing", args=[made.pk]))
    assert f"{late.name}，空床 1 张" in text(page)
    assert stay.contact_mobile.removeprefix("+86") in text(page).replace(" ", "")

    answer = arrange(desk, made, act="elsewhere", station=late.code, note="来宾同意")

    assert "已记下，来宾会收到通知。" in text(answer)
    assert (fresh(made).state, fresh(stay).station) == ("arranged", late)
    assert "来宾同意" in text(desk.get(reverse("desk_rehousing", args=[made.pk])))


def test_by_telephone_the_held_bed_or_the_end(desk, station, guest):
    house("male:2")
    for act, said, state in (
        ("as_proposed", {}, "arranged"),
        ("end", {"reason": "found_lodging"}, "ended"),
    ):
        book(people.applicant(), station, soon(5), 2)
        [made] = shut(station)
        arrange(desk, made, act=act, **said)
        assert fresh(made).state == state
        Closure.objects.all().delete()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"note": "无人接听"}, "请选择结果"),
        ({"act": "elsewhere"}, "请选择一家驿站"),
        ({"act": "end"}, "请选择理由"),
        ({"act": "elsewhere", "station": "nowhere"}, "所选驿站在这几晚没有适合这位来宾的床位"),
    ],
)
def test_a_call_has_a_result(desk, station, stay, said, error):
    [made] = shut(station)
    assert error in text(arrange(desk, made, **said))
    assert fresh(made).state == "to_arrange"


def test_the_desk_s_first_page_counts_the_calls(desk, station, stay):
    assert "停用与改住" in text(desk.get(reverse("desk")))
    shut(station)
    page = desk.get(reverse("desk"))
    assert page.context["to_call"] == 1


def test_a_double_press_closes_once(desk, station, stay):
    said = asked(station, confirmed="1", one_time_key="key-1")
    desk.post(new(station), said)
    desk.post(new(station), said)
    assert Closure.objects.count() == 1
    assert Stay.objects.get(pk=stay.pk).rehousings.count() == 1
    assert room(station)


# --- the history of a stay ------------------------------------------------------------------------


def test_guest_and_desk_read_from_where_to_where_why_and_what_was_answered(guest, desk, station, stay):
    operator = people.operator(station.operator)
    [first] = shut(stay.nights.first().room)
    services.accept_rehousing(actor=guest, rehousing=first)
    near = house("male:1", of="zichuan")
    [second] = shut(station, 5, 2, by=operator)
    services.arrange_as_proposed(actor=operator, rehousing=second, note="来宾说可以")

    own = text(signed_in(guest).get(reverse("stay", args=[stay.reference])))
    seen = text(signed_in(people.operator(near.operator)).get(reverse("desk_stay", args=[stay.reference])))

    beds = [f"{row.from_bed.room.name} {row.from_bed.label}" for row in (first, second)]
    for page in (own, seen):
        words = " ".join(strip_tags(page.split('id="rehousings"')[1]).split())
        assert f"{beds[0]} → {beds[1]} 本人已接受" in words
        assert f"{station.name} {beds[1]} → {near.name} 101 1 驿站已安排" in words
        assert "床位停用" in words
    assert "来宾说可以" in seen
    assert "水管检修" in seen
    assert "来宾说可以" not in own
    assert "水管检修" not in own


def test_a_stay_that_was_never_moved_has_no_history(guest, desk, stay):
    for page in (
        signed_in(guest).get(reverse("stay", args=[stay.reference])),
        desk.get(reverse("desk_stay", args=[stay.reference])),
    ):
        assert "改住记录" not in text(page)
