"""A stay in parts: proposed when no single bed is free, booked as two stays or not at all."""

import pytest

from stations import services
from stations.errors import BedTaken, NotEligible, WrongState
from stations.models import Stay, StayNight
from stations.split_errors import SplitDisagrees
from stations.splits import SplitPart, spelled, split_for
from tests import people
from tests.houses import book, house, rule, soon
from tests.people import signed_in
from tests.stations.test_queue import draft
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
TICKED = {"house_rules": "on", "lodging_consent": "on"}


@pytest.fixture
def station(db):
    """One bed, taken on the third night."""
    station = house("male:1")
    book(people.applicant(), station, soon(7), 1)
    return station


@pytest.fixture
def near(station):
    """One bed, taken on the first two nights."""
    near = house("male:1")
    book(people.applicant(), near, soon(5), 2)
    return near


@pytest.fixture
def asked(guest, station, near):
    """The draft: three nights that no bed has."""
    return draft(guest, station, soon(5), 3)


@pytest.fixture
def parts(asked, station, near):
    return [SplitPart(station, soon(5), soon(7)), SplitPart(near, soon(7), soon(8))]


def own(guest):
    return Stay.objects.filter(guest=guest.person).order_by("arrival")


def text(answer):
    return answer.content.decode()


def test_two_nights_here_one_nearby(guest, station, parts):
    assert split_for(guest.person, station, soon(5), soon(8)) == parts
    assert spelled(parts) == f"{station.code} {soon(5)} {parts[1].station.code} {soon(7)} {soon(8)}"


def test_nothing_is_proposed_where_one_bed_or_no_two_cover_the_nights(guest, station, near):
    assert split_for(guest.person, station, soon(5), soon(7)) == []
    assert split_for(guest.person, station, soon(7), soon(8)) == []
    book(people.applicant(), near, soon(7), 1)
    assert split_for(guest.person, station, soon(5), soon(8)) == []


def test_nothing_is_proposed_to_a_woman_where_only_men_can_sleep(station, near):
    woman = people.applicant("林小满", people.FEMALE)
    assert split_for(woman.person, station, soon(5), soon(8)) == []


def test_nothing_is_proposed_to_whom_the_year_leaves_one_use(guest, station, near):
    rule(max_stays_per_window=1)
    assert split_for(guest.person, station, soon(5), soon(8)) == []


def test_both_parts_are_requests_like_any_other(guest, asked, parts):
    first, second = services.book_split(actor=guest, stay=asked, parts=parts)

    assert first.reference == asked.reference
    assert [(stay.state, stay.station, stay.length) for stay in own(guest)] == [
        ("submitted", parts[0].station, 2),
        ("submitted", parts[1].station, 1),
    ]
    assert list(guest.person.station_nights.values_list("number", flat=True)) == [1, 2, 3]
    assert second.purpose == first.purpose
    assert list(second.evidence.all()) == list(first.evidence.all())
    assert second.review_due_at


def test_when_one_bed_is_gone_neither_is_booked(guest, asked, parts, near):
    book(people.applicant(), near, soon(7), 1)
    with pytest.raises(BedTaken):
        services.book_split(actor=guest, stay=asked, parts=parts)
    [left] = own(guest)
    assert (left.state, left.station, left.arrival, left.departure) == (
        "draft",
        parts[0].station,
        soon(5),
        soon(8),
    )
    assert not StayNight.objects.filter(guest=guest.person).exists()


def test_when_a_rule_refuses_the_second_part_the_first_goes_too(guest, asked, parts):
    rule(max_stays_per_window=1)
    with pytest.raises(NotEligible):
        services.book_split(actor=guest, stay=asked, parts=parts)
    assert [stay.state for stay in own(guest)] == ["draft"]
    assert not StayNight.objects.filter(guest=guest.person).exists()


@pytest.mark.parametrize(
    "days",
    [[(5, 7)], [(5, 7), (7, 9)], [(5, 6), (7, 8)], [(4, 7), (7, 8)], [(7, 8), (5, 7)], [(5, 5), (5, 8)]],
)
def test_the_parts_are_those_of_the_draft(guest, asked, station, near, days):
    wrong = [
        SplitPart(house_, soon(first), soon(last))
        for house_, (first, last) in zip((station, near), days, strict=False)
    ]
    with pytest.raises(SplitDisagrees):
        services.book_split(actor=guest, stay=asked, parts=wrong)


def test_a_split_is_booked_once_and_by_its_guest(guest, asked, parts):
    with pytest.raises(NotAllowed):
        services.book_split(actor=people.applicant(), stay=asked, parts=parts)
    services.book_split(actor=guest, stay=asked, parts=parts)
    with pytest.raises(WrongState):
        services.book_split(actor=guest, stay=asked, parts=parts)


# --- pages ------------------------------------------------------------------------------------------


def test_the_check_page_proposes_it_and_one_press_books_both(guest, asked, parts):
    mine = signed_in(guest)
    page = text(mine.get("/stations/apply/check/"))
    assert "可以分两段住" in page
    assert parts[1].station.name in page
    assert f'name="split" value="{spelled(parts)}"' in page

    page = text(mine.post("/stations/apply/check/", TICKED | {"split": spelled(parts)}, follow=True))

    assert "两段都已提交" in page
    assert [stay.state for stay in own(guest)] == ["submitted", "submitted"]


def test_the_control_where_a_bed_is_free_no_split_is_shown(guest):
    draft(guest, house("male:1"), soon(5), 3)
    assert "可以分两段住" not in text(signed_in(guest).get("/stations/apply/check/"))


def test_when_it_was_faster_the_page_proposes_what_is_left(guest, asked, parts, near):
    third = house("male:1")
    book(people.applicant(), third, soon(5), 2)
    book(people.applicant(), near, soon(7), 1)
    page = text(signed_in(guest).post("/stations/apply/check/", TICKED | {"split": spelled(parts)}))
    assert third.code in page.split('name="split"')[1][:60]
    assert [stay.state for stay in own(guest)] == ["draft"]


@pytest.mark.parametrize(
    "said", ["x", "a b c d e", "zd-01 2026-12-01", "nowhere 2026-12-01 nowhere 2026-12-02 2026-12-03"]
)
def test_a_split_that_nobody_proposed_is_refused(guest, asked, said):
    page = signed_in(guest).post("/stations/apply/check/", TICKED | {"split": said})
    assert page.status_code == 200
    assert "分段方案与您填写的日期不符" in text(page)
    assert [stay.state for stay in own(guest)] == ["draft"]


def test_a_full_house_does_not_end_the_wizard_on_its_first_page(guest, station, near):
    mine, first = signed_in(guest), soon(5)
    said = {"station": station.code, "arrival": first.isoformat(), "nights": "3"}
    page = text(mine.post("/stations/apply/dates/", said))
    assert "可以分两段住" in page
    assert "保留这些日期，继续填写" in page
    assert not own(guest).exists()

    answer = mine.post("/stations/apply/dates/", said | {"go_on": "1"})

    assert answer.url.endswith("/stations/apply/room/")
    assert (own(guest).get().arrival, own(guest).get().length) == (first, 3)


def test_go_on_waives_no_rule(guest, station):
    said = {
        "station": station.code,
        "arrival": soon(200),
        "nights": "3",
        "go_on": "1",
    }
    assert signed_in(guest).post("/stations/apply/dates/", said).status_code == 200
    assert not own(guest).exists()
