"""推荐码: single use, within the quota, of one district; a code changes no other rule."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from stations import services
from stations.errors import ReasonMissing
from stations.models import Partner, ReferralCode, Stay
from stations.own_data import stations_hold
from stations.referral_codes import ALPHABET
from stations.referral_errors import (
    QuotaUsedUp,
    ReferralExpired,
    ReferralNotOpen,
    ReferralRevoked,
    ReferralTermInvalid,
    ReferralUnknown,
    ReferralUsed,
)
from tests import people
from tests.houses import house, soon
from tests.stations.referrals import book, issue, partner
from zibo_youth.core.calendar import now, standing_at, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(db):
    return issue(partner())[0]


def state_of(code):
    code.refresh_from_db()
    return code.state, code.stay_id


# --- issuing ----------------------------------------------------------------------------------


def test_a_code_is_twelve_signs_that_nobody_mistakes_and_stands_nowhere_in_the_database():
    codes = issue(partner(), 5)

    assert {len(code.code) for code in codes} == {14}
    assert len({code.code for code in codes}) == 5
    assert all(re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", code.code) for code in codes)
    assert set(ALPHABET).isdisjoint("01IO")
    with connection.cursor() as cursor:
        for table in ("referralcode", "referralcodeevent"):
            cursor.execute(f"SELECT string_agg(row_to_json(kept)::text, ' ') FROM stations_{table} AS kept")
            kept = cursor.fetchone()[0]
            assert all(code.code not in kept for code in codes)
            assert all(code.code.replace("-", "") not in kept for code in codes)


def test_numbers_run_on_and_end_with_the_quota():
    found = partner(quota=3)
    assert [code.number for code in issue(found, 2)] == [1, 2]

    with pytest.raises(QuotaUsedUp):
        issue(found, 2)

    assert found.codes.count() == 2
    assert [code.number for code in issue(found)] == [3]


def test_a_higher_quota_lets_more_be_issued_and_one_below_what_was_issued_is_refused():
    found = partner(quota=1)
    issue(found)
    Partner.objects.filter(pk=found.pk).update(quota=2)
    issue(found)

    with pytest.raises(IntegrityError, match="referral_code_number_within_quota"), transaction.atomic():
        Partner.objects.filter(pk=found.pk).update(quota=1)


def test_the_database_itself_refuses_a_code_beyond_the_quota(code):
    with pytest.raises(IntegrityError, match="referral_code_number_within_quota"), transaction.atomic():
        ReferralCode.objects.filter(pk=code.pk).update(number=6)
    with pytest.raises(IntegrityError, match="referral_code_cap_is_the_partners"), transaction.atomic():
        ReferralCode.objects.filter(pk=code.pk).update(number=6, cap=6)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_term_that_is_over_or_longer_than_a_year_is_refused(days):
    with pytest.raises(ReferralTermInvalid):
        issue(partner(), days=days)
    assert not ReferralCode.objects.exists()


def test_only_the_district_of_the_partner_issues_and_revokes(code):
    for stranger in (
        people.officer("huantai"),
        people.city_staff(),
        people.administrator(),
        people.applicant(),
    ):
        with pytest.raises(NotAllowed):
            issue(code.partner, actor=stranger)
        with pytest.raises(NotAllowed):
            services.revoke_code(actor=stranger, code=code, reason="遗失")
    assert state_of(code) == ("issued", None)
    assert code.partner.codes.count() == 1


def test_an_unused_code_is_revoked_once_with_a_reason(code):
    officer = people.officer()
    with pytest.raises(ReasonMissing):
        services.revoke_code(actor=officer, code=code, reason=" ")

    services.revoke_code(actor=officer, code=code, reason="单位遗失")

    assert state_of(code) == ("revoked", None)
    with pytest.raises(ReferralNotOpen):
        services.revoke_code(actor=officer, code=code, reason="单位遗失")


def test_a_used_code_is_not_revoked(code, guest, station):
    stay = book(guest, station, code.code)

    with pytest.raises(ReferralNotOpen):
        services.revoke_code(actor=people.officer(), code=code, reason="单位遗失")
    assert state_of(code) == ("used", stay.pk)


# --- handing in -------------------------------------------------------------------------------


def test_the_request_and_its_code_are_one(code, guest, station):
    stay = book(guest, station, code.code)

    assert state_of(code) == ("used", stay.pk)
    told = stations_hold(guest)["stays"][0]
    assert told["referral_codes__partner__name"] == code.partner.name


def test_the_guest_sees_who_referred_on_the_page_and_in_the_api(code, guest, station):
    stay = book(guest, station, code.code)
    browser = people.signed_in(guest)
    assert code.partner.name in browser.get(stay.get_absolute_url()).content.decode()
    assert browser.get(f"/api/v1/stays/{stay.reference}/").json()["referred_by"] == code.partner.name


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_is_read_as_it_was_meant(change, code, guest, station):
    assert state_of(code) == ("issued", None)
    stay = book(guest, station, change(code.code))
    assert state_of(code) == ("used", stay.pk)


def revoked(code):
    services.revoke_code(actor=people.officer(), code=code, reason="单位遗失")


def used(code):
    book(people.applicant(), house("male:2"), code.code)


def spoiled(code):
    ReferralCode.objects.filter(pk=code.pk).update(digest="another")


def over(code):
    ReferralCode.objects.filter(pk=code.pk).update(valid_until=today() - timedelta(days=1))


@pytest.mark.parametrize(
    ("spoil", "refusal", "says"),
    [
        (spoiled, ReferralUnknown, "没有推荐码可以留空"),
        (used, ReferralUsed, "另要一个"),
        (over, ReferralExpired, "另要一个"),
        (revoked, ReferralRevoked, "另要一个"),
    ],
)
def test_a_code_that_opens_nothing_is_refused_with_what_would_change_it(
    spoil, refusal, says, code, guest, station
):
    spoil(code)
    before = Stay.objects.count()

    with pytest.raises(refusal) as refused:
        book(guest, station, code.code)

    assert says in str(refused.value)
    assert refused.value.field == "referral"
    assert Stay.objects.count() == before
    assert not guest.person.station_nights.exists()


def test_signs_that_are_no_code_are_refused_and_nothing_at_all_is_no_code(guest, station):
    with pytest.raises(ReferralUnknown):
        book(guest, station, "---")
    assert book(guest, station, "  ").state == "submitted"


def test_the_last_day_still_counts(code, guest, station):
    ReferralCode.objects.filter(pk=code.pk).update(valid_until=today())
    book(guest, station, code.code)
    assert state_of(code)[0] == "used"


def test_the_database_itself_refuses_a_second_code_for_a_stay(guest, station):
    first, second = issue(partner(), 2)
    stay = book(guest, station, first.code)

    with pytest.raises(IntegrityError, match="referral_code_once_per_stay"), transaction.atomic():
        ReferralCode.objects.filter(pk=second.pk).update(state="used", stay=stay, used_at=now())


# --- what becomes of it -----------------------------------------------------------------------


def withdrawn(stay, operator):
    services.withdraw_stay(actor=stay.booked_by, stay=stay)


def rejected(stay, operator):
    services.reject_stay(actor=operator, stay=stay, reason=Stay.Reason.PURPOSE_UNCLEAR)


def cancelled(stay, operator):
    services.approve_stay(actor=operator, stay=stay)
    services.cancel_stay(actor=stay.booked_by, stay=stay)


def expired(stay, operator):
    with standing_at(now() + timedelta(days=7)):
        services.expire_stays(at=now())


@pytest.mark.parametrize("end", [withdrawn, rejected, cancelled, expired])
def test_a_stay_that_ends_before_check_in_gives_its_code_back(end, code, guest, station, operator):
    end(book(guest, station, code.code), operator)

    assert state_of(code) == ("issued", None)
    again = book(people.applicant(), station, code.code)
    assert state_of(code) == ("used", again.pk)


def test_a_guest_who_did_not_come_has_used_the_code(code, guest, station, operator):
    stay = book(guest, station, code.code)
    services.approve_stay(actor=operator, stay=stay)
    with standing_at(now() + timedelta(days=6)):
        services.mark_no_show(actor=operator, stay=stay)

    assert state_of(code) == ("used", stay.pk)


def test_a_code_of_another_district_is_used_anywhere_in_the_city(guest, station):
    [code] = issue(partner("huantai"))
    stay = book(guest, station, code.code, arrival=soon())
    assert state_of(code) == ("used", stay.pk)
