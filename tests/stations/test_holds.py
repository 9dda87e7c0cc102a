"""A bed held while its guest fills in: for so long, for nobody else, behind every wall; and how it ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from stations import services
from stations.allowance import allowance_of
from stations.availability import beds_free
from stations.errors import BedTaken, NotEligible, WrongState
from stations.facts import policy_on
from stations.figures import nights_by_purpose
from stations.models import Stay, StayNight
from stations.services import booking
from stations.services.suspensions import suspend
from tests import people
from tests.houses import book, house, rule, soon
from tests.stations.test_queue import draft, wait
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify
from zibo_youth.core.templatetags.portal import clock

pytestmark = pytest.mark.django_db
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def station(db):
    return house("male:1")


def held(guest, station, arrival=None, nights=2):
    return services.hold_bed(actor=guest, stay=draft(guest, station, arrival, nights))


def fresh(stay):
    return Stay.objects.get(pk=stay.pk)


def dates_of(stay):
    return sorted(stay.nights.values_list("date", flat=True))


# --- while it lasts -------------------------------------------------------------------------


def test_a_held_bed_is_nobody_elses_for_half_an_hour(guest, station):
    before = now()
    stay = held(guest, station)

    assert before + HALF_HOUR <= fresh(stay).held_until <= now() + HALF_HOUR
    assert (fresh(stay).state, dates_of(stay)) == ("draft", [soon(5), soon(6)])
    assert beds_free([station.pk], soon(5), soon(7), people.MALE) == {station.pk: 0}
    with pytest.raises(BedTaken):
        book(people.applicant(), station)
    with pytest.raises(BedTaken) as refused:
        held(people.applicant(), station, soon(6))
    assert refused.value.nights == [soon(6)]
    assert verify()["live_stay_without_all_its_nights"] == 0


@pytest.mark.parametrize(("minutes", "is_held"), [(45, True), (0, False)])
def test_the_policy_says_for_how_long(guest, station, minutes, is_held):
    rule(hold_minutes=minutes)
    stay = held(guest, station)
    assert (fresh(stay).held_until is not None, stay.nights.exists()) == (is_held, is_held)
    assert not is_held or stay.held_until > now() + timedelta(minutes=44)


def test_choosing_the_same_again_makes_it_no_longer(guest, station):
    stay = held(guest, station)
    with standing_at(now() + timedelta(minutes=20)):
        again = services.hold_bed(actor=guest, stay=draft(guest, station))
    assert again.held_until == stay.held_until
    assert stay.nights.count() == 2


def test_nobody_holds_for_another_and_nobody_what_was_handed_in(guest, station):
    stay = draft(guest, station)
    with pytest.raises(NotAllowed):
        services.hold_bed(actor=people.applicant(), stay=stay)
    services.submit_stay(actor=guest, stay=stay)
    with pytest.raises(WrongState):
        services.hold_bed(actor=guest, stay=stay)
    with pytest.raises(NotAllowed):
        services.release_hold(actor=people.applicant(), stay=stay)


def test_it_costs_nothing_and_is_nobody_elses_business(guest, station, operator):
    held(guest, station)
    assert allowance_of(guest.person, soon().year, policy_on(today())).used == 0
    assert not StayNight.objects.visible_to(people.city_staff()).exists()
    assert not StayNight.objects.visible_to(operator).exists()
    assert not any(line.total for line in nights_by_purpose([station.pk], today(), soon(30)))


# --- the walls ------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["cap_reached", "too_late", "suspended", "overlap"])
def test_no_bed_is_held_against_a_rule(guest, station, why):
    nights, arrival = (7, soon()) if why == "cap_reached" else (2, soon(1) if why == "too_late" else soon())
    if why == "suspended":
        suspend(
            actor=people.city_staff(), person=guest.person, reason="失约", from_on=today(), until_on=soon(30)
        )
    if why == "overlap":
        book(guest, house("male:1"))
    with pytest.raises(NotEligible) as refused:
        held(guest, station, arrival, nights)
    assert refused.value.code == why


def test_a_held_bed_gives_the_room_its_gender(guest):
    station = house("flexible:2")
    stay = held(guest, station)
    with pytest.raises(BedTaken):
        held(people.applicant(gender=people.FEMALE), station)
    with standing_at(stay.held_until):
        services.lapse_holds(at=stay.held_until)
    assert held(people.applicant(gender=people.FEMALE), station).nights.count() == 2


def test_the_database_lets_nothing_but_a_draft_hold(guest, station):
    stay = held(guest, station)
    with pytest.raises(IntegrityError, match="stay_hold_is_a_drafts"):
        Stay.objects.filter(pk=stay.pk).update(state="expired", ended_at=now())


# --- handed in ------------------------------------------------------------------------------


def test_what_was_held_is_handed_in_past_everybody_who_waits(guest, station):
    stay = held(guest, station)
    first = wait(people.applicant(), station)

    services.submit_stay(actor=guest, stay=stay)

    assert (fresh(stay).state, fresh(stay).held_until) == ("submitted", None)
    assert dates_of(stay) == [soon(5), soon(6)]
    assert fresh(first).state == "waiting"


def test_after_its_time_who_waits_comes_first(guest, station):
    stay = held(guest, station)
    first = wait(people.applicant(), station)

    with standing_at(stay.held_until):
        with pytest.raises(BedTaken):
            services.submit_stay(actor=guest, stay=fresh(stay))  # no job has looked yet
        services.lapse_holds(at=now())

    assert (fresh(first).state, fresh(stay).state) == ("offered", "draft")


def test_after_its_time_a_bed_that_is_still_free_is_taken_again(guest, station):
    stay = held(guest, station)
    with standing_at(stay.held_until):
        assert services.lapse_holds(at=now()) == 1
        assert services.lapse_holds(at=now()) == 0
        assert not stay.nights.exists()
        services.submit_stay(actor=guest, stay=fresh(stay))
    assert dates_of(stay) == [soon(5), soon(6)]


def test_who_waits_for_the_bed_that_was_held_too_long_stands_in_the_queue_and_holds_nothing(guest, station):
    stay = held(guest, station)
    first = wait(people.applicant(), station)
    with standing_at(stay.held_until):
        services.submit_or_wait(actor=guest, stay=stay)
    assert (fresh(first).state, fresh(stay).state) == ("offered", "waiting")
    assert not stay.nights.exists()


# --- let go ---------------------------------------------------------------------------------


@pytest.mark.parametrize("changed", ["dates", "room", "house", "nothing"])
def test_another_choice_lets_the_bed_go_to_who_waits(guest, station, changed):
    stay = held(guest, station)
    first = wait(people.applicant(), station)
    place = {"station": station, "arrival": soon(5), "departure": soon(7)}
    place |= {"house": {"station": house()}, "dates": {"departure": soon(6)}}.get(changed, {})
    said = {"room": {"room_wish": "single"}, "nothing": {"purpose_detail": "另一家单位"}}.get(changed, {})

    services.save_draft(actor=guest, guest=guest.person, **place, **said)

    is_kept = changed == "nothing"
    assert (fresh(stay).is_held, fresh(first).state) == (is_kept, "waiting" if is_kept else "offered")


def test_a_bed_is_let_go_when_its_guest_asks(guest, station):
    stay = held(guest, station)
    services.release_hold(actor=guest, stay=stay)
    assert (fresh(stay).held_until, stay.nights.exists()) == (None, False)


def test_an_old_draft_expires_when_its_bed_has_come_free(guest, station):
    stay = held(guest, station)
    Stay.objects.filter(pk=stay.pk).update(created_at=now() - timedelta(days=8))
    services.expire_stays(at=now())
    assert fresh(stay).state == "draft"
    services.release_hold(actor=guest, stay=stay)
    services.expire_stays(at=now())
    assert fresh(stay).state == "expired"


def test_ones_own_hold_never_stands_in_ones_way(guest, station):
    """At the telephone, or by another machine: the bed of the draft goes, the booking stands."""
    stay = held(guest, station, nights=5)

    assert book(guest, station, nights=2).state == "submitted"

    assert (fresh(stay).state, fresh(stay).held_until) == ("draft", None)
    assert StayNight.objects.count() == 2


@pytest.mark.control
def test_the_control_where_it_does(guest, station, monkeypatch):
    held(guest, station, nights=5)
    monkeypatch.setattr(booking, "let_go_of_own", lambda *_ids: False)
    with pytest.raises(NotEligible, match="您在这段时间已有一份预约"):
        book(guest, station, nights=2)


def test_a_refusal_for_another_reason_leaves_the_hold(guest, station):
    stay = held(guest, station)
    with pytest.raises(NotEligible):
        book(guest, station, soon(12), evidence=[])
    assert fresh(stay).is_held


def test_a_held_bed_is_dealt_anew_like_any_other(guest):
    """Nobody knows the bed yet: it changes when that makes room for somebody."""
    station = house("male:2")
    one, other = held(guest, station, soon(5), 1), book(people.applicant(), station, soon(6), nights=1)
    both = set(StayNight.objects.values_list("bed", flat=True))
    assert book(people.applicant(), station, soon(5), nights=2)
    assert len(both | set(StayNight.objects.values_list("bed", flat=True))) == 2
    assert fresh(one).is_held
    assert other.nights.count() == 1


# --- on the pages ---------------------------------------------------------------------------


def post(client, page, query="", **said):
    return client.post(reverse(page) + query, said | {"one_time_key": f"{page}-{now()}"})


@pytest.fixture
def client(guest):
    return people.signed_in(guest)


def choose(client, station, arrival=None, nights=2, query=""):
    asked = {"station": station.code, "arrival": (arrival or soon()).isoformat(), "nights": str(nights)}
    return post(client, "stay_dates", query, **asked)


def text(client, page):
    return client.get(reverse(page)).content.decode()


def test_after_dates_and_room_the_pages_say_until_when(client, guest, station):
    choose(client, station)
    assert not StayNight.objects.exists()
    assert "床位为您保留至" not in text(client, "stay_room")

    post(client, "stay_room", room_wish="any")

    stay = Stay.objects.get(guest=guest.person)
    until = f'">{clock(stay.held_until)}</time>'
    for page in ("stay_dates", "stay_room", "stay_purpose", "stay_contact", "stay_check"):
        assert until in text(client, page), page
    assert "床位已为您保留，请在到时前提交" in text(client, "my_stays")


def test_after_its_time_the_pages_say_that_no_bed_is_held(client, guest, station):
    choose(client, station)
    post(client, "stay_room", room_wish="any")
    with standing_at(now() + HALF_HOUR):
        services.lapse_holds(at=now())
        page = text(client, "stay_contact")
    assert "床位为您保留至" not in page
    assert "现在没有为您保留床位" in page


def test_other_dates_let_the_bed_go_and_from_the_last_page_the_new_one_is_held_at_once(
    client, guest, station
):
    choose(client, station)
    post(client, "stay_room", room_wish="any")

    choose(client, station, soon(6), query="?from=check")  # the own bed is not in the way

    assert sorted(StayNight.objects.values_list("date", flat=True)) == [soon(6), soon(7)]
    choose(client, station, soon(10))
    assert not StayNight.objects.exists()


def test_the_same_dates_again_are_not_full_because_one_holds_them(client, guest, station):
    choose(client, station)
    post(client, "stay_room", room_wish="any")
    assert choose(client, station).status_code == 302
    assert StayNight.objects.count() == 2


def test_where_no_bed_can_be_held_the_way_goes_on_and_the_page_says_why(client, guest, station):
    choose(client, station)
    book(people.applicant(), station)

    answer = client.post(
        reverse("stay_room"), {"room_wish": "any", "one_time_key": "full-house"}, follow=True
    )

    assert answer.redirect_chain[-1][0] == reverse("stay_purpose")
    assert "没有空床" in answer.content.decode()
    assert "现在没有为您保留床位" in answer.content.decode()
