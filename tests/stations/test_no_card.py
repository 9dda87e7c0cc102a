"""A guest without the card: another proof is seen, every wall stands, and the card is looked at later."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stations import services
from stations.errors import IdentityNotSeen, NotArrivalDay, NotEligible
from stations.models import Stay
from stations.proof_errors import CardNotDue, ProofMissing, ProofReasonMissing
from stations.queues import CARDS_DUE
from tests import people
from tests.houses import book, house, rule
from tests.stations.test_desk_guests import stated, typed, walk_in
from zibo_youth.accounts.errors import InvalidIdNumber
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db

LOST = {"proof": "police_proof", "proof_reason": "身份证遗失，正在补办"}


@pytest.fixture
def station(db):
    return house("flexible:3")


@pytest.fixture
def operator(station):
    return people.operator(station.operator)


@pytest.fixture
def arriving(guest, station, operator):
    rule(lead_days=0)
    return services.approve_stay(actor=operator, stay=book(guest, station, today()))


def admit(actor, stay, **changes):
    said = LOST | {"is_seen": True} | changes
    return services.admit_without_card(actor=actor, stay=Stay.objects.get(pk=stay.pk), **said)


def see(actor, stay):
    return services.see_card(actor=actor, stay=Stay.objects.get(pk=stay.pk))


def identity(stay):
    return Person.objects.get(pk=stay.guest_id).identity_state


def press(user, stay, act, **said):
    page = reverse("desk_act", args=[stay.reference, act])
    return people.signed_in(user).post(page, {"one_time_key": uuid.uuid4().hex} | said, follow=True)


@pytest.mark.parametrize(
    ("proof", "state", "is_due"),
    [
        ("police_proof", "stated", True),
        ("digital_id", "stated", True),
        ("temporary_card", "verified", False),
    ],
)
def test_only_a_temporary_card_verifies_as_the_card_does(arriving, operator, proof, state, is_due):
    stay = admit(operator, arriving, proof=proof)

    assert (stay.state, stay.id_proof, stay.id_proof_reason) == ("checked_in", proof, LOST["proof_reason"])
    assert (identity(stay), stay.is_card_due) == (state, is_due)
    assert Stay.objects.card_due().filter(pk=stay.pk).exists() is is_due
    assert Stay.objects.without_card().get() == stay


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"proof": ""}, ProofMissing),
        ({"proof": "student_card"}, ProofMissing),
        ({"proof_reason": "  "}, ProofReasonMissing),
        ({"is_seen": False}, IdentityNotSeen),
    ],
)
def test_proof_reason_and_the_look_are_asked_for(arriving, operator, changes, error):
    with pytest.raises(error):
        admit(operator, arriving, **changes)
    assert Stay.objects.get(pk=arriving.pk).state == "approved"


def test_without_proof_the_card_is_asked_for_as_ever(arriving, operator):
    """The control: a guest whose document nobody saw is not let in by the plain press."""
    with pytest.raises(IdentityNotSeen):
        services.receive_guest(actor=operator, stay=arriving)


def test_the_same_rules_hold_at_the_door(guest, station, operator):
    stay = services.approve_stay(actor=operator, stay=book(guest, station))
    with pytest.raises(NotArrivalDay):
        admit(operator, stay)
    other = people.operator(house().operator)
    for stranger in (other, guest, people.administrator()):
        with pytest.raises(NotAllowed):
            admit(stranger, stay)


def test_a_walk_in_without_the_card_is_registered_by_the_number_and_counted(station, operator):
    stay = walk_in(operator, station, **LOST)

    assert (stay.state, stay.is_card_due, identity(stay)) == ("checked_in", True, "stated")
    assert stay.guest.id_last4
    assert stay.nights.count() == 2


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ({"guest": "no number"}, InvalidIdNumber),
        ({"guest": "too old"}, NotEligible),
        ({"nights": 7}, NotEligible),
        ({"proof_reason": ""}, ProofReasonMissing),
    ],
)
def test_no_number_no_bed_and_every_other_wall_stands(station, operator, broken, error):
    numbers = {"no number": "", "too old": people.id_number(born=people.LONG_AGO.replace(year=1970))}
    if "guest" in broken:
        broken = {"guest": stated(id_number=numbers[broken["guest"]])}
    with pytest.raises(error):
        walk_in(operator, station, **(LOST | broken))
    assert not Stay.objects.exists()
    assert not Person.objects.filter(full_name="林小满").exists()


def test_the_card_is_seen_later_and_once(arriving, operator):
    stay = admit(operator, arriving)

    seen = see(operator, stay)

    assert seen.card_seen_at is not None
    assert (identity(seen), seen.is_card_due, seen.state) == ("verified", False, "checked_in")
    assert seen.transitions.filter(reason="card_seen", actor=operator).count() == 1
    with pytest.raises(CardNotDue):
        see(operator, stay)


def test_a_card_that_was_there_is_not_seen_afterwards(arriving, operator):
    stay = services.admit_guest(actor=operator, stay=arriving, is_seen=True)
    with pytest.raises(CardNotDue):
        see(operator, stay)


@pytest.mark.parametrize(
    "written",
    [
        {"id_proof": "police_proof"},
        {"id_proof_reason": "遗失"},
        {"card_seen_at": "2026-01-01T00:00Z"},
    ],
)
def test_the_database_itself_wants_proof_and_reason_together(arriving, written):
    with pytest.raises(IntegrityError, match="stay_without_the_card_says_why"), transaction.atomic():
        Stay.objects.filter(pk=arriving.pk).update(**written)


# --- the pages --------------------------------------------------------------------------------


def test_the_desk_lets_a_guest_in_lists_the_card_and_presses_when_it_was_seen(arriving, operator, station):
    page = people.signed_in(operator).get(reverse("desk_stay", args=[arriving.reference])).content.decode()
    assert reverse("desk_act", args=[arriving.reference, "no_card"]) in page
    asked = press(operator, arriving, "no_card", is_seen="on")
    assert set(asked.context["form"].errors) == {"proof", "proof_reason"}

    shown = press(operator, arriving, "no_card", is_seen="on", **LOST).content.decode()

    assert "身份证遗失，正在补办" in shown
    assert "证件待补验" in shown
    desk = people.signed_in(operator)
    assert "证件待补验" in desk.get(reverse("desk")).content.decode()
    sheet = reverse("desk_day", args=[today().isoformat()])
    assert "证件待补验" in desk.get(sheet, {"station": station.code}).content.decode()
    after = press(operator, arriving, "see_card").content.decode()
    assert "证件已补验。" in after
    assert "证件待补验" not in desk.get(reverse("desk")).content.decode()


def test_the_walk_in_page_asks_for_the_reason_beside_the_proof(operator, station):
    desk = people.signed_in(operator)
    answer = desk.post(reverse("desk_walk_in"), typed(station, proof="digital_id"))
    assert set(answer.context["form"].errors) == {"proof_reason"}
    nameless = desk.post(reverse("desk_walk_in"), typed(station, id_number="", **LOST))
    assert set(nameless.context["form"].errors) == {"id_number"}

    desk.post(reverse("desk_walk_in"), typed(station, **LOST))

    assert Stay.objects.get().is_card_due


def test_the_officer_has_the_list_the_number_and_the_press(arriving, operator):
    stay = admit(operator, arriving)
    officer = people.officer()
    page = reverse("admin:stations_stay_changelist")
    for work in ("card_due", "without_card"):
        listed = people.signed_in(officer).get(page, {"work": work})
        assert [row.pk for row in listed.context["cl"].result_list] == [stay.pk]
    assert CARDS_DUE.count(officer) == 1

    people.signed_in(officer).post(page, {"action": "see_card", "_selected_action": [stay.pk]})

    assert CARDS_DUE.count(officer) == 0
    assert people.signed_in(officer).get(page, {"work": "without_card"}).context["cl"].result_count == 1
