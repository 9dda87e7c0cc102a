"""Partners and codes for tests."""

from datetime import timedelta
from functools import partial

from stations import services
from tests import houses
from tests.districts import partner_of
from tests.people import officer
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today


def partner(of="zhangdian", quota=5):
    return partner_of(Organisation.objects.get(code=of), quota)


def issue(found, count=1, days=30, actor=None):
    actor = actor or officer(found.reporting_org.code)
    until = today() + timedelta(days=days)
    return services.issue_codes(actor=actor, partner=found, count=count, valid_until=until)


def book(guest, station, code, **asked):
    hand_in = partial(houses.book, guest, station, **asked)
    return services.hand_in_referred(actor=guest, referral=code, hand_in=hand_in)
