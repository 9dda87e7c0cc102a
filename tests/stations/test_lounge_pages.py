"""Pages of the lounges: what anybody sees, how one books, what the desk does."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from stations import services
from stations.lounge_use import use_of
from stations.models import LoungeClosure, LoungeVisit
from tests import people
from tests.lounges import asked_for, book, clock, hall, host, lounge, moment, monday, zone
from tests.people import signed_in
from zibo_youth.accounts.own_data import everything_about
from zibo_youth.core.calendar import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return people.applicant("陈一帆")


@pytest.fixture
def room():
    return zone(lounge(summary="可以看电影、弹琴、下棋。"))


def page(client, *where, **asked):
    return client.get(reverse(*where[:1], args=where[1:]), asked)


def post_booking(user, room, **answers):
    return signed_in(user).post(reverse("lounge_book", args=[room.lounge.code]), asked_for(room, **answers))


# --- for everybody --------------------------------------------------------------------------------


def test_anybody_sees_lounges_zones_hours_and_what_is_free(client, room):
    book(people.applicant(), room, monday(), 10, 1)
    assert room.lounge.name in page(client, "lounge_list").content.decode()
    told = page(client, "lounge", room.lounge.code, date=f"{monday():%Y-%m-%d}").content.decode()

    assert room.name in told
    assert "09:00–21:00" in told
    assert f"start={'09:00'.replace(':', '%3A')}" in told
    assert "start=10%3A00" not in told
    assert "start=11%3A00" in told


def test_a_lounge_out_of_use_is_no_page(client, room):
    room.lounge.is_active = False
    room.lounge.save()
    assert page(client, "lounge", room.lounge.code).status_code == 404
    assert room.lounge.name not in page(client, "lounge_list").content.decode()


@pytest.mark.parametrize("text", ["", "x", "2020-01-01", "9999-12-31", "2026-13-40"])
def test_a_day_that_is_none_is_today(client, room, text):
    assert page(client, "lounge", room.lounge.code, date=text).status_code == 200


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    here = lounge()
    for _ in range(5):
        each = zone(here, "shared", seats=6)
        for _ in range(3):
            book(people.applicant(), each, monday(), 10, 1)
    with django_assert_max_num_queries(9):
        page(client, "lounge", here.code, date=f"{monday():%Y-%m-%d}")
    for _ in range(3):
        lounge()
    with django_assert_max_num_queries(4):
        page(client, "lounge_list")


# --- booking --------------------------------------------------------------------------------------


def test_who_has_told_no_identity_is_led_there_and_back(room):
    answer = page(signed_in(people.newcomer()), "lounge_book", room.lounge.code, zone=room.pk)
    assert answer.status_code == 302
    assert reverse("identity") in answer.url
    assert "lounges" in answer.url


def test_a_link_of_the_page_fills_the_form_and_a_post_books(user, room):
    shown = page(
        signed_in(user),
        "lounge_book",
        room.lounge.code,
        zone=room.pk,
        date=f"{monday():%Y-%m-%d}",
        start="10:30",
    ).content.decode()
    assert re.search(r'<option value="10:30" selected', shown)
    assert "还可预约 360 分钟" in shown

    answer = post_booking(user, room)

    visit = LoungeVisit.objects.get()
    assert answer.url == visit.get_absolute_url()
    assert (visit.person, visit.start, visit.end) == (user.person, clock(10), clock(11))
    told = signed_in(user).get(answer.url).content.decode()
    assert visit.code in told
    assert "data:image/svg+xml" in told


def test_a_refusal_stands_beside_its_field_and_nothing_is_booked(user, room):
    book(people.applicant(), room, monday(), 10, 1)
    told = post_booking(user, room)
    assert told.context["form"].errors["start"] == ["这个时段已被预约，请换一个时间或功能区"]
    assert LoungeVisit.objects.filter(person=user.person).count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"zone": 0}, "zone"),
        ({"date": "morgen"}, "date"),
        ({"date": "1999-01-01"}, "date"),
        ({"start": "10:15"}, "start"),
        ({"length": 99}, "length"),
        ({"start": "23:00"}, "start"),
        ({"group_size": 0}, "group_size"),
        ({"weeks": 99}, "weeks"),
    ],
)
def test_what_is_not_offered_is_an_error_of_its_field(user, room, changes, field):
    told = post_booking(user, room, **changes)
    assert field in told.context["form"].errors
    assert not LoungeVisit.objects.exists()


def test_a_zone_of_another_lounge_cannot_be_booked_here(user, room):
    told = post_booking(user, room, zone=zone().pk)
    assert "zone" in told.context["form"].errors


def test_the_same_form_twice_books_once(user, room):
    client, where = signed_in(user), reverse("lounge_book", args=[room.lounge.code])
    answers = [client.post(where, asked_for(room) | {"one_time_key": "twice"}) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert LoungeVisit.objects.count() == 1


def test_a_series_shows_its_clashes_and_saves_only_what_was_chosen(user, room):
    book(people.applicant(), room, monday(2), 10, 1)
    shown = post_booking(user, room, weeks=3)
    assert shown.status_code == 200
    assert [bool(refused) for _day, refused in shown.context["answers"]] == [False, True, False]
    assert "这个时段已被预约" in shown.content.decode()
    assert not LoungeVisit.objects.filter(person=user.person).exists()

    refused = post_booking(user, room, weeks=3, save="all")
    assert f"{monday(2):%Y-%m-%d}" in str(refused.context["form"].errors)
    assert not LoungeVisit.objects.filter(person=user.person).exists()

    saved = post_booking(user, room, weeks=3, save="free")
    assert saved.url == reverse("my_lounge_visits")
    assert LoungeVisit.objects.filter(person=user.person, series__isnull=False).count() == 2


# --- one's own --------------------------------------------------------------------------------------


def test_a_visit_is_its_persons_alone(user, room):
    visit = book(user, room)
    for stranger in (people.applicant(), host(room), people.city_staff()):
        assert signed_in(stranger).get(visit.get_absolute_url()).status_code == 404
    assert room.name in page(signed_in(user), "my_lounge_visits").content.decode()
    assert room.name not in page(signed_in(people.applicant()), "my_lounge_visits").content.decode()


def test_a_person_cancels_one_visit_or_the_series(user, room):
    post_booking(user, room, weeks=3, save="all")
    first, second, _third = LoungeVisit.objects.order_by("date")
    where = reverse("lounge_visit_cancel", args=[first.reference])
    assert "取消这个系列" in signed_in(user).get(where).content.decode()

    signed_in(user).post(where, {"what": "one"})
    assert LoungeVisit.objects.booked().count() == 2
    signed_in(user).post(reverse("lounge_visit_cancel", args=[second.reference]), {"what": "series"})
    assert LoungeVisit.objects.booked().count() == 0


def test_a_single_visit_is_cancelled_by_a_plain_yes(user, room):
    visit = book(user, room)
    where = reverse("lounge_visit_cancel", args=[visit.reference])
    assert "取消这个系列" not in signed_in(user).get(where).content.decode()
    assert signed_in(user).post(where).status_code == 302
    visit.refresh_from_db()
    assert visit.state == "cancelled"
    assert signed_in(user).get(where).url == visit.get_absolute_url()


def test_ones_own_copy_has_ones_own_visits(user, room):
    visit, other = book(user, room), book(people.applicant(), room, monday(2))
    told = everything_about(user)["stations"]["lounge_visits"]
    assert [row["reference"] for row in told] == [visit.reference]
    assert told[0]["moves"][0]["to_state"] == "booked"
    assert other.reference not in str(everything_about(user))


# --- the desk ---------------------------------------------------------------------------------------


@pytest.fixture
def visit(user, room, time_machine):
    found = book(user, room, monday(), 10, 1)
    time_machine.move_to(moment(found, -10), tick=False)
    return found


def desk_of(room):
    return signed_in(host(room))


def test_the_day_of_a_lounge_shows_its_visits_and_their_use(visit, room):
    told = page(desk_of(room), "lounge_desk").content.decode()
    assert visit.reference in told
    assert visit.person.full_name not in told
    assert "到场小时" in told
    assert page(desk_of(lounge()), "lounge_desk").content.decode().count(visit.reference) == 0
    assert page(desk_of(lounge()), "lounge_desk", lounge=room.lounge.code).status_code == 404
    assert page(desk_of(room), "lounge_desk", lounge="nowhere").status_code == 404


def desk_url(name, *parts):
    return reverse(name, args=parts)


def test_a_code_leads_to_the_visit_and_a_press_checks_in(visit, room):
    client = desk_of(room)
    found = client.post(desk_url("lounge_code", room.lounge.code), {"code": visit.code})
    assert found.url == desk_url("lounge_desk_visit", visit.reference)
    assert visit.person.full_name in client.get(found.url).content.decode()

    client.post(desk_url("lounge_desk_act", visit.reference, "receive"))
    visit.refresh_from_db()
    assert visit.state == "checked_in"
    client.post(desk_url("lounge_desk_act", visit.reference, "complete"))
    visit.refresh_from_db()
    assert visit.state == "completed"


@pytest.mark.parametrize("code", ["000", "abc", "１２３", ""])
def test_a_code_that_is_none_is_an_error_of_the_field(visit, room, code):
    told = desk_of(room).post(desk_url("lounge_code", room.lounge.code), {"code": code})
    assert "code" in told.context["form"].errors


def test_the_address_inside_the_qr_code_leads_to_the_visit_too(visit, room):
    address = f"https://example.org/stations/lounges/desk/visits/{visit.reference}/"
    found = desk_of(room).post(desk_url("lounge_code", room.lounge.code), {"code": address})
    assert found.url == desk_url("lounge_desk_visit", visit.reference)


def test_codes_are_not_tried_without_end(visit, room):
    client = desk_of(room)
    wrong = "000000" if visit.code != "000000" else "111111"
    for _ in range(30):
        client.post(desk_url("lounge_code", room.lounge.code), {"code": wrong})
    told = client.post(desk_url("lounge_code", room.lounge.code), {"code": visit.code})
    assert told.status_code == 200


def test_a_place_is_given_away_after_a_yes(visit, room, time_machine):
    client, where = desk_of(room), desk_url("lounge_desk_act", visit.reference, "release")
    early = client.post(where, follow=True).content.decode()
    assert "这个位置保留到 10:15" in early
    time_machine.move_to(moment(visit, 16), tick=False)
    assert "标记这位预约人未到场" in client.get(where).content.decode()
    client.post(where)
    visit.refresh_from_db()
    assert visit.state == "no_show"


def test_other_acts_are_no_page(visit, room):
    assert desk_of(room).get(desk_url("lounge_desk_act", visit.reference, "fly")).status_code == 404
    assert desk_of(room).get(desk_url("lounge_desk_act", visit.reference, "receive")).status_code == 302


def closing(room, **changes):
    return {
        "zone": room.pk,
        "from_on": f"{monday():%Y-%m-%d}",
        "from_clock": "09:30",
        "until_on": f"{monday():%Y-%m-%d}",
        "until_clock": "12:00",
        "reason": "设备检修",
    } | changes


def test_a_closure_lists_whom_it_hits_before_it_is_made(user):
    room = zone()
    visit, client = book(user, room, monday(), 10, 1), desk_of(room)
    where = desk_url("lounge_close", room.lounge.code)

    shown = client.post(where, closing(room))
    assert shown.context["hit"] == [visit]
    assert not LoungeClosure.objects.exists()

    client.post(where, closing(room, confirmed="on"))
    visit.refresh_from_db()
    assert visit.state == "cancelled"
    closure = LoungeClosure.objects.get()
    assert closure.from_at == at(monday(), clock(9.5))

    client.post(desk_url("lounge_open_again", closure.pk))
    assert not LoungeClosure.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until_clock": "09:30"}, "until_on"),
        ({"until_on": "x"}, "until_on"),
        ({"from_on": "1999-01-01"}, "from_on"),
        ({"reason": ""}, "reason"),
        ({"zone": "0"}, "zone"),
        ({"from_clock": "09:17"}, "from_clock"),
    ],
)
def test_a_closure_that_makes_no_sense_is_an_error_of_its_field(changes, field):
    room = zone()
    told = desk_of(room).post(desk_url("lounge_close", room.lounge.code), closing(room, **changes))
    assert field in told.context["form"].errors
    assert not LoungeClosure.objects.exists()


def test_use_counts_hours_booked_and_attended_and_no_cancelled_ones(user, time_machine):
    room, other = zone(), people.applicant()
    came, missed = book(user, room, monday(), 10, 2), book(other, room, monday(), 14, 1)
    gone = book(people.applicant(), room, monday(), 16, 2)
    services.cancel_visit(actor=people.officer("zhangdian"), visit=gone)
    time_machine.move_to(moment(came), tick=False)
    services.receive_visit(actor=host(room), visit=came)
    time_machine.move_to(moment(missed, 20), tick=False)
    services.release_visit(actor=host(room), visit=missed)

    [use] = use_of(room.lounge, monday(0), monday(0) + timedelta(days=6))

    assert (use.booked, use.attended, use.percent) == (3, 2, 67)


def test_the_pages_of_a_hall_offer_what_its_zones_leave(client):
    whole, room, gym = hall()
    book(people.applicant(), gym, monday(), 10, 1)
    told = page(client, "lounge", whole.lounge.code, date=f"{monday():%Y-%m-%d}").content.decode()
    assert f"zone={whole.pk}&amp;date={monday():%Y-%m-%d}&amp;start=10%3A00" not in told
    assert f"zone={room.pk}&amp;date={monday():%Y-%m-%d}&amp;start=10%3A00" in told
    assert "余 3" in told
