"""募集 (HR05): cash, goods and campaigns are three figures; each drills down to rows that name nobody."""

from datetime import timedelta
from decimal import Decimal

import pytest

from hope_rooms.models import Campaign, Gift
from hope_rooms.services import gifts
from tests import giving
from tests.giving import yuan
from zibo_youth.core.calendar import today
from zibo_youth.reports.kpis import kpi, kpis
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db
CODES = ("HR05-1", "HR05-2", "HR05-3")


def figures(day=None, district=None):
    period = Month.of(day or today()).period
    return tuple(Decimal(kpi(code).total(period, district).part) for code in CODES)


def test_cash_goods_and_campaigns_are_told_apart_and_credited(city):
    campaign = Campaign.objects.create(name="腾讯520公益季", starts_on=today(), ends_on=today())
    giving.given(city.finance, city.here, 20_000)
    giving.given(city.finance, city.there, 30_000, campaign=campaign)
    giving.accepted(city.finance, city.here, 20)
    giving.offered(city.finance, city.here, 500)

    assert figures() == (Decimal("2"), Decimal("0.76"), Decimal("3"))
    assert figures(district=city.here.pk) == (Decimal("2"), Decimal("0.76"), 0)
    assert figures(district=city.there.pk) == (0, 0, Decimal("3"))


def test_by_the_day_it_came_and_less_what_went_back(city):
    first = today().replace(day=1)
    gift = giving.given(city.finance, city.here, 20_000)
    Gift.objects.filter(pk=gift.pk).update(received_on=first)
    gifts.refund_gift(actor=city.finance, gift=gift, amount=yuan(5_000), reason="多汇", voucher="记-1")

    assert figures()[0] == Decimal("1.5")
    assert figures(first - timedelta(days=1))[0] == 0


def test_a_pledge_is_not_raised(city):
    gifts.pledge_gift(
        actor=city.finance, donor=giving.donor(city.finance), reporting_org=city.here, amount=yuan(9)
    )
    assert figures() == (0, 0, 0)


def test_the_rows_behind_the_figures_name_no_donor(city):
    giving.given(city.finance, city.here, 20_000)
    giving.accepted(city.finance, city.here)
    for code in ("HR05-1", "HR05-2"):
        one = kpi(code)
        [row] = one.rows(Month.of(today()).period, city.here.pk)
        shown = [str(column.read(row)) for column in one.facts.columns]
        assert "示范公司" not in " ".join(shown)


def test_the_line_by_hand_is_gone():
    assert "HR05" not in {one.code for one in kpis()}
