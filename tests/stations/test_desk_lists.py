"""Lists of the desk: a search within the own house, several guests at once, a sheet for a day without network."""

import uuid
from datetime import time, timedelta

import pytest
import structlog
import time_machine
from django.test import Client
from django.urls import reverse

from stations import services
from stations.desk import day_of, named_by, rooms_of
from stations.models import Closure, Stay
from stations.views import desk_lists as lists
from tests import people
from tests.houses import book, house, rule
from zibo_youth.core.calendar import at, now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return house("flexible:4 male:4")


@pytest.fixture
def desk(operator):
    client = Client()
    client.force_login(operator)
    return client


def approved(station, operator, name="陈一帆", days=0, nights=2, **more):
    rule_is_there = Stay.objects.exists()
    if not rule_is_there:
        rule(lead_days=0, max_stays_per_window=20)
    user = people.applicant(name, **more)
    stay = book(user, station, today() + timedelta(days=days), nights=nights)
    return services.approve_stay(actor=operator, stay=stay)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


# --- search ---------------------------------------------------------------------------------


def search(client, text):
    return client.post(reverse("desk_search"), {"text": text})


@pytest.mark.parametrize(
    "by", ["last4", "mobile", "reference", "reference start", "name", "name start", "wide digits", "lower x"]
)
def test_a_guest_is_found_by_what_the_guest_can_say(desk, station, operator, by):
    stay = approved(station, operator)
    approved(station, operator, "林小满", gender=people.MALE)
    last4 = stay.guest.id_last4
    text = {
        "last4": last4,
        "mobile": stay.contact_mobile[-4:],
        "reference": stay.reference,
        "reference start": stay.reference[:-1].lower(),
        "name": "陈一帆",
        "name start": " 陈 ",
        "wide digits": last4.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
        "lower x": last4.lower(),
    }[by]

    found = search(desk, text).context["found"]

    assert stay in found


def test_lists_show_masked_names_only(desk, station, operator):
    stay = approved(station, operator)
    page = search(desk, stay.guest.id_last4).content.decode()
    assert "陈**" in page
    assert "陈一帆" not in page


def test_nothing_is_found_beyond_the_own_house(station, operator):
    stay = approved(station, operator)
    other = house()
    stranger = Client()
    stranger.force_login(people.operator(other.operator))
    for text in (stay.guest.id_last4, stay.contact_mobile[-4:], stay.reference, "陈一帆"):
        assert search(stranger, text).context["found"] == []


def test_drafts_and_other_times_are_not_searched(desk, station, operator, guest):
    stay = approved(station, operator, "秦川")
    services.save_draft(
        actor=guest, guest=guest.person, station=station, arrival=today(), departure=today() + timedelta(1)
    )
    assert search(desk, guest.person.full_name).context["found"] == []
    stays = Stay.objects.managed_by(operator)
    for day, is_there in ((-31, False), (-30, True), (0, True), (9, True), (10, False)):
        assert (stay in named_by(stays, "秦川", today() + timedelta(days=day))) is is_there


@pytest.mark.parametrize("text", ["", "12", "12345", "%", "_", "' OR 1=1", "*", "х" * 31])
def test_what_names_nothing_is_told_beside_the_field(desk, station, operator, text):
    approved(station, operator)
    answer = search(desk, text)
    found = answer.context["found"]
    assert answer.context["form"].errors.get("text") or found == []


def test_searches_are_counted_before_they_are_answered_and_logged_without_the_text(
    desk, station, operator, monkeypatch
):
    stay = approved(station, operator)
    monkeypatch.setattr(lists, "SEARCHES", 2)
    with structlog.testing.capture_logs() as kept:
        for _try in range(2):
            assert search(desk, stay.guest.id_last4).context["found"] == [stay]
        refused = search(desk, stay.guest.id_last4)

    assert refused.context["form"].non_field_errors() == ["操作过于频繁，请稍后再试"]
    assert refused.context["found"] is None
    looks = [entry for entry in kept if entry["event"] == "desk_search"]
    assert [(entry["actor"], entry["found"]) for entry in looks] == [(operator.pk, 1)] * 2
    assert stay.guest.id_last4 not in str(looks)


# --- several at once ------------------------------------------------------------------------


def tick(client, stays, **said):
    form = {"guests": [getattr(stay, "reference", stay) for stay in stays], "is_seen": "on"}
    form["one_time_key"] = uuid.uuid4().hex
    return client.post(reverse("desk_group"), form | said, follow=True)


def test_a_group_is_checked_in_by_one_post_and_each_guest_is_told_of(desk, station, operator):
    stays = [approved(station, operator, name) for name in ("陈一帆", "秦川", "吴晓")]
    gone = stays.pop()
    services.cancel_stay(actor=operator, stay=gone, reason="plans_changed")

    page = desk.get(reverse("desk_group")).content.decode()
    assert "陈一帆" in page
    assert stays[0].guest.masked_id in page
    assert "吴晓" not in page

    answer = tick(desk, [*stays, gone])

    assert sorted(told(answer)) == sorted(
        [
            "陈一帆：证件已核对，入住已办理。",
            "秦川：证件已核对，入住已办理。",
            "吴晓：这份入住单目前为“已取消”，不能进行此操作",
        ]
    )
    for stay in stays:
        stay.refresh_from_db()
        stay.guest.refresh_from_db()
        assert (stay.state, stay.guest.identity_state) == ("checked_in", "verified")


def test_a_second_desk_with_the_same_list_hears_who_was_faster(station, operator, desk):
    stay = approved(station, operator)
    first = people.operator(station.operator, "郭前台")
    services.admit_guest(actor=first, stay=Stay.objects.get(pk=stay.pk), is_seen=True)

    [answer] = told(tick(desk, [stay]))

    assert "已由郭前台于" in answer


def test_a_replay_of_the_post_is_one_act(station, operator, desk):
    stay = approved(station, operator)
    for _click in range(2):
        tick(desk, [stay], one_time_key="one-intent")
    assert stay.transitions.filter(to_state="checked_in").count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [({"guests": []}, "guests"), ({"guests": ["\0", "YZ'--"]}, "guests"), ({"is_seen": ""}, "is_seen")],
)
def test_a_group_wants_guests_and_the_statement(station, operator, desk, said, field):
    stay = approved(station, operator)
    answer = tick(desk, [stay], **said)
    assert field in answer.context["form"].errors
    stay.refresh_from_db()
    assert stay.state == "approved"


def test_guests_of_another_house_are_not_ticked(station, operator, desk):
    other = house()
    foreign = approved(other, people.operator(other.operator))
    assert told(tick(desk, [foreign])) == []
    foreign.refresh_from_db()
    assert foreign.state == "approved"


# --- the day --------------------------------------------------------------------------------


@pytest.fixture
def third_day(station, operator):
    """Seven guests, and the morning of the third day: some here, some gone, some expected."""
    plan = {"late": (1, 4), "staying": (0, 4), "leaving": (0, 2), "early": (1, 4), "coming": (2, 1)}
    plan |= {"came": (2, 1), "later": (3, 1)}
    stays = {
        name: approved(station, operator, f"客{number}", days=days, nights=nights)
        for number, (name, (days, nights)) in zip("一二三四五六七", plan.items(), strict=True)
    }
    start = now()
    for name, day in {"staying": 0, "leaving": 0, "early": 1, "came": 2}.items():
        with time_machine.travel(start + timedelta(days=day)):
            services.admit_guest(actor=operator, stay=stays[name], is_seen=True)
    with time_machine.travel(start + timedelta(days=2)):
        services.check_out(actor=operator, stay=stays["early"])
        Stay.objects.filter(pk=stays["early"].pk).update(checked_out_at=now())
        yield {stay.pk: name for name, stay in stays.items()}


def names(known, stays):
    return {known[stay.pk] for stay in stays}


def test_every_guest_of_a_day_stands_in_one_list(third_day, operator):
    """Who came today, who should have come, who is here, who leaves or has left."""
    day = day_of(Stay.objects.managed_by(operator), today())

    assert names(third_day, day.not_arrived) == {"late"}
    assert names(third_day, day.in_house) == {"staying"}
    assert names(third_day, day.leaving) == {"leaving", "early"}
    assert names(third_day, day.arrivals) == {"coming", "came"}


def test_the_sheet_of_tomorrow_shows_whom_it_concerns(third_day, operator):
    day = day_of(Stay.objects.managed_by(operator), today() + timedelta(days=1))

    assert names(third_day, day.arrivals) == {"later"}
    assert names(third_day, day.leaving) == {"came"}
    assert names(third_day, day.in_house) == {"staying"}


def test_who_overstays_is_not_forgotten(station, operator):
    stay = approved(station, operator, nights=1)
    services.admit_guest(actor=operator, stay=stay, is_seen=True)
    with time_machine.travel(now() + timedelta(days=3)):
        assert day_of(Stay.objects.managed_by(operator), today()).leaving == [stay]


def test_free_beds_are_told_by_room_and_for_whom(station, operator):
    approved(station, operator, "林小满", gender=people.FEMALE)
    Closure.objects.create(
        station=station,
        room=station.rooms.get(name="102"),
        from_on=today(),
        until_on=today() + timedelta(days=1),
        reason="检修",
    )

    shared, men = rooms_of(station.pk, today())

    assert (shared.name, len(shared.free), shared.beds, str(shared.for_whom)) == ("101", 3, 4, "限女生")
    assert (men.free, men.for_whom) == ((), "")


def sheet(client, day=None, **query):
    return client.get(reverse("desk_day", args=[(day or today()).isoformat()]), query)


def test_the_sheet_has_what_a_desk_needs_without_network(desk, station, operator):
    stay = approved(station, operator)
    Stay.objects.filter(pk=stay.pk).update(arrival_time=time(15, 30))

    page = sheet(desk).content.decode()

    for text in ("陈**", stay.guest.id_last4, stay.reference, "约 15:30 到", "desk-box", "101"):
        assert text in page
    for text in ("陈一帆", stay.guest.id_number, stay.contact_mobile[-11:], stay.check_in_code):
        assert text not in page


def test_the_sheet_asks_at_most_eight_queries_however_full_the_house(
    desk, station, operator, django_assert_max_num_queries
):
    for name in "甲乙丙丁戊":
        approved(station, operator, name)
    sheet(desk)  # the first look of a minute prolongs the session
    with django_assert_max_num_queries(8):
        assert sheet(desk).status_code == 200


def test_the_board_asks_no_more_when_the_house_is_full(
    desk, station, operator, django_assert_max_num_queries
):
    for name in "甲乙丙丁戊":
        approved(station, operator, name)
    book(people.applicant("己"), station, today() + timedelta(days=4))
    desk.get(reverse("desk"))
    with django_assert_max_num_queries(9):
        assert desk.get(reverse("desk")).status_code == 200


@pytest.mark.parametrize("day", ["2021-13-01", "20210604", "2021-W01-1", "today", "1900-01-01", "9999-12-31"])
def test_a_day_that_is_none_or_far_is_not_found(desk, station, day):
    assert desk.get(reverse("desk_day", args=[day])).status_code == 404


def test_an_officer_chooses_the_house_first(station):
    second, foreign = house(), house(of="huantai")
    client = Client()
    client.force_login(people.officer("zhangdian"))

    assert sheet(client).context["station"] is None
    assert sheet(client, station=second.code).context["station"] == second
    assert sheet(client, station=foreign.code).status_code == 404


def test_the_code_page_and_the_sheet_agree_on_midnight(station, operator):
    """Whose night begins at midnight in Zibo, not in Greenwich."""
    stay = approved(station, operator)
    with time_machine.travel(at(today(), time(0, 30))):
        assert day_of(Stay.objects.managed_by(operator), today()).arrivals == [stay]
