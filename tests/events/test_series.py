"""Series of sessions: clashes before anything is kept, a venue's hours, and how often one person may come."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from events import errors, series, series_errors
from events.models import Registration, SeriesCoupon, Session, Venue
from events.services import planning, sessions
from tests import eventing, people
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.sheets import PreviewExpired

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return people.officer()


@pytest.fixture
def draft(by):
    return eventing.events.write_event(actor=by, plan=eventing.event_plan())


def plan(**fields):
    return eventing.session_plan(starts_at=eventing.clock(19, 7), **fields)


def days(times):
    return series.weekly(eventing.clock(19, 7).date(), times)


def preview(by, event, times=12, **fields):
    return planning.preview_series(actor=by, event=event, plan=plan(**fields), days=days(times))


def held(event, starts_at, venue):
    return eventing.session(venue=venue, starts_at=starts_at)


# --- days and clashes ------------------------------------------------------------------------------


def test_a_rule_names_its_days():
    assert series.weekly(date(2026, 12, 1), 3, 2) == [
        date(2026, 12, 1),
        date(2026, 12, 15),
        date(2026, 12, 29),
    ]


def test_two_of_twelve_clash_both_are_shown_and_none_or_ten_are_saved(by, draft):
    """booking.md §8, 26."""
    hall = eventing.venue()
    for week in (2, 5):
        held(draft, eventing.clock(20, 7 + 7 * week), hall)
    shown = preview(by, draft, venue=hall)
    assert ([turn.starts_at.date() for turn in shown.clashing], len(shown.free)) == (
        [days(12)[2], days(12)[5]],
        10,
    )
    assert draft.sessions.count() == 0
    with pytest.raises(series_errors.SeriesClashes):
        planning.plan_series(actor=by, sealed=shown.sealed)
    assert draft.sessions.count() == 0
    assert len(planning.plan_series(actor=by, sealed=shown.sealed, only_free=True)) == 10


def test_without_clashes_all_are_saved_with_their_own_moments_and_one_opening(by, draft):
    made = planning.plan_series(actor=by, sealed=preview(by, draft, 3, venue=eventing.venue()).sealed)
    assert [each.starts_at - made[0].starts_at for each in made] == [timedelta(weeks=n) for n in range(3)]
    assert {each.opens_at for each in made} == {made[0].opens_at}
    assert {each.starts_at - each.closes_at for each in made} == {timedelta(hours=1)}


def test_what_was_taken_since_the_preview_keeps_everything_out(by, draft):
    hall = eventing.venue()
    shown = preview(by, draft, 3, venue=hall)
    held(draft, eventing.clock(20, 14), hall)
    for how in ({}, {"only_free": True}):
        with pytest.raises(series_errors.SeriesChanged):
            planning.plan_series(actor=by, sealed=shown.sealed, **how)
    assert draft.sessions.count() == 0


def test_sessions_without_a_venue_and_called_off_ones_clash_with_nothing(by, draft):
    hall = eventing.venue()
    off = held(draft, eventing.clock(19, 7), hall)
    sessions.cancel_session(actor=by, session=off, reason="下雨")
    eventing.session(starts_at=eventing.clock(19, 7))
    assert preview(by, draft, 2, venue=hall).clashing == []
    assert preview(by, draft, 2).clashing == []


def test_a_series_that_runs_into_itself_is_shown(by, draft):
    long = plan(ends_at=eventing.clock(19, 9))
    shown = planning.preview_series(
        actor=by, event=draft, plan=long, days=[eventing.clock(0, 7).date(), eventing.clock(0, 8).date()]
    )
    assert [bool(turn.clashes) for turn in shown.turns] == [False, True]


def test_no_day_too_many_and_another_s_preview_are_refused(by, draft):
    with pytest.raises(series_errors.SeriesEmpty):
        preview(by, draft, 0)
    with pytest.raises(series_errors.SeriesTooLong):
        preview(by, draft, 61)
    with pytest.raises(NotAllowed):
        preview(people.officer(of="huantai"), draft, 2)
    sealed = preview(by, draft, 2).sealed
    with pytest.raises(PreviewExpired):
        planning.plan_series(actor=people.city_staff(), sealed=sealed)


# --- the venue -------------------------------------------------------------------------------------


def test_one_session_at_a_time_and_the_next_may_begin_when_it_ends():
    hall = eventing.venue()
    first = eventing.session(venue=hall)
    with pytest.raises(errors.VenueTaken):
        eventing.session(venue=hall, starts_at=first.starts_at + timedelta(minutes=30))
    after = eventing.session(venue=hall, starts_at=first.ends_at)
    with pytest.raises(errors.VenueTaken):
        sessions.change_session(
            actor=people.officer(), session=after, plan=eventing.plan_of(after, starts_at=first.starts_at)
        )


def test_the_database_itself_holds_one_session_at_a_time():
    hall = eventing.venue()
    first, other = eventing.session(venue=hall), eventing.session()
    with pytest.raises(IntegrityError, match="session_one_at_a_time_in_its_venue"), transaction.atomic():
        Session.objects.filter(pk=other.pk).update(
            venue=hall, starts_at=first.starts_at, ends_at=first.ends_at
        )


def test_a_venue_is_named_once_by_its_keeper_and_kept_by_its_own_office(by):
    keeper = eventing.Organisation.objects.get(code="zhangdian")
    planning.add_venue(actor=by, organisation=keeper, name="报告厅")
    with pytest.raises(series_errors.VenueThere):
        planning.add_venue(actor=by, organisation=keeper, name="报告厅 ")
    with pytest.raises(NotAllowed):
        planning.add_venue(actor=people.officer(of="huantai"), organisation=keeper, name="大厅")


# --- how often ---------------------------------------------------------------------------------------


def turns(by, count=3, **fields):
    made = eventing.event(**fields)
    for number in range(1, count):
        later = eventing.session_plan(starts_at=eventing.clock(19, 3 + 7 * number))
        sessions.plan_session(actor=by, event=made, plan=later)
    return list(made.sessions.order_by("starts_at"))


def test_once_per_series_is_once_and_leaving_frees_the_number(by):
    first, second, _third = turns(by, series_most=1)
    user = people.applicant()
    one = eventing.register(user, first)
    with pytest.raises(errors.SeriesCapReached) as refusal:
        eventing.register(user, second)
    assert str(refusal.value) == "这个系列每人最多报名 1 场，您已报满；取消一场后可以再报"
    eventing.cancel(one)
    assert eventing.register(user, second).coupon.number == 1


def test_two_a_year_are_two_in_each_year(by):
    first, second, third = turns(by, series_most=2, series_per="year")
    user = people.applicant()
    for turn in (first, second):
        eventing.register(user, turn)
    Session.objects.filter(pk=third.pk).update(
        starts_at=third.starts_at + timedelta(days=366),
        ends_at=third.ends_at + timedelta(days=366),
        closes_at=third.closes_at,
    )
    third.refresh_from_db()
    eventing.register(user, third)
    told = SeriesCoupon.objects.order_by("pk").values_list("period", "number")
    year = first.starts_at.astimezone().year
    assert [number for _period, number in told][-1] == 1
    assert told.count() == 3
    assert year <= max(period for period, _number in told)


def test_the_database_itself_gives_no_number_above_the_cap(by):
    first, second, _third = turns(by, series_most=1)
    user = people.applicant()
    eventing.register(user, first)
    with pytest.raises(IntegrityError, match="registration_within_the_series_cap"), transaction.atomic():
        Registration.objects.create(session=second, quota=second.quotas.get(), person=user.person)
    coupon = SeriesCoupon.objects.get()
    other = eventing.register(people.crowd(1)[0], second)
    with pytest.raises(IntegrityError, match="series_coupon_number_used_once"), transaction.atomic():
        SeriesCoupon.objects.filter(registration=other).update(person=coupon.person)
    with pytest.raises(IntegrityError, match="series_coupon_counts_from_one"), transaction.atomic():
        SeriesCoupon.objects.filter(pk=coupon.pk).update(number=0)


# --- pages -------------------------------------------------------------------------------------------


def sent(turn_plan, **more):
    moments = ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until")
    told = {name: f"{getattr(turn_plan, name).astimezone():%Y-%m-%dT%H:%M}" for name in moments}
    return told | {"place": "会客厅", "capacity": 20, "name": "", "name_en": "", "quotas": ""} | more


def test_the_desk_sees_clashes_first_and_saves_by_choice(by, draft):
    desk, hall = people.signed_in(by), eventing.venue()
    held(draft, eventing.clock(20, 14), hall)
    here = f"/events/desk/{draft.public_id}/series/"
    page = desk.post(here, sent(plan(), venue=hall.pk, times=3))
    assert "预览：共 3 场，1 场有冲突" in page.content.decode()
    sealed = page.context["confirm"].initial["sealed"]
    refused = desk.post(here, {"sealed": sealed, "act": "all"}, follow=True)
    assert "没有保存任何一场" in refused.content.decode()
    assert "已安排 2 场。" in desk.post(here, {"sealed": sealed, "act": "free"}, follow=True).content.decode()
    listed = desk.post(here, sent(plan(), days="2031-01-05\n2031-01-12"))
    assert "预览：共 2 场" in listed.content.decode()
    for wrong in ({"days": "昨天"}, {"times": "x"}, {"times": 61}, {"days": "2031-02-30"}, {}):
        assert desk.post(here, sent(plan(), **wrong)).context["form"].errors
    for sealed in ("", "x", "a:b:c"):
        assert desk.post(here, {"sealed": sealed}, follow=True).status_code == 200
    assert people.signed_in(people.officer(of="huantai")).get(here).status_code == 404


def test_the_desk_names_a_venue_of_its_own(by):
    desk = people.signed_in(by)
    own = eventing.Organisation.objects.get(code="zhangdian")
    page = desk.post("/events/desk/venues/", {"organisation": own.pk, "name": "二楼报告厅"}, follow=True)
    assert "二楼报告厅" in page.content.decode()
    other = eventing.Organisation.objects.get(code="huantai")
    assert desk.post("/events/desk/venues/", {"organisation": other.pk, "name": "x"}).context["form"].errors
    assert Venue.objects.count() == 1
