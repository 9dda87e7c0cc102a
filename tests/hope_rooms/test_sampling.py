"""市级抽检: off by default; a draw that nobody could choose; all of the list when one fails."""

import pytest
from django.db import Error, IntegrityError, transaction

from hope_rooms.building_errors import ActedAtAnotherLevel
from hope_rooms.models import Acceptance, HopeRoom, SampleBatch, SampleRoom
from hope_rooms.models.survey import Level
from hope_rooms.sampling_errors import (
    BatchDrawn,
    BatchWaits,
    NothingToDraw,
    NothingToPass,
    SampleUnfinished,
    SamplingOff,
)
from hope_rooms.services.building import acceptance, sampling
from tests import building, hoping
from tests.people import signed_in
from zibo_youth.core import draw
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed


@pytest.fixture
def a_fifth(settings):
    settings.HOPE_ROOMS = settings.HOPE_ROOMS | {"city_sample_percent": 20}


def waiting(many, unit="zhangdian"):
    """Rooms that the district accepted, written plainly: how they come to it is tested elsewhere."""
    return hoping.rooms_accepted(
        unit, many, on=today(), state="district_accepted", handed_over_at=None, accepted_on=None
    )


def drawn(city, many=6):
    rooms = waiting(many)
    batch = sampling.open_batch(actor=city.city_staff, district=city.here)
    return rooms, sampling.draw_batch(actor=city.city_staff, batch=batch)


def accept(city, line, who="city_staff"):
    room = HopeRoom.objects.get(pk=line.room_id)
    return acceptance.accept(actor=getattr(city, who), room=room, level=Level.CITY, checked=building.ALL)


def refuse(city, line):
    room = HopeRoom.objects.get(pk=line.room_id)
    acceptance.refuse(actor=city.city_staff, room=room, level=Level.CITY, found=[building.found()])


def lots(batch):
    return batch.rooms.exclude(why="")


def test_by_default_every_room_is_looked_at(city):
    waiting(1)
    with pytest.raises(SamplingOff):
        sampling.open_batch(actor=city.city_staff, district=city.here)


@pytest.mark.parametrize("who", ["officer", "town_officer", "lead", "finance"])
def test_no_other_office_draws_or_passes(city, a_fifth, who):
    _rooms, batch = drawn(city, 2)
    for act in (
        lambda by: sampling.open_batch(actor=by, district=city.here),
        lambda by: sampling.draw_batch(actor=by, batch=batch),
        lambda by: sampling.pass_undrawn(actor=by, batch=batch),
    ):
        with pytest.raises(NotAllowed):
            act(getattr(city, who))


@pytest.mark.parametrize(("many", "looked"), [(1, 1), (5, 1), (6, 2), (11, 3)])
def test_a_fifth_is_rounded_up(city, a_fifth, many, looked):
    _rooms, batch = drawn(city, many)
    assert (batch.rooms.count(), lots(batch).count()) == (many, looked)


@pytest.mark.parametrize(("asked", "is_of"), [(5, 20), (20, 20), (50, 50)])
def test_never_fewer_than_a_fifth(city, settings, asked, is_of):
    settings.HOPE_ROOMS = settings.HOPE_ROOMS | {"city_sample_percent": asked}
    assert sampling.open_batch(actor=city.director, district=city.here).percent == is_of
    with pytest.raises(IntegrityError, match="sample_batch_draws_a_fifth_at_least"), transaction.atomic():
        SampleBatch.objects.create(
            reporting_org=city.there, percent=19, seed="x", seed_hash="x", opened_by=city.director
        )


def test_anybody_makes_the_draw_again_from_what_is_shown(city, a_fifth):
    waiting(6)
    waiting(1, "huantai")
    batch = sampling.open_batch(actor=city.city_staff, district=city.here)
    promised = batch.seed_hash
    page = signed_in(city.city_staff).get(batch.get_absolute_url()).content.decode()
    assert promised in page
    assert batch.seed not in page

    batch = sampling.draw_batch(actor=city.city_staff, batch=batch)

    assert draw.digest(batch.seed) == promised
    order = draw.drawn_order(batch.seed, batch.listing)
    assert list(batch.rooms.order_by("rank").values_list("number", flat=True)) == order
    shown = signed_in(city.city_staff).get(batch.get_absolute_url()).content.decode()
    assert batch.seed in shown
    assert set(batch.rooms.values_list("room__child__reporting_org__code", flat=True)) == {"zhangdian"}


def test_the_seed_is_fixed_and_a_list_is_drawn_once(city, a_fifth):
    batch = sampling.open_batch(actor=city.city_staff, district=city.here)
    with pytest.raises(BatchWaits):
        sampling.open_batch(actor=city.director, district=city.here)
    with pytest.raises(NothingToDraw):
        sampling.draw_batch(actor=city.city_staff, batch=batch)
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        SampleBatch.objects.update(seed="another")
    waiting(2)
    sampling.draw_batch(actor=city.city_staff, batch=batch)
    with pytest.raises(BatchDrawn):
        sampling.draw_batch(actor=city.city_staff, batch=batch)
    following = sampling.open_batch(actor=city.city_staff, district=city.here)
    with pytest.raises(NothingToDraw):
        sampling.draw_batch(actor=city.city_staff, batch=following)


def test_what_was_not_drawn_passes_after_what_was_and_says_so(city, a_fifth):
    _rooms, batch = drawn(city)
    first, second = lots(batch)
    accept(city, first)
    with pytest.raises(SampleUnfinished):
        sampling.pass_undrawn(actor=city.city_staff, batch=batch)
    accept(city, second)

    assert sampling.pass_undrawn(actor=city.city_staff, batch=batch) == 4

    states = HopeRoom.objects.filter(samples__batch=batch).values_list("state", "accepted_on")
    assert set(states) == {("airing", today())}
    by_sample = Acceptance.objects.filter(sample__isnull=False)
    assert by_sample.count() == 4
    assert {row.hand.person for row in by_sample} == {city.city_staff.person}
    assert by_sample[0].room.transitions.get().note == "抽检未抽中"
    page = signed_in(city.officer).get(f"/hope-rooms/rooms/{by_sample[0].room.child.code}/").content.decode()
    assert "抽检未抽中" in page
    with pytest.raises(NothingToPass):
        sampling.pass_undrawn(actor=city.city_staff, batch=batch)


@pytest.mark.parametrize("which", ["lot", ""])
def test_one_that_fails_turns_the_whole_list_over(city, a_fifth, which):
    _rooms, batch = drawn(city)
    passed = lots(batch)[0]
    accept(city, passed)
    refuse(city, batch.rooms.filter(why=which).exclude(pk=passed.pk).first())

    batch.refresh_from_db()
    assert batch.failed_at
    assert not batch.rooms.filter(why="").exists()
    with pytest.raises(SampleUnfinished):
        sampling.pass_undrawn(actor=city.city_staff, batch=batch)
    accept(city, batch.rooms.filter(why="failed").last())


def test_a_district_that_fails_touches_no_other_list(city, a_fifth):
    _rooms, batch = drawn(city, 5)
    waiting(5, "huantai")
    other = sampling.open_batch(actor=city.city_staff, district=city.there)
    other = sampling.draw_batch(actor=city.city_staff, batch=other)
    refuse(city, lots(batch).first())
    other.refresh_from_db()
    assert (other.failed_at, lots(other).count()) == (None, 1)


def test_who_acted_at_another_level_passes_nothing(city, a_fifth):
    _rooms, batch = drawn(city, 5)
    accept(city, lots(batch).get(), "director")
    undrawn = batch.rooms.filter(why="").first()
    undrawn.room.hands.create(person=city.city_staff.person, level="survey")
    with pytest.raises(ActedAtAnotherLevel), transaction.atomic():
        sampling.pass_undrawn(actor=city.city_staff, batch=batch)
    assert not Acceptance.objects.filter(sample__isnull=False).exists()


def passed_plainly(city, line, room=None):
    room = room or line.room
    hand, _new = room.hands.get_or_create(person=city.city_staff.person, defaults={"level": "city"})
    Acceptance.objects.create(room=room, level="city", hand=hand, passed=True, checked=[], sample=line)


def test_the_database_itself_passes_only_what_was_not_drawn_and_in_its_turn(city, a_fifth):
    """The negative control: without a line no room passes without its items, and with another's none does."""
    rooms, batch = drawn(city, 5)
    [lot], undrawn = lots(batch), batch.rooms.filter(why="")
    for line in (lot, undrawn[0]):
        with pytest.raises(IntegrityError, match="after all that was"), transaction.atomic():
            passed_plainly(city, line)
    accept(city, lot)
    with pytest.raises(IntegrityError, match="acceptance_passes_with_every_item"), transaction.atomic():
        passed_plainly(city, None, undrawn[0].room)
    with pytest.raises(IntegrityError, match="acceptance_sample_is_of_the_room"), transaction.atomic():
        passed_plainly(city, undrawn[0], undrawn[1].room)
    passed_plainly(city, undrawn[0])
    assert SampleRoom.objects.count() == len(rooms)


def test_the_city_walks_it_and_the_district_reads(city, a_fifth):
    waiting(5)
    client = signed_in(city.city_staff)
    at = client.post("/hope-rooms/rooms/samples/", {"district": "zhangdian"}).url
    assert client.post(at, {"act": "draw"}).status_code == 302
    batch = SampleBatch.objects.get()
    accept(city, lots(batch).get())
    assert signed_in(city.officer).post(at, {"act": "pass"}).status_code == 404
    assert client.post(at, {"act": "pass"}).status_code == 302
    assert Acceptance.objects.filter(sample__isnull=False).count() == 4
    assert signed_in(city.officer).get(at).status_code == 200
    assert signed_in(city.foreign_officer).get(at).status_code == 404
