"""Moderated zones: what is booked there waits for a yes; who may say it, until when, and what goes back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stations import services, tasks
from stations.lounge_errors import AnswerOverdue, SlotTaken, TooLateToAsk, VisitCodeUnknown, VisitMoved
from stations.models import LoungeVisit, Strike
from tests import people
from tests.lounges import asked_for, book, hall, holds, host, lounge, moment, monday, wish, zone
from tests.people import signed_in
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.kinds import kind_of
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return people.applicant("陈一帆")


@pytest.fixture
def room():
    return zone(answer_hours=24)


@pytest.fixture
def visit(user, room):
    return book(user, room, monday(), 10, 1)


@pytest.fixture
def desk(room):
    return host(room)


@pytest.fixture
def series(user, room):
    found, _answers = services.book_series(
        actor=user, person=user.person, wish=wish(room, monday(2)), weeks=3, only_free=False
    )
    return found


def told(kind):
    return Notice.objects.filter(kind=f"stations.{kind}").count()


def words(kind, visit):
    found = kind_of(f"stations.{kind}")
    return found.words(LoungeVisit.objects.get(pk=visit.pk))


# --- asking ---------------------------------------------------------------------------------------


def test_a_visit_to_a_moderated_zone_waits_and_holds_what_a_booking_holds(visit, room, desk, time_machine):
    assert visit.state == "requested"
    assert holds(visit) == (2, 2)
    assert (told("lounge_requested"), told("lounge_booked")) == (1, 0)
    with pytest.raises(SlotTaken):
        book(people.applicant(), room, visit.date, 10, 1)
    time_machine.move_to(moment(visit), tick=False)
    with pytest.raises(VisitCodeUnknown):
        services.find_visit(actor=desk, lounge=room.lounge, code=visit.code)


def test_the_control_any_other_zone_is_booked_at_once(user, room):
    assert book(user, zone(room.lounge), monday(), 10, 1).state == "booked"


def test_the_time_to_answer_ends_at_the_start_at_the_latest(user, room, time_machine):
    visit = book(user, room, monday(2), 10, 1)
    assert abs(visit.answer_by - now() - timedelta(hours=24)) < timedelta(minutes=1)
    time_machine.move_to(moment(visit) - timedelta(hours=2), tick=False)
    soon = book(user, room, visit.date, 12, 1)
    assert soon.answer_by == soon.starts_at
    time_machine.move_to(moment(visit, 1), tick=False)
    with pytest.raises(TooLateToAsk):
        book(people.applicant(), zone(answer_hours=1), visit.date, 10, 1)


def test_a_hall_asks_where_one_of_its_zones_does(user):
    whole, room, _gym = hall()
    room.answer_hours = 12
    room.save()
    assert book(user, whole, monday(), 10, 1).state == "requested"


def test_a_request_is_cancelled_by_its_person_and_hit_by_a_closure(user, visit, desk):
    assert services.cancel_visit(actor=user, visit=visit).state == "cancelled"
    second = book(user, visit.zone, visit.date, 10, 1)
    span = {"from_at": moment(second), "until_at": moment(second, 60)}
    _closure, [hit] = services.close_lounge(
        actor=desk, lounge=visit.lounge, zone=visit.zone, reason="检修", **span
    )
    assert (hit.pk, hit.state, holds(hit)) == (second.pk, "cancelled", (0, 0))


# --- answers --------------------------------------------------------------------------------------


def test_a_yes_makes_it_a_booking_and_tells_the_code(visit, desk):
    [confirmed] = services.confirm_visit(actor=desk, visit=visit)
    assert (confirmed.state, holds(visit)) == ("booked", (2, 2))
    assert told("lounge_booked") == 1
    with pytest.raises(VisitMoved, match="待到场"):
        services.confirm_visit(actor=desk, visit=visit)
    assert told("lounge_booked") == 1


def test_a_no_gives_everything_back_and_tells_why(visit, desk, user):
    services.refuse_visit(actor=desk, visit=visit, reason="当天有市里的活动")
    assert (visit.state, holds(visit)) == ("refused", (0, 0))
    assert told("lounge_refused") == 1
    assert words("lounge_refused", visit)["reason"] == "当天有市里的活动"
    assert "当天有市里的活动" in signed_in(user).get(visit.get_absolute_url()).content.decode()
    assert book(people.applicant(), visit.zone, visit.date, 10, 1).state == "requested"


def test_strangers_answer_nothing_and_nobody_answers_the_own_request(visit, desk):
    own = LoungeVisit(person=desk.person, lounge=visit.lounge, zone=visit.zone)
    for actor, which in (
        (people.applicant(), visit),
        (host(lounge("huantai")), visit),
        (people.officer("huantai"), visit),
        (desk, own),
    ):
        with pytest.raises(NotAllowed):
            services.confirm_visit(actor=actor, visit=which)
        with pytest.raises(NotAllowed):
            services.refuse_visit(actor=actor, visit=which, reason="x")
    assert services.confirm_visit(actor=people.officer("zhangdian"), visit=visit)


def test_what_nobody_answers_lapses_once_with_one_message_and_no_strike(visit, desk, time_machine):
    assert tasks.lapse_requests(at=(visit.answer_by - timedelta(seconds=1)).isoformat()) == 0
    time_machine.move_to(visit.answer_by, tick=False)
    with pytest.raises(AnswerOverdue):
        services.confirm_visit(actor=desk, visit=visit)
    assert [tasks.lapse_requests(), tasks.lapse_requests()] == [1, 0]
    visit.refresh_from_db()
    assert (visit.state, holds(visit)) == ("lapsed", (0, 0))
    assert told("lounge_lapsed") == 1
    assert not Strike.objects.exists()


def test_what_was_confirmed_does_not_lapse(visit, desk, time_machine):
    services.confirm_visit(actor=desk, visit=visit)
    time_machine.move_to(visit.answer_by, tick=False)
    assert tasks.lapse_requests() == 0


# --- series ---------------------------------------------------------------------------------------


def test_a_series_asks_with_one_message_and_is_confirmed_with_one(series, desk):
    first = series.visits.earliest("date")
    assert (series.visits.requested().count(), told("lounge_requested")) == (3, 1)
    assert words("lounge_requested", first)["others"] == 2
    services.confirm_visit(actor=desk, visit=first, whole_series=True)
    assert series.visits.booked().count() == 3
    assert (told("lounge_series_booked"), told("lounge_booked")) == (1, 0)


def test_one_of_a_series_may_be_refused_and_the_rest_stand(series, desk):
    services.refuse_visit(actor=desk, visit=series.visits.earliest("date"), reason="检修")
    assert series.visits.requested().count() == 2
    services.refuse_visit(actor=desk, visit=series.visits.latest("date"), reason="停电", whole_series=True)
    assert series.visits.filter(state="refused").count() == 3
    assert told("lounge_refused") == 2


def test_a_series_lapses_with_one_message(series, time_machine):
    time_machine.move_to(now() + timedelta(hours=24), tick=False)
    assert tasks.lapse_requests() == 1
    assert series.visits.filter(state="lapsed").count() == 3
    assert told("lounge_lapsed") == 1


# --- pages ----------------------------------------------------------------------------------------


def test_the_page_says_that_one_is_asked_and_shows_no_code_before_the_yes(user, room, client):
    shown = client.get(reverse("lounge", args=[room.lounge.code]), {"date": f"{monday():%Y-%m-%d}"})
    assert "需审核" in shown.content.decode()
    answer = signed_in(user).post(reverse("lounge_book", args=[room.lounge.code]), asked_for(room))
    visit = LoungeVisit.objects.get()
    assert answer.url == visit.get_absolute_url()
    told = signed_in(user).get(answer.url).content.decode()
    assert "待审核" in told
    assert visit.code not in told
    assert "data:image/svg+xml" not in told


def test_the_desk_lists_requests_of_all_days_and_answers_them(visit, series, desk):
    client = signed_in(desk)
    shown = client.get(reverse("lounge_desk")).content.decode()
    assert visit.reference in shown
    first = series.visits.earliest("date")
    assert "通过整个系列" in client.get(reverse("lounge_desk_visit", args=[first.reference])).content.decode()
    client.post(reverse("lounge_confirm", args=[first.reference]), {"what": "series"})
    assert series.visits.booked().count() == 3
    refuse = reverse("lounge_refuse", args=[visit.reference])
    assert client.post(refuse, {"reason": ""}).status_code == 200
    client.post(refuse, {"reason": "当天有活动"})
    visit.refresh_from_db()
    assert visit.state == "refused"
    assert client.get(refuse).status_code == 302


def test_the_admin_answers_many_at_once(visit, series):
    client = signed_in(people.officer("zhangdian"))
    where = reverse("admin:stations_loungevisit_changelist")
    chosen = list(series.visits.values_list("pk", flat=True))
    client.post(where, {"action": "confirm_visit", "_selected_action": chosen})
    assert series.visits.booked().count() == 3
    answer = {"action": "refuse_visit", "_selected_action": [visit.pk]}
    client.post(where, answer | {"answered": "1", "reason": "当天有活动"})
    visit.refresh_from_db()
    assert visit.state == "refused"
    assert visit.transitions.last().note == "当天有活动"
