"""Ways around the rules of a stay that stood open once, each tried again."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from stations import services
from stations.errors import WrongState
from stations.facts import Facts, Request
from stations.models import Evidence, Stay, StayPolicy
from tests import houses, people
from zibo_youth.accounts import policy
from zibo_youth.accounts import services as accounts
from zibo_youth.accounts.errors import IdentityInUse, IdentityLocked, TooOften
from zibo_youth.accounts.models import IdentityReview, Organisation, Person, User
from zibo_youth.accounts.second_factor import give_demo_device
from zibo_youth.accounts.services.identity import STATEMENTS_A_DAY
from zibo_youth.core.calendar import at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.channels import sms
from zibo_youth.notifications.kinds import kind_of
from zibo_youth.notifications.letters import Letter, recipient_of

pytestmark = pytest.mark.django_db


def draft_of(guest, station, nights=1):
    arrival = houses.soon()
    return services.save_draft(
        actor=guest,
        guest=guest.person,
        station=station,
        arrival=arrival,
        departure=arrival + timedelta(days=nights),
        purpose="job_seeking",
        declared_non_native=True,
        evidence=[houses.paper(guest)],
    )


@pytest.mark.parametrize("role", ["operator", "officer", "city"])
def test_a_draft_opens_neither_itself_nor_its_guest_nor_a_file_to_staff(
    role, guest, station, operator, officer
):
    staff = {"operator": operator, "officer": officer, "city": people.city_staff()}[role]
    draft = draft_of(guest, station)

    def seen():
        return [
            model.objects.visible_to(staff).filter(**row).exists()
            for model, row in (
                (Stay, {"pk": draft.pk}),
                (Evidence, {"stays": draft}),
                (Person, {"pk": guest.person_id}),
            )
        ]

    # The city's staff know every person; nobody's draft leads there.
    assert seen() == [False, False, role == "city"]
    assert policy.may(staff, "accounts.reveal_id", guest.person) is (role == "city")
    assert Stay.objects.visible_to(guest).filter(pk=draft.pk).exists()
    assert Evidence.objects.visible_to(guest).filter(stays=draft).exists()

    services.submit_stay(actor=guest, stay=draft)

    assert seen() == [True, True, True]


def test_a_draft_changed_at_the_last_moment_takes_the_nights_it_shows(guest, station):
    held = draft_of(guest, station, nights=1)
    draft_of(guest, station, nights=4)  # the other tab, between the look and the click

    stay = services.submit_stay(actor=guest, stay=held)

    assert stay.nights.count() == Stay.objects.get(pk=stay.pk).length == 4


def test_handed_in_twice_is_said_in_words_of_the_state(guest, station):
    first = draft_of(guest, station)
    second = Stay.objects.get(pk=first.pk)
    services.submit_stay(actor=guest, stay=first)

    with pytest.raises(WrongState):
        services.submit_stay(actor=guest, stay=second)


def test_a_lower_cap_counts_nights_whose_numbers_lie_beyond_it():
    facts = Facts(
        request=Request(houses.soon(), houses.soon(6), "job_seeking", True, True),
        policy=StayPolicy(max_free_nights=3),
        today=houses.soon(0),
        age=20,
        used_numbers={2026: {4, 5}, 2027: {3, 4, 5, 6}, 2028: {1, 4}},
    )

    assert facts.unused_numbers(2026) == [1]
    assert facts.unused_numbers(2027) == []
    assert facts.unused_numbers(2028) == [2]  # 1 is taken, however low the cap


def restate(user, **told):
    gender = told.pop("gender", people.MALE)
    number = told.pop("id_number", None) or people.id_number(gender=gender)
    return accounts.state_identity(actor=user, full_name="陈一帆", id_type="id_card", id_number=number)


def test_a_document_is_not_exchanged_while_nights_are_counted_on_it(guest, station):
    """Else the first document opened a second account with six nights more."""
    restate(guest)  # before the first night a slip is put right
    stay = houses.book(User.objects.get(pk=guest.pk), station)
    before = Person.objects.get(pk=guest.person_id)

    with pytest.raises(IdentityInUse):
        restate(guest)
    with pytest.raises(IdentityInUse):
        restate(guest, gender=people.FEMALE)

    assert Person.objects.get(pk=guest.person_id).id_index == before.id_index
    restate(guest, id_number=before.id_number)  # the same document with a name put right

    services.withdraw_stay(actor=guest, stay=stay)
    restate(guest, gender=people.FEMALE)
    assert Person.objects.get(pk=guest.person_id).gender == people.FEMALE


def test_nobody_asks_the_identity_page_for_a_list_of_numbers():
    asker = people.applicant()  # that was the first
    for _ in range(STATEMENTS_A_DAY - 1):
        restate(asker)

    with pytest.raises(TooOften):
        restate(asker)


def test_a_contact_number_is_not_rung_all_day(guest, station):
    stay = houses.book(guest, station)
    Stay.objects.filter(pk=stay.pk).update(contact_mobile="+8613900009999")
    letter = Letter(notice=None, kind=kind_of("stations.stay_submitted"), about=Stay.objects.get(pk=stay.pk))

    receipts = [
        sms.send_letter(key=f"test-{n}", letter=letter, to=recipient_of(guest.person))
        for n in range(sms.CONTACT_TEXTS_A_DAY + 2)
    ]

    assert all(receipts[:-2])
    assert receipts[-2:] == ["", ""]
    # A retry of what was sent is not refused, and not sent again.
    assert sms.send_letter(key="test-0", letter=letter, to=recipient_of(guest.person)) == receipts[0]


def test_no_list_hands_out_a_key_before_the_document_was_seen(guest, station, operator, client, time_machine):
    give_demo_device(operator)
    stay = houses.book(guest, station)
    services.approve_stay(actor=operator, stay=stay)
    time_machine.move_to(at(stay.arrival, time(15)), tick=False)
    client.force_login(operator)
    batch = {"action": "check_in", "_selected_action": [stay.pk]}

    client.post(reverse("admin:stations_stay_changelist"), batch)
    assert Stay.objects.get(pk=stay.pk).state == "approved"

    accounts.verify_identity(operator, guest.person)
    client.post(reverse("admin:stations_stay_changelist"), batch)
    assert Stay.objects.get(pk=stay.pk).state == "checked_in"


def test_nobody_approves_the_own_request(guest, station):
    """Young staff may stay in their own house; somebody else decides."""
    city = Organisation.objects.get(code="city")
    accounts.appoint(actor=policy.SYSTEM, user=guest, organisation=city, role="city_staff")
    stay = houses.book(guest, station)
    guest = User.objects.get(pk=guest.pk)  # with the office just given

    with pytest.raises(NotAllowed):
        services.approve_stay(actor=guest, stay=stay)

    assert services.approve_stay(actor=people.city_staff(), stay=stay).state == "approved"


def test_nobody_decides_or_verifies_in_the_own_case(guest, station):
    """An operator who books as a guest finds somebody else for every step of the own request."""
    accounts.appoint(actor=policy.SYSTEM, user=guest, organisation=station.operator, role="station_operator")
    own = houses.book(guest, station)
    guest = User.objects.get(pk=guest.pk)  # with the office just given
    assert policy.may(guest, "stations.review_stay", own)

    for decide in (
        lambda: services.reject_stay(actor=guest, stay=own, reason="other"),
        lambda: services.return_stay(actor=guest, stay=own, reason="other"),
        lambda: accounts.verify_identity(guest, guest.person),
    ):
        with pytest.raises(NotAllowed):
            decide()
    assert Stay.objects.get(pk=own.pk).state == "submitted"


def test_a_log_in_with_a_document_of_its_own_is_not_linked_to_another_person(guest):
    other = people.applicant("孙二川")
    review = IdentityReview.objects.create(user=other, person=guest.person)

    with pytest.raises(IdentityLocked):
        accounts.link_review(people.city_staff(), review)
    assert User.objects.get(pk=other.pk).person_id == other.person_id
