"""Nights beyond the year's cap: asked by one, granted by another, for one person, so many, until a day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stations import services
from stations.allowance import allowance_of
from stations.errors import NotEligible, ReasonMissing
from stations.extra_nights_errors import (
    ExtraNightsAllUsed,
    ExtraNightsAskedBefore,
    ExtraNightsOutOfRange,
    ExtraNightsTakeTwoPeople,
)
from stations.facts import policy_on
from stations.invariants import NIGHTS
from stations.models import ExtraNights, StayNight
from stations.queues import EXTRA_NIGHTS
from stations.services.extra_nights import (
    ask_extra_nights,
    grant_extra_nights,
    refuse_extra_nights,
    revoke_extra_nights,
)
from tests import people
from tests.houses import book, house, in_one_year, rule
from tests.people import signed_in
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed, StateChanged
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules():
    rule(max_stays_per_window=100, horizon_days=600)


@pytest.fixture
def station(db):
    return house("male:4")


@pytest.fixture
def desk(station):
    return people.operator(station.operator)


@pytest.fixture
def officer(station):
    return people.officer(station.reporting_org.code)


@pytest.fixture
def full(guest, station):
    """All six nights are used."""
    return book(guest, station, in_one_year(0), nights=6)


def asked(desk, guest, station, nights=2, until_on=None, reason="面试顺延"):
    """By an office that knows the guest from a stay of the year before."""
    until_on = until_on or in_one_year(60)
    if not guest.person.stays.exists():
        book(guest, station, nights=1)
    return ask_extra_nights(
        actor=desk, person=guest.person, station=station, nights=nights, until_on=until_on, reason=reason
    )


def granted(desk, officer, guest, station, **details):
    extra = asked(desk, guest, station, **details)
    return grant_extra_nights(actor=officer, extranights=extra, reason="情况属实")


def torn():
    found = verify()
    return {name: found[name] for name in NIGHTS if found[name]}


# --- what is granted ------------------------------------------------------------------------


def test_whoever_may_grant_sees_how_many_wait_and_which_are_late(desk, officer, guest, station):
    asked(desk, guest, station)
    assert (EXTRA_NIGHTS.count(officer), EXTRA_NIGHTS.overdue(officer)) == (1, 0)
    assert EXTRA_NIGHTS.count(people.officer("huantai")) == 0
    assert not EXTRA_NIGHTS.may_see(desk)
    assert guest.person.masked_name in signed_in(officer).get(EXTRA_NIGHTS.url(officer)).content.decode()
    with standing_at(now() + timedelta(days=12)):
        assert EXTRA_NIGHTS.overdue(officer) == 1


def test_asking_alone_gives_nothing(guest, station, desk, full):
    asked(desk, guest, station)
    with pytest.raises(NotEligible):
        book(guest, station, in_one_year(10), nights=1)


def test_two_nights_more_and_not_three(guest, station, desk, officer, full):
    granted(desk, officer, guest, station)
    with pytest.raises(NotEligible) as refused:
        book(guest, station, in_one_year(10), nights=3)
    assert "8 晚" in str(refused.value)

    stay = book(guest, station, in_one_year(10), nights=2)

    assert list(stay.nights.values_list("number", "cap", "extra_nights")) == [(7, 6, 2), (8, 6, 2)]
    assert torn() == {}
    with pytest.raises(NotEligible):
        book(guest, station, in_one_year(20), nights=1)


def test_nobody_else_and_no_later_night_has_them(guest, station, desk, officer, full):
    granted(desk, officer, guest, station, until_on=in_one_year(11))
    with pytest.raises(NotEligible):
        book(guest, station, in_one_year(11), nights=2)
    other = people.applicant()
    with pytest.raises(NotEligible):
        book(other, station, in_one_year(20), nights=7)
    assert book(guest, station, in_one_year(10), nights=2).nights.count() == 2


def test_nights_within_the_cap_rest_on_the_policy(guest, station, desk, officer):
    granted(desk, officer, guest, station)
    stay = book(guest, station, in_one_year(0), nights=7)
    assert list(stay.nights.values_list("extra", flat=True))[:6] == [None] * 6
    assert stay.nights.last().extra_id is not None


def test_the_meter_shows_them_while_they_may_be_used(guest, station, desk, officer, full):
    extra = granted(desk, officer, guest, station)
    found = allowance_of(guest.person, extra.year, policy_on(in_one_year(0)))
    assert (found.cap, found.left) == (8, 2)


def test_a_guest_who_is_moved_keeps_what_the_night_rests_on(guest, station, desk, officer, full):
    granted(desk, officer, guest, station)
    stay = book(guest, station, in_one_year(10), nights=2)
    house("male:2")
    services.close_station(
        actor=desk,
        station=station,
        from_on=in_one_year(9),
        until_on=in_one_year(13),
        reason="水管检修",
    )
    assert set(StayNight.objects.filter(stay=stay).values_list("extra_nights", flat=True)) == {2}
    assert torn() == {}


def test_its_guest_reads_why_and_until_when(guest, station, desk, officer):
    granted(desk, officer, guest, station)
    assert Notice.objects.filter(kind="stations.extra_nights_granted", to=guest.person).count() == 1
    page = signed_in(guest).get(reverse("my_strikes")).content.decode()
    assert "额外晚数" in page
    assert "情况属实" in page


# --- two people -----------------------------------------------------------------------------


def test_whoever_asked_does_not_grant_by_another_log_in_either(guest, station, officer):
    extra = asked(officer, guest, station)
    twin = User.objects.create(mobile="+8615400000077", person=officer.person, is_staff=True)
    for actor in (officer, twin):
        with pytest.raises(ExtraNightsTakeTwoPeople):
            grant_extra_nights(actor=actor, extranights=extra, reason="情况属实")


def test_a_desk_asks_and_does_not_grant_and_a_stranger_does_neither(guest, station, desk):
    extra = asked(desk, guest, station)
    second = people.operator(station.operator)
    for actor in (second, people.officer("linzi"), guest):
        with pytest.raises(NotAllowed):
            grant_extra_nights(actor=actor, extranights=extra, reason="情况属实")
    with pytest.raises(NotAllowed):
        asked(people.officer("linzi"), guest, station)


def test_the_database_itself_refuses_one_pair_of_eyes(guest, station, desk):
    extra = asked(desk, guest, station)
    changes = {"decided_at": "2026-11-28T00:00Z", "decision": "好", "state": "granted", "granted_nights": 2}
    for human in (extra.asked_by_id, extra.person_id):
        with pytest.raises(IntegrityError, match="extra_nights_take_two_people"), transaction.atomic():
            ExtraNights.objects.filter(pk=extra.pk).update(**changes, decided_by_id=human)


def test_each_word_and_number_is_asked_for(guest, station, desk, officer):
    for details, refused in (
        ({"reason": " "}, ReasonMissing),
        ({"nights": 0}, ExtraNightsOutOfRange),
        ({"nights": 31}, ExtraNightsOutOfRange),
        ({"until_on": today() - timedelta(days=1)}, ExtraNightsOutOfRange),
    ):
        with pytest.raises(refused):
            asked(desk, guest, station, **details)
    extra = asked(desk, guest, station)
    with pytest.raises(ReasonMissing):
        grant_extra_nights(actor=officer, extranights=extra, reason="")
    with pytest.raises(ExtraNightsAskedBefore):
        asked(desk, guest, station)


def test_it_is_decided_once_and_a_refusal_gives_nothing(guest, station, desk, officer, full):
    extra = refuse_extra_nights(actor=officer, extranights=asked(desk, guest, station), reason="理由不足")
    assert (extra.state, extra.granted_nights) == ("refused", 0)
    with pytest.raises(StateChanged):
        grant_extra_nights(actor=officer, extranights=extra, reason="情况属实")
    with pytest.raises(NotEligible):
        book(guest, station, in_one_year(10), nights=1)
    assert asked(desk, guest, station).state == "asked"


# --- taken back -----------------------------------------------------------------------------


def test_what_nobody_used_is_taken_back_and_what_is_booked_stays(guest, station, desk, officer, full):
    extra = granted(desk, officer, guest, station, nights=3)
    stay = book(guest, station, in_one_year(10), nights=1)

    revoke_extra_nights(actor=officer, extranights=extra, reason="面试取消")

    assert (extra.state, extra.granted_nights, extra.taken_back_nights) == ("revoked", 1, 2)
    assert list(stay.nights.values_list("number", "extra_nights")) == [(7, 1)]
    with pytest.raises(NotEligible):
        book(guest, station, in_one_year(20), nights=1)
    assert torn() == {}
    with pytest.raises(ExtraNightsAskedBefore):
        asked(desk, guest, station)


def test_a_grant_that_nobody_used_is_gone_and_may_be_asked_for_anew(guest, station, desk, officer, full):
    extra = granted(desk, officer, guest, station)
    revoke_extra_nights(actor=officer, extranights=extra, reason="面试取消")
    assert (extra.granted_nights, allowance_of(guest.person, extra.year, policy_on(today())).left) == (0, 0)
    assert Notice.objects.filter(kind="stations.extra_nights_revoked", to=guest.person).count() == 1
    assert "情况属实" not in signed_in(guest).get(reverse("my_strikes")).content.decode()
    assert asked(desk, guest, station).state == "asked"


def test_it_is_not_taken_back_without_words_twice_used_up_or_by_whoever_may_not(
    guest, station, desk, officer, full
):
    extra = granted(desk, officer, guest, station, nights=1)
    with pytest.raises(ReasonMissing):
        revoke_extra_nights(actor=officer, extranights=extra, reason=" ")
    for actor in (desk, people.officer("linzi"), guest):
        with pytest.raises(NotAllowed):
            revoke_extra_nights(actor=actor, extranights=extra, reason="面试取消")
    stay = book(guest, station, in_one_year(10), nights=1)
    with pytest.raises(ExtraNightsAllUsed) as refused:
        revoke_extra_nights(actor=officer, extranights=extra, reason="面试取消")
    assert "批准的 1 晚" in str(refused.value)
    services.withdraw_stay(actor=guest, stay=stay)
    revoke_extra_nights(actor=officer, extranights=extra, reason="面试取消")
    with pytest.raises(StateChanged):
        revoke_extra_nights(actor=officer, extranights=extra, reason="面试取消")


def test_the_database_itself_keeps_a_grant_that_nights_rest_on(guest, station, desk, officer, full):
    extra = granted(desk, officer, guest, station)
    book(guest, station, in_one_year(10), nights=1)
    changes = {"state": "revoked", "granted_nights": 0, "revoked_by": officer.person, "revoked_at": now()}
    with pytest.raises(IntegrityError, match="stay_night_grant_is_the_guests"), transaction.atomic():
        ExtraNights.objects.filter(pk=extra.pk).update(**changes, revoke_reason="面试取消")
    with pytest.raises(IntegrityError, match="extra_nights_taken_back_with_a_reason"), transaction.atomic():
        ExtraNights.objects.filter(pk=extra.pk).update(**changes)


# --- the wall -------------------------------------------------------------------------------


def test_the_database_itself_refuses_a_night_that_nobody_granted(guest, station, desk, officer, full):
    night, asked_for = full.nights.last(), asked(desk, guest, station)
    theirs = granted(desk, officer, people.applicant(), station)
    changes = {"number": 7, "extra_nights": 2, "extra_until": asked_for.until_on}
    for extra in (asked_for, theirs):
        with pytest.raises(IntegrityError, match="stay_night_grant_is_the_guests"), transaction.atomic():
            StayNight.objects.filter(pk=night.pk).update(extra=extra, **changes)
    for changes in ({"number": 7}, {"number": 7, "extra_nights": 2}):
        with pytest.raises(IntegrityError, match=r"stay_night_(within|beyond)"), transaction.atomic():
            StayNight.objects.filter(pk=night.pk).update(**changes)


def test_the_database_itself_refuses_the_ninth_night_and_one_after_the_last(
    guest, station, desk, officer, full
):
    extra = granted(desk, officer, guest, station)
    night = full.nights.last()
    rest = {"extra": extra, "extra_nights": 2, "extra_until": extra.until_on}
    for changes in ({"number": 9}, {"number": 7, "extra_nights": 3}, {"date": extra.until_on + timedelta(1)}):
        with pytest.raises(IntegrityError, match="stay_night_"), transaction.atomic():
            StayNight.objects.filter(pk=night.pk).update(**(rest | changes))


# --- at the desk of the admin -----------------------------------------------------------------


def test_an_office_asks_on_its_page_and_another_grants_there(guest, station, desk, officer, full):
    asks = {
        "person": guest.person.pk,
        "station": station.pk,
        "nights": 2,
        "until_on": in_one_year(60).isoformat(),
        "reason": "面试顺延",
    }
    signed_in(desk).post(reverse("admin:stations_extranights_add"), asks)
    extra = ExtraNights.objects.get()
    where = reverse("admin:stations_extranights_changelist")
    acts = {"action": "grant", "_selected_action": [extra.pk], "answered": "1", "reason": "情况属实"}

    signed_in(desk).post(where, acts)
    extra.refresh_from_db()
    assert extra.state == "asked"

    signed_in(officer).post(where, acts)
    extra.refresh_from_db()
    assert (extra.state, extra.decided_by) == ("granted", officer.person)

    signed_in(officer).post(where, acts | {"action": "revoke", "reason": "面试取消"})
    extra.refresh_from_db()
    assert (extra.state, extra.revoked_by, extra.revoke_reason) == ("revoked", officer.person, "面试取消")
    page = signed_in(officer).get(reverse("admin:stations_extranights_change", args=[extra.pk]))
    assert "面试取消" in page.content.decode()
