"""A place that is told: by the telephone, or picked on the sketch; near enough, and proof of nothing."""

import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from safety.forms.hazards import ReportForm
from safety.hazard_errors import HazardFixElsewhere, HazardSpotOfEnterprise, HazardSpotTooVague
from safety.hazard_positions import metres_between, position_of
from safety.hazard_spot import PHONE, SKETCH, Spot, nearest, picks_left, sketch_of, spot_of
from safety.models import HazardReport
from tests import hazarding, houses, people
from tests.people import signed_in
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.landmarks import Landmark

NORTH = Landmark("示例北站", "高青县", Decimal("37.17"), Decimal("117.83"))
SOUTH = Landmark("示例南站", "沂源县", Decimal("36.18"), Decimal("118.17"))
MARKS = [NORTH, SOUTH]
HERE = hazarding.HERE
NEAR_ENOUGH = Spot(HERE, 20, PHONE)
WHERE = reverse("hazard_report") + "?enterprise="


# --- the spot and the sketch, as they are reckoned ---


@given(
    st.decimals(-80, 80, places=6), st.decimals(-179, 179, places=6), st.integers(0, 400_000),
    st.sampled_from([PHONE, SKETCH]),
)  # fmt: skip
def test_a_spot_is_carried_by_a_form_as_it_is(latitude, longitude, reach, way):
    place = position_of(latitude, longitude)
    if place:
        assert spot_of(str(Spot(place, reach, way))) == Spot(place, reach, way)


def test_a_machine_says_a_geo_address_and_means_the_telephone():
    assert spot_of("geo:36.81,118.05;u=20") == Spot(position_of("36.81", "118.05"), 20, PHONE)


@pytest.mark.parametrize(
    "told",
    [
        "", "geo:", "geo:36.8,118.05", "36.8,118.05;u=5", "geo:91,118;u=5", "geo:0,0;u=5", "geo:36.8,181;u=5",
        "geo:36.8,118;u=-5", "geo:36.8,118;u=500000", "geo:36.8,118;u=5;way=guess", "geo:nan,118;u=5",
        "geo:３６,118;u=5", "geo:36.8,118;u=٥", "geo:1e9,118;u=5", "x" * 9999,
    ],
)  # fmt: skip
def test_what_is_no_spot_is_none(told):
    assert spot_of(told) is None


def test_picking_leads_to_every_place_of_the_city_near_enough():
    """Whatever is meant lies in one cell of each sketch, and the last is off by no more than is allowed."""
    for mark in (NORTH, SOUTH, Landmark("", "", Decimal("36.60001"), Decimal("118.01"))):
        meant, spot, picks = position_of(mark.latitude, mark.longitude), None, 0
        while (sketch := sketch_of(spot, MARKS, enough=100)).rows:
            cells = [cell.spot for row in sketch.rows for cell in row]
            assert len(cells) == 36
            spot = min(cells, key=lambda cell: metres_between(cell.position, meant))
            picks += 1
        assert (sketch.picks, spot.way, picks) == (0, SKETCH, 4)
        assert spot.reach <= 100
        assert metres_between(spot.position, meant) <= spot.reach * 1.5  # as far as a corner


def test_a_landmark_stands_in_the_cell_in_which_it_is():
    sketch = sketch_of(None, MARKS, enough=100)
    named = {(cell.row, cell.column): cell.districts for row in sketch.rows for cell in row if cell.marks}
    assert named == {(1, 3): ["高青县"], (6, 4): ["沂源县"]}
    closer = sketch_of(next(c.spot for c in sketch.rows[0] if c.marks), MARKS, enough=100)
    assert [cell.marks for row in closer.rows for cell in row if cell.marks] == [[NORTH]]


def test_the_sketch_says_where_it_is_and_leads_back():
    east = Spot(position_of("37.17", "117.85"), 500, SKETCH)
    found = nearest(east, MARKS)
    assert (found.mark, found.direction) == (NORTH, 2)
    assert 1_700 < found.metres < 1_850
    assert sketch_of(east, MARKS, enough=100).wider.reach == 3_000
    assert sketch_of(None, MARKS, enough=100).wider is None
    assert sketch_of(None, [], enough=100) is None
    assert sketch_of(NEAR_ENOUGH, [], enough=100).near is None


def test_nobody_picks_for_ever():
    assert [picks_left(reach, 100) for reach in (0, 100, 101, 600, 601, 80_000)] == [0, 0, 1, 1, 2, 4]


# --- what the portal does with it ---

pytestmark = pytest.mark.django_db


def sent(**fields):
    said = {
        "place": "示例路 1 号",
        "district": Organisation.objects.get(code="zhangdian").pk,
        "category": "fire",
    }
    return said | {"words": "通道堵了", "severity": "general"} | fields


def test_a_told_place_stands_on_the_report_and_says_who_told_it():
    made = hazarding.report(spot=NEAR_ENOUGH)
    assert (made.latitude, made.longitude, made.position_from) == (HERE.latitude, HERE.longitude, "phone")


def test_the_position_of_the_picture_goes_before_a_told_one():
    made = hazarding.report(photo=hazarding.photo(hazarding.FAR), spot=NEAR_ENOUGH)
    assert (made.latitude, made.position_from) == (hazarding.FAR.latitude, "photo")
    assert hazarding.report().position_from == ""


def test_a_vague_place_is_refused_with_what_would_do():
    with pytest.raises(HazardSpotTooVague) as refused:
        hazarding.report(spot=Spot(HERE, 101, PHONE))
    assert "101" in str(refused.value)
    assert "100" in str(refused.value)
    hazarding.report(spot=Spot(HERE, 100, PHONE))


def test_with_an_enterprise_no_place_is_told():
    """Whoever reports from home would show the enterprise where they live."""
    plant = hazarding.Plant()
    with pytest.raises(HazardSpotOfEnterprise):
        plant.reported(spot=NEAR_ENOUGH)
    assert "spot" not in ReportForm(enterprise=plant.enterprise).fields


def test_near_told_places_are_offered_as_the_same():
    first = hazarding.report(spot=NEAR_ENOUGH)
    second = hazarding.report(spot=Spot(hazarding.NEAR, 20, SKETCH))
    assert hazarding.reporting.similar_to(second) == [first]


@pytest.mark.parametrize("way", ["told", "of the picture"])
def test_only_the_position_of_a_picture_is_compared_with_the_after_photo(way):
    """A told place is off by its reach and proves nothing; the control is the picture's own."""
    officer = people.city_staff()
    where = {"spot": NEAR_ENOUGH} if way == "told" else {"photo": hazarding.photo(HERE)}
    hazard = hazarding.accept(hazarding.report(**where), officer)
    mender = people.officer("zhangdian")
    begun = hazarding.begin(hazarding.assign(hazard, mender, officer), mender)
    if way == "of the picture":
        with pytest.raises(HazardFixElsewhere):
            hazarding.claim(begun, mender, photo=hazarding.photo(hazarding.FAR))
        return
    fix = hazarding.claim(begun, mender, photo=hazarding.photo(hazarding.FAR))
    assert fix.distance_m is None


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"position_from": ""}, "hazard_report_position_says_from_where"),
        ({"position_from": "guess"}, "hazard_report_position_says_from_where"),
        ({"latitude": None, "longitude": None}, "hazard_report_position_says_from_where"),
    ],
)
def test_a_position_says_where_it_comes_from(columns, name):
    made = hazarding.report(spot=NEAR_ENOUGH)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        HazardReport.objects.filter(pk=made.pk).update(**columns)


# --- the page ---


@pytest.fixture
def marked():
    return houses.house(latitude="36.81", longitude="118.05")


def test_a_place_is_picked_without_a_script_and_nothing_typed_is_lost(marked):
    page = signed_in(people.applicant())
    text = page.get(WHERE).content.decode()
    for _pick in range(9):
        cells = re.findall(r'name="pick" value="(geo:[^"]+way=sketch)"[^>]*aria-label="第', text)
        if not cells:
            break
        text = page.post(WHERE, sent(pick=cells[14], spot="")).content.decode()
        assert "示例路 1 号" in text
        assert "通道堵了" in text
    assert "已标出位置" in text
    assert not HazardReport.objects.exists()
    spot = re.search(r'name="spot" value="([^"]+)"', text)[1]
    assert page.post(WHERE, sent(spot=spot, photo=hazarding.photo())).status_code == 302
    made = HazardReport.objects.get()
    assert made.position_from == "sketch"
    assert 36 < made.latitude < 38


@pytest.mark.parametrize(("reach", "said"), [(30_000, "每格约 10.0 公里"), (120, "每格约 40 米")])
def test_a_cell_is_told_in_the_unit_that_fits(marked, reach, said):
    text = signed_in(people.applicant()).post(WHERE, sent(pick=str(Spot(HERE, reach, SKETCH)))).content
    assert said in text.decode()


def test_a_spot_is_cleared(marked):
    page = signed_in(people.applicant())
    text = page.post(WHERE, sent(pick="", spot=str(NEAR_ENOUGH))).content.decode()
    assert "还没有标位置" in text
    assert 'name="spot" value=""' in text


def test_a_vague_spot_is_told_on_the_page_with_the_sketch_of_what_it_may_mean():
    page = signed_in(people.applicant())
    answer = page.post(WHERE, sent(spot=str(Spot(HERE, 900, PHONE)), photo=hazarding.photo()))
    text = answer.content.decode()
    assert "标出的位置可能差 900 米" in text
    assert text.count("spot-cell") > 36
    assert not HazardReport.objects.exists()


@pytest.mark.parametrize("told", ["x", "geo:91,1;u=5", "geo:36.8,118;u=9999999", "<b>"])
def test_a_spot_that_is_none_is_refused_in_words(told):
    text = signed_in(people.applicant()).post(WHERE, sent(spot=told)).content.decode()
    assert "位置没有标好" in text
    assert "<b>" not in text


def test_only_this_page_may_ask_where_the_telephone_is(marked):
    page = signed_in(people.applicant())
    assert "geolocation=(self)" in page.get(WHERE)["Permissions-Policy"]
    for other in ("/", reverse("my_hazards")):
        assert "geolocation=()" in page.get(other)["Permissions-Policy"]
