"""Another bed: from tonight on, of the same house, for a reason; what was slept stays where it was slept."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from stations import beds, services
from stations.errors import BedNotFree, MoveUnexplained, NothingToMove, SameBed, WrongState
from stations.models import Bed, BedMove, Closure, RoomNight, Stay, StayNight
from tests import people
from tests.houses import book, house, paper
from zibo_youth.accounts.models import Membership, User
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.kinds import kind_of
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    """Two flexible rooms of two beds, a men's and a women's room, a single."""
    return house("flexible:2 flexible:2 male:1 female:1 single:1")


@pytest.fixture
def stay(guest, station, operator):
    """Approved, three nights, not here yet."""
    return services.approve_stay(actor=operator, stay=book(guest, station, nights=3))


def days_later(days):
    return time_machine.travel(now() + timedelta(days=days))


def in_house(stay, operator):
    return services.admit_guest(actor=operator, stay=stay, is_seen=True)


def bed_of(stay):
    return stay.nights.last().bed


def other_beds(stay):
    return [bed.bed for bed in beds.beds_for(stay, beds.nights_ahead(stay))]


def move(operator, stay, bed, **said):
    if not isinstance(bed, Bed):
        bed = Bed.objects.get(pk=bed)
    return services.move_bed(actor=operator, stay=stay, bed=bed, **({"reason": "repair"} | said))


def test_a_stay_to_come_moves_as_a_whole_and_the_old_bed_is_free(stay, operator, station):
    old, new = bed_of(stay), Bed.objects.get(pk=other_beds(stay)[-1])

    moved = move(operator, stay, new, note="水管漏水")

    assert {night.bed for night in stay.nights.all()} == {new}
    assert (moved.from_bed, moved.to_bed, moved.from_on) == (old, new, stay.arrival)
    assert (moved.actor, moved.reason, moved.note) == (operator, "repair", "水管漏水")
    assert old.pk in other_beds(stay)
    slept = set(StayNight.objects.values_list("room", "date"))
    assert set(RoomNight.objects.values_list("room", "date")) == slept


def test_a_guest_in_the_house_moves_from_tonight_on(stay, operator):
    first = bed_of(stay)
    with days_later((stay.arrival - today()).days):
        in_house(stay, operator)
    with days_later((stay.arrival - today()).days + 1):
        moved = move(operator, stay, other_beds(stay)[-1])

        assert moved.from_on == today()
        assert [night.bed == first for night in stay.nights.order_by("date")] == [True, False, False]
        assert [night.number for night in stay.nights.order_by("date")] == [1, 2, 3]


def test_the_audit_says_where_a_night_was_before(stay, operator):
    old = bed_of(stay)
    move(operator, stay, other_beds(stay)[0])

    event = StayNight._meta.get_field("events").related_model
    kept = event.objects.filter(pgh_label="update").order_by("pgh_id")
    assert {row.bed_id for row in kept} == {bed_of(stay).pk}
    assert kept.count() == 3
    assert BedMove.objects.get().from_bed == old


def test_only_beds_that_suit_are_offered(stay, station, operator):
    """No women's room, no bed of a room where a woman sleeps, none that is closed or taken."""
    woman = book(
        people.applicant("林小满", people.FEMALE), station, stay.arrival + timedelta(days=1), nights=1
    )
    moved_in = Bed.objects.filter(room__name="102").first()
    move(operator, services.approve_stay(actor=operator, stay=woman), moved_in)
    Closure.objects.create(
        station=station,
        room=station.rooms.get(gender_mode="single"),
        from_on=stay.departure - timedelta(days=1),
        until_on=stay.departure,
        reason="检修",
    )

    offered = beds.beds_for(stay, beds.nights_ahead(stay))

    assert bed_of(stay).room.gender_mode == "male"  # the only bed there is the guest's own
    assert [(bed.room_name, bed.mode) for bed in offered] == [("101", "flexible")] * 2


def test_what_suits_is_one_query(stay, django_assert_num_queries):
    nights = beds.nights_ahead(stay)
    with django_assert_num_queries(1):
        beds.beds_for(stay, nights)


@pytest.mark.parametrize("which", ["women", "taken", "elsewhere"])
def test_a_bed_that_does_not_suit_is_refused_and_nothing_moves(stay, station, operator, which):
    old = bed_of(stay)
    companion = book(people.applicant("秦川"), station, stay.arrival)
    bed = {
        "women": Bed.objects.get(room__gender_mode="female", room__station=station),
        "taken": bed_of(companion),
        "elsewhere": Bed.objects.filter(room__station=house()).first(),
    }[which]

    with pytest.raises(BedNotFree):
        move(operator, stay, bed)
    assert bed_of(stay) == old
    assert not BedMove.objects.exists()


def test_the_same_bed_is_no_move_and_other_wants_words(stay, operator):
    with pytest.raises(SameBed):
        move(operator, stay, bed_of(stay))
    with pytest.raises(MoveUnexplained):
        move(operator, stay, other_beds(stay)[0], reason="other", note="  ")
    assert move(operator, stay, other_beds(stay)[0], reason="other", note="同伴同住").note == "同伴同住"


def test_the_database_itself_refuses_a_move_to_where_one_was(stay, operator):
    bed = bed_of(stay)
    with pytest.raises(IntegrityError, match="bed_move_leads_to_another_bed"):
        BedMove.objects.create(
            stay=stay, from_bed=bed, to_bed=bed, from_on=stay.arrival, reason="house", actor=operator
        )


def test_who_has_left_or_given_up_has_no_bed_to_change(stay, operator, guest):
    free = other_beds(stay)[0]
    with days_later((stay.departure - today()).days), pytest.raises(NothingToMove):
        move(operator, stay, free)
    services.cancel_stay(actor=guest, stay=stay, reason="plans_changed")
    with pytest.raises(WrongState):
        move(operator, stay, free)


def test_a_request_that_nobody_decided_stays_where_it_is(guest, station, operator):
    stay = book(guest, station)
    with pytest.raises(WrongState):
        move(operator, stay, other_beds(stay)[0])


def test_the_bed_that_comes_free_goes_to_who_waits_for_it(stay, operator, station):
    """The only single room is waited for (its guest was put there by hand, so no re-dealing moves him);
    he moves out, and the queue has it in the same transaction."""
    move(operator, stay, station.rooms.get(gender_mode="single").beds.get())
    Stay.objects.filter(pk=stay.pk).update(bed_pinned_for="promised")  # else it would be dealt another bed
    user = people.applicant("秦川")
    waiting = services.book_or_wait(
        actor=user,
        guest=user.person,
        station=station,
        arrival=stay.arrival,
        departure=stay.departure,
        purpose="job_seeking",
        declared_non_native=True,
        room_wish="single",
        evidence=[paper(user)],
    )
    assert waiting.state == "waiting"

    move(operator, stay, other_beds(stay)[0])

    waiting.refresh_from_db()
    assert waiting.state == "offered"
    assert bed_of(waiting).room.gender_mode == "single"


def test_only_the_stations_own_staff_move_and_nobody_the_own_bed(stay, guest, station):
    free = other_beds(stay)[0]
    for actor in (guest, people.operator(house().operator), people.officer("huantai")):
        with pytest.raises(NotAllowed):
            move(actor, stay, free)
    Membership.objects.create(
        person=guest.person, organisation=station.operator, role="station_operator", from_on=people.LONG_AGO
    )
    with pytest.raises(NotAllowed):
        move(User.objects.get(pk=guest.pk), stay, free)


# --- the page -------------------------------------------------------------------------------


@pytest.fixture
def desk(operator):
    client = Client()
    client.force_login(operator)
    return client


def test_the_page_moves_once_and_the_stay_tells_it(desk, stay, operator):
    address = reverse("desk_bed", args=[stay.reference])
    page = desk.get(address)
    assert [bed.bed for bed in page.context["beds"]] == other_beds(stay)
    said = {"bed": other_beds(stay)[-1], "reason": "health", "note": "", "one_time_key": uuid.uuid4().hex}

    answers = [desk.post(address, said) for _click in range(2)]

    assert {answer.url for answer in answers} == {reverse("desk_stay", args=[stay.reference])}
    assert BedMove.objects.count() == 1
    page = desk.get(answers[0].url).content.decode()
    assert "床位变更" in page
    assert "身体原因，例如需要下铺" in page
    assert operator.display_name in page


@pytest.mark.parametrize(
    ("said", "field"),
    [({"reason": "health"}, "bed"), ({"bed": "0", "reason": "health"}, "bed"), ({"bed": "first"}, "reason")],
)
def test_what_is_missing_is_said_beside_its_field(desk, stay, said, field):
    if said.get("bed") == "first":
        said = said | {"bed": other_beds(stay)[0]}
    answer = desk.post(reverse("desk_bed", args=[stay.reference]), said)

    assert field in answer.context["form"].errors
    assert not BedMove.objects.exists()


# --- who is told ----------------------------------------------------------------------------


def told_of(stay):
    return Notice.objects.filter(kind="stations.bed_changed", to=stay.guest)


def pin(operator, stay):
    services.pin_bed(actor=operator, stay=stay, reason="promised")


def arrive(operator, stay):
    in_house(stay, operator)


@pytest.mark.parametrize(("days", "happens"), [(0, pin), (None, lambda *who: None), (None, arrive)])
def test_who_knows_the_bed_is_told_the_new_one(stay, operator, days, happens):
    with days_later((stay.arrival - today()).days if days is None else days):
        happens(operator, stay)
        moved = move(operator, stay, other_beds(stay)[-1])

    [notice] = told_of(stay)
    kind = kind_of(notice.kind)
    bed = f"{moved.to_bed.room.name} {moved.to_bed.label}"
    assert notice.about_pk == str(moved.pk)
    assert bed in kind.text("message", moved)
    assert bed in kind.text("sms", moved)
    assert kind.mobile(moved) == stay.contact_mobile
    assert kind.holds(moved)


def test_who_was_told_no_bed_hears_no_number(stay, operator):
    """A bed number is a promise only from the day of arrival on (docs/decisions/0017)."""
    move(operator, stay, other_beds(stay)[-1])
    assert not told_of(stay).exists()


def test_who_was_moved_again_is_not_told_the_bed_in_between(stay, operator):
    pin(operator, stay)
    first = move(operator, stay, other_beds(stay)[-1])
    second = move(operator, stay, other_beds(stay)[-1])

    assert told_of(stay).count() == 2
    holds = kind_of("stations.bed_changed").holds
    assert (holds(first), holds(second)) == (False, True)
