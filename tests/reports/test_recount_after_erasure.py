"""A locked month recounts equal when a guest of that month has closed the account."""

from datetime import date

import pytest
from django.core.management import call_command

from stations.models import Bed, StayNight
from tests import people
from tests.houses import house
from tests.reports import past
from tests.reports.filled import DAY, locked
from zibo_youth.accounts.models import User
from zibo_youth.accounts.services import erasing
from zibo_youth.reports.models import Figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone():
    """Slept and signed in May 2021; the month was locked; the account was closed since."""
    station = house("flexible:2", opened_on=date(2020, 11, 1))
    [guest] = past.guests(1)
    stay = past.stayed(guest, station, DAY, nights=3)
    past.slept(stay, Bed.objects.filter(room__station=station).first())
    past.signed(stay, DAY)
    report = locked(people.city_staff())
    assert Figure.objects.filter(report=report, code="ST02", month_part__gt=0).exists()
    erasing.erase(guest)
    return guest


def test_the_figures_of_a_locked_month_rest_on_the_same_rows(gone, capsys):
    call_command("verify_reports")
    assert capsys.readouterr().out.splitlines() == ["1 个月，0 处差异"]
    assert not User.objects.get(person=gone).is_active


def test_the_control_a_night_that_goes_with_its_guest_is_a_difference(gone):
    StayNight.objects.filter(guest=gone).delete()
    with pytest.raises(SystemExit):
        call_command("verify_reports")
