"""Partners and codes that are broken past their walls (`test_invariants`)."""

from datetime import timedelta

from stations import services
from stations.models import Partner
from tests import people
from tests.districts import partner_of
from zibo_youth.core.calendar import now, today


def _codes(world, count):
    from tests.stations.test_invariants import drop

    partner = partner_of(world.station.reporting_org, quota=count)
    officer = people.officer(world.station.reporting_org.code)
    term = today() + timedelta(days=9)
    codes = services.issue_codes(actor=officer, partner=partner, count=count, valid_until=term)
    return drop, codes


def too_many(world):
    drop, codes = _codes(world, 2)
    drop("referral_code_cap_is_the_partners")
    Partner.objects.filter(pk=codes[0].partner_id).update(quota=1)


def two_of_one_stay(world):
    drop, codes = _codes(world, 2)
    drop("referral_code_once_per_stay")
    for code in codes:
        _used(code, world.stay)


def given_back_and_kept(world):
    [code] = _codes(world, 1)[1]
    _used(code, world.stay)
    world.rows().update(state="withdrawn", ended_at=now())


def _used(code, stay):
    type(code).objects.filter(pk=code.pk).update(state="used", stay=stay, used_at=now())


CONTROLS = {
    "partner_with_more_codes_than_its_quota": too_many,
    "stay_with_two_referral_codes": two_of_one_stay,
    "referral_code_kept_by_a_stay_that_gave_it_back": given_back_and_kept,
}
