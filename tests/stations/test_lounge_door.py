"""The poster at a zone's door: whose booking it finds, when it checks in, what the desk sees and undoes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stations import services, tasks
from stations.lounge_door import next_opening, token_of, visit_at, zone_of
from stations.lounge_errors import NotByPoster, NotDoorTime, PosterRenewed, PosterUnknown, VisitMoved
from stations.models import LoungeVisit, Strike
from tests import people
from tests.lounges import book, clock, hall, host, moment, monday, zone
from tests.people import signed_in
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return people.applicant("陈一帆")


@pytest.fixture
def room():
    return zone()


@pytest.fixture
def visit(user, room, time_machine):
    found = book(user, room, monday(), 10, 1)
    time_machine.move_to(moment(found, 5), tick=False)
    return found


def door(of):
    return reverse("lounge_door", args=[token_of(of)])


def check_in(user, visit, of=None):
    return services.check_in_at_door(actor=user, visit=visit, token=token_of(of or visit.zone))


# --- the code --------------------------------------------------------------------------------------


def test_the_code_names_the_zone_and_a_renewed_poster_ends_the_old_one(room):
    old = token_of(room)
    assert zone_of(old) == room
    services.renew_poster(actor=host(room), zone=room)
    with pytest.raises(PosterRenewed):
        zone_of(old)
    assert zone_of(token_of(room)) == room


def test_a_code_that_nobody_signed_opens_nothing(room):
    token = token_of(room)
    forged = f"{room.pk + 1}-1:{token.split(':')[1]}"
    for wrong in ("", "1", f"{room.pk}-1", token[:-1], forged, "x" * 300):
        with pytest.raises(PosterUnknown):
            zone_of(wrong)


def test_only_the_lounges_own_desk_renews_a_poster(room, user):
    for stranger in (user, host(zone())):
        with pytest.raises(NotAllowed):
            services.renew_poster(actor=stranger, zone=room)


# --- check-in --------------------------------------------------------------------------------------


def test_the_person_checks_in_at_the_door_and_the_desk_sees_how(user, visit):
    page = signed_in(user).get(door(visit.zone))
    assert visit.get_absolute_url() in page.text
    signed_in(user).post(door(visit.zone))
    visit.refresh_from_db()
    assert visit.state == "checked_in"
    assert "您已签到" in signed_in(user).get(door(visit.zone)).text
    desk = signed_in(host(visit.zone))
    assert "自助签到" in desk.get(f"{reverse('lounge_desk')}?lounge={visit.lounge.code}").text


@pytest.mark.parametrize(("minutes", "opens"), [(-31, False), (-30, True), (14, True), (15, False)])
def test_the_door_opens_half_an_hour_before_and_while_the_place_is_kept(
    user, room, time_machine, minutes, opens
):
    visit = book(user, room, monday(), 10, 1)
    time_machine.move_to(moment(visit, minutes), tick=False)
    if opens:
        assert check_in(user, visit).state == "checked_in"
        return
    with pytest.raises(NotDoorTime, match="09:30–10:15"):
        check_in(user, visit)
    assert signed_in(user).get(door(room)).status_code == 200


def test_nobody_checks_in_for_another_or_at_another_door(user, visit):
    for other in (people.applicant(), host(visit.zone)):
        with pytest.raises(NotAllowed):
            check_in(other, visit)
    with pytest.raises(PosterUnknown):
        check_in(user, visit, of=zone(visit.lounge))


def test_a_zone_of_a_hall_is_a_door_of_the_hall(user, time_machine):
    whole, room, _gym = hall()
    visit = book(user, whole, monday(), 10, 1)
    time_machine.move_to(moment(visit, 0), tick=False)
    assert visit_at(room, user.person) == visit
    assert check_in(user, visit, of=room).state == "checked_in"


def test_without_log_in_the_door_asks_for_it_and_comes_back(client, room):
    answer = client.get(door(room))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_an_old_poster_says_so(user, room):
    old = door(room)
    services.renew_poster(actor=host(room), zone=room)
    answer = signed_in(user).get(old)
    assert answer.status_code == 410
    assert "已经更换" in answer.text


# --- who has no booking ------------------------------------------------------------------------------


def test_who_has_no_booking_is_told_what_is_free_next(visit):
    opening = next_opening(visit.zone)
    assert (opening.start, opening.is_now) == (clock(11), False)
    page = signed_in(people.applicant()).get(door(visit.zone))
    assert "没有待到场的预约" in page.text
    assert "start=11%3A00" in page.text


def test_a_place_that_nobody_came_for_is_offered_at_the_door_and_taken(visit, time_machine):
    time_machine.move_to(moment(visit, 15), tick=False)
    tasks.release_visits()
    opening = next_opening(visit.zone)
    assert (opening.start, opening.is_now) == (clock(10), True)
    other = people.applicant()
    taken = book(other, visit.zone, today(), 10, 0.5)
    assert check_in(other, taken).state == "checked_in"


# --- the desk undoes ---------------------------------------------------------------------------------


def test_the_desk_takes_back_what_was_no_arrival_and_the_job_gives_the_place_away(user, visit, time_machine):
    check_in(user, visit)
    desk = signed_in(host(visit.zone))
    assert "撤销自助签到" in desk.get(reverse("lounge_desk_visit", args=[visit.reference])).text
    desk.post(reverse("lounge_desk_act", args=[visit.reference, "undo"]))
    visit.refresh_from_db()
    assert (visit.state, visit.checked_in_at) == ("booked", None)
    time_machine.shift(timedelta(minutes=10))
    assert tasks.release_visits() == 1
    assert Strike.objects.count() == 1


def test_what_the_desk_has_checked_in_itself_is_not_undone(user, visit):
    desk = host(visit.zone)
    services.receive_visit(actor=desk, visit=visit)
    with pytest.raises(NotByPoster):
        services.undo_check_in(actor=desk, visit=visit)
    with pytest.raises(NotAllowed):
        services.undo_check_in(actor=user, visit=visit)


def test_a_yes_to_a_request_moves_no_visit_that_is_in_use(user, time_machine):
    asked = book(user, zone(answer_hours=24), monday(), 10, 1)
    desk = host(asked.zone)
    services.confirm_visit(actor=desk, visit=asked)
    time_machine.move_to(moment(asked, -20), tick=False)
    check_in(user, asked)
    asked.answer_by = None  # else the time to answer, which is over by now, would refuse first
    with pytest.raises(VisitMoved):
        services.confirm_visit(actor=desk, visit=asked)
    assert LoungeVisit.objects.get(pk=asked.pk).state == "checked_in"


# --- posters -----------------------------------------------------------------------------------------


def test_the_desk_prints_a_sheet_for_each_zone_and_renews_one(room):
    desk = signed_in(host(room))
    page = desk.get(reverse("lounge_posters", args=[room.lounge.code]))
    assert page.text.count("data:image/svg+xml") == 1
    assert "Scan to check in" in page.text
    old = token_of(room)
    desk.post(reverse("lounge_poster_renew", args=[room.pk]))
    with pytest.raises(PosterRenewed):
        zone_of(old)
