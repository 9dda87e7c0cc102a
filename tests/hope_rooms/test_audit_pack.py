"""年度合规审计材料: counts of one year, made once, and nothing of anybody in them."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import AccessRefused
from hope_rooms.models import AccessGrant, YearAudit
from hope_rooms.services import grants, guard, requests
from hope_rooms.services.audit_pack import SECTIONS, in_words, make_pack, numbers_of
from hope_rooms.services.consents import withdraw_consent
from hope_rooms.tasks import make_audit_pack
from tests import hoping
from zibo_youth.core.calendar import now, today
from zibo_youth.notifications.models import Notice

YEAR = today().year


@pytest.fixture
def child(city):
    return hoping.nominated(city, full_name="金示雀", address="示范雀儿村").child


def test_an_empty_year_has_a_zero_on_every_line(city):
    lines = in_words(2019, numbers_of(2019)).splitlines()

    counts = [line for line in lines if line.startswith("- ")]
    assert len(counts) == sum(len(labels) for _title, labels in SECTIONS.values())
    assert all(line.endswith(": 0") for line in counts)


def test_looks_are_counted_by_ground_and_purpose_and_refusals_apart(city, child):
    before = numbers_of(YEAR)
    guard.read(city.officer, child, Part.HOME, purpose=Purpose.CARE)
    guard.read(city.lead, child, Part.HOME, purpose=Purpose.SAFEGUARDING)
    with pytest.raises(AccessRefused):
        guard.read(city.finance, child, Part.HOME, purpose=Purpose.CARE)

    after = numbers_of(YEAR)

    assert after["basis"]["office"] == before["basis"]["office"] + 2
    assert after["purpose"] == before["purpose"] | {"care": 1, "safeguarding": 1}
    assert after["attempts"] == {"all": 1}


def test_emergencies_are_counted_by_whether_they_were_reviewed_in_time(city, child):
    taken = [grants.take_emergency(actor=city.officer, child=child, reason="接到报告") for _each in range(3)]
    for grant in taken[:2]:
        grants.review_emergency(actor=city.lead, grant=grant, answer="确有必要")
    begun = now() - timedelta(hours=25)
    late = AccessGrant.objects.filter(pk=taken[0].pk)
    late.update(starts_at=begun, ends_at=begun + timedelta(hours=4))
    # On the first day of a year the late one was taken in the year before.
    told = [numbers_of(year)["emergencies"] for year in {begun.year, YEAR}]

    assert sum(map(Counter, told), Counter()) == {"taken": 3, "in_time": 1, "late": 1, "open": 1}


def test_consents_and_requests_are_counted_with_their_time(city, child):
    hoping.agree(city, child, "photos", agrees=False)
    withdraw_consent(actor=city.officer, child=child, purpose="care")
    asked = requests.record_request(actor=city.town_officer, child=child, wish=hoping.wish("view"))
    requests.record_request(actor=city.town_officer, child=child, wish=hoping.wish("copy"))
    requests.refuse_request(actor=city.officer, request=asked, answer="已当面说明")

    numbers = numbers_of(YEAR)

    assert numbers["consents"] == {"agreed": 1, "refused": 1, "withdrawn": 1}
    assert numbers["requests"] == {
        "received": 2,
        "done": 0,
        "refused": 1,
        "in_time": 1,
        "median_days": 0,
        "most_days": 0,
    }


def test_another_year_is_not_in_it(city, child):
    assert numbers_of(YEAR)["consents"]["agreed"] == 1
    assert numbers_of(YEAR - 1) == numbers_of(YEAR + 1) == numbers_of(2019)


def test_nothing_of_anybody_is_in_it(city, child, capsys):
    guard.read(city.officer, child, Part.HOME, purpose=Purpose.CARE, note="看漏雨处")

    call_command("print_audit_pack", str(YEAR))

    printed = capsys.readouterr().out
    assert f"{YEAR} 年儿童信息合规审计材料" in printed
    for secret in ("雀", "漏雨", child.code, city.officer.person.full_name, str(city.here)):
        assert secret not in printed


@pytest.mark.parametrize(
    ("on", "made"), [(date(2021, 1, 1), 0), (date(2021, 1, 2), 1), (date(2021, 3, 9), 1)]
)
def test_it_is_made_from_the_second_of_january_however_late(city, on, made):
    assert make_pack(on=on) == made
    assert list(YearAudit.objects.values_list("year", flat=True)) == [2020] * made


def test_run_again_it_is_kept_as_it_was_and_told_once(city, child):
    first = date(YEAR + 1, 1, 2)
    assert make_audit_pack(first.isoformat()) == 1
    kept = YearAudit.objects.get().numbers
    guard.read(city.officer, child, Part.HOME, purpose=Purpose.CARE)

    assert make_audit_pack(first.isoformat()) == 0

    assert YearAudit.objects.get().numbers == kept
    told = Notice.objects.filter(kind="hope_rooms.audit_pack_made").values_list("to", flat=True)
    assert sorted(told) == sorted([city.director.person_id, city.lead.person_id])


def test_the_numbers_ask_no_more_for_more_rows(city, child, django_assert_max_num_queries):
    for _each in range(3):
        guard.read(city.officer, child, Part.HOME, purpose=Purpose.CARE)
    with django_assert_max_num_queries(20):
        numbers_of(YEAR)
