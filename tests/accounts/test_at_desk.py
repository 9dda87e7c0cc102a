"""Registration at a desk: found by the document, told nothing that was not said, agreed to on paper."""

import pytest
from django.db import IntegrityError, transaction

from tests import people
from tests.houses import book, house
from zibo_youth.accounts import limits, own_data
from zibo_youth.accounts.errors import (
    BirthDateMissing,
    GenderMissing,
    IdentityDisagrees,
    InvalidIdNumber,
    NothingToWithdraw,
    ReasonMissing,
    TooOften,
)
from zibo_youth.accounts.models import ConsentRecord, ConsentText, IdentityReview, Person, User
from zibo_youth.accounts.services import (
    Stated,
    at_desk,
    counted_registration,
    record_consents,
    record_withdrawal,
    register_person,
    withdraw_consent,
)
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


def stated(**changes):
    told = {
        "full_name": "林小满",
        "id_type": "id_card",
        "id_number": people.id_number(gender=people.FEMALE),
        "mobile": "+8615400000001",
    }
    return Stated(**(told | changes))


def register(actor, told):
    with counted_registration(actor), transaction.atomic():
        return register_person(actor=actor, stated=told)


def of(person, **changes):
    return stated(**({"full_name": person.full_name, "id_number": person.id_number} | changes))


# --- who it is ------------------------------------------------------------------------------


def test_a_document_never_seen_makes_a_person_with_what_it_carries(operator):
    told = stated()

    person = register(operator, told)

    assert (person.full_name, person.gender, person.identity_state) == ("林小满", people.FEMALE, "stated")
    assert person.birth_date.isoformat() == "1998-03-05"
    assert person.id_number == told.id_number
    assert (person.id_last4, person.mobile) == (told.id_number[-4:], told.mobile)


@pytest.mark.parametrize("name", ["陈一帆", " 陈 一帆 ", "陈·一帆"])
def test_a_registered_person_is_found_and_keeps_what_was_told_before(guest, operator, name):
    before = Person.objects.filter(pk=guest.person_id).values().get()

    assert register(operator, of(guest.person, full_name=name)) == guest.person
    assert Person.objects.filter(pk=guest.person_id).values().get() == before


def test_another_name_is_refused_and_goes_nowhere(guest, operator):
    count = Person.objects.count()

    with pytest.raises(IdentityDisagrees) as refusal:
        register(operator, of(guest.person, full_name="林小满"))

    assert "姓名、性别或出生日期与该证件登记的不一致" in str(refusal.value)
    assert guest.person.full_name not in str(refusal.value)
    assert Person.objects.count() == count
    assert not IdentityReview.objects.exists()


def test_a_passport_carries_neither_gender_nor_birth_date(operator):
    passport = {"id_type": "passport", "id_number": "E12345678"}
    with pytest.raises(GenderMissing):
        register(operator, stated(**passport))
    with pytest.raises(BirthDateMissing):
        register(operator, stated(**passport, gender=people.FEMALE))
    born = people.LONG_AGO.replace(year=1999)
    person = register(operator, stated(**passport, gender=people.FEMALE, birth_date=born))

    with pytest.raises(IdentityDisagrees):
        register(operator, stated(**passport, gender=people.MALE, birth_date=born))
    assert Person.objects.get(pk=person.pk).gender == people.FEMALE


def test_a_number_that_cannot_be_is_refused(operator):
    with pytest.raises(InvalidIdNumber):
        register(operator, stated(id_number="110101199001011234"))


def test_only_those_who_serve_register(guest):
    for actor in (guest, people.administrator()):
        with pytest.raises(NotAllowed):
            register(actor, stated())


def test_disagreements_are_counted_although_their_transaction_is_gone(guest, operator, monkeypatch):
    monkeypatch.setattr(at_desk, "DISAGREEMENTS_A_DAY", 3)
    wrong = of(guest.person, full_name="林小满")
    for _try in range(3):
        with pytest.raises(IdentityDisagrees):
            register(operator, wrong)

    with pytest.raises(TooOften):
        register(operator, stated())


def test_registrations_of_a_day_have_an_end(operator, monkeypatch):
    monkeypatch.setattr(at_desk, "REGISTRATIONS_A_DAY", 2)
    register(operator, stated())
    register(operator, stated())
    with pytest.raises(TooOften):
        register(operator, stated())


@pytest.mark.control
def test_the_control_without_counters_numbers_are_asked_without_end(guest, operator, monkeypatch):
    monkeypatch.setattr(at_desk, "DISAGREEMENTS_A_DAY", 3)
    monkeypatch.setattr(limits, "counted", lambda *key: 0)
    for _try in range(5):
        with pytest.raises(IdentityDisagrees):
            register(operator, of(guest.person, full_name="林小满"))


def test_what_was_said_is_in_no_log(operator):
    told = stated()
    assert told.id_number not in repr(told)
    assert told.mobile not in repr(told)


# --- what was agreed to ---------------------------------------------------------------------


@pytest.fixture
def at_the_station(guest, station):
    """A person whom the operator reaches through a stay."""
    book(guest, station)
    return guest.person


def test_paper_consents_name_the_person_the_version_and_who_keeps_the_paper(at_the_station, operator):
    for _twice in range(2):
        record_consents(actor=operator, person=at_the_station, channel="desk")

    records = ConsentRecord.objects.filter(person=at_the_station)
    assert {record.scope for record in records} == set(ConsentText.AT_A_DESK)
    assert {(record.user, record.recorded_by, record.channel) for record in records} == {
        (None, operator, "desk")
    }
    assert len(records) == 3


def test_nobody_records_the_own_consent_or_that_of_a_stranger(at_the_station, operator):
    elsewhere = people.operator(house().operator)
    for actor in (elsewhere, User.objects.get(person=at_the_station)):
        with pytest.raises(NotAllowed):
            record_consents(actor=actor, person=at_the_station, channel="desk")
    own = Person.objects.get(pk=operator.person_id)
    with pytest.raises(NotAllowed):
        record_consents(actor=operator, person=own, channel="desk")


def test_the_person_reads_and_withdraws_what_was_signed_on_paper(at_the_station, guest, operator, client):
    record_consents(actor=operator, person=at_the_station, channel="desk")
    client.force_login(guest)

    page = client.get("/accounts/consents/").content.decode()
    assert page.count("前台签署纸质同意书") == 3
    told = own_data.everything_about(guest)["consents"]
    assert {consent["channel"] for consent in told} == {"web", "desk"}

    withdraw_consent(guest, "lodging")
    assert not ConsentRecord.objects.of(guest).living().filter(scope="lodging").exists()
    assert ConsentRecord.objects.of(guest).living().filter(scope="privacy").count() == 2


ALL = ("privacy", "id_number", "lodging")


def test_what_was_signed_at_a_desk_is_withdrawn_at_a_desk(at_the_station, operator):
    record_consents(actor=operator, person=at_the_station, channel="desk")

    ended = record_withdrawal(
        actor=operator, person=at_the_station, scopes=["lodging"], reason=" 本人到店书面提出 "
    )

    assert ended == 1
    record = ConsentRecord.objects.recorded_for(at_the_station.pk).get(scope="lodging")
    assert record.withdrawn_at is not None
    assert (record.withdrawn_by, record.withdrawal_reason) == (operator, "本人到店书面提出")
    assert ConsentRecord.objects.recorded_for(at_the_station.pk).living().count() == 2
    events = ConsentRecord.pgh_event_models["update"].objects.filter(pgh_obj=record.pk, pgh_label="update")
    assert list(events.values_list("withdrawal_reason", flat=True)) == ["本人到店书面提出"]


def test_a_withdrawal_says_why_and_ends_something(at_the_station, operator):
    record_consents(actor=operator, person=at_the_station, channel="desk")
    with pytest.raises(ReasonMissing):
        record_withdrawal(actor=operator, person=at_the_station, scopes=ALL, reason="  ")

    record_withdrawal(actor=operator, person=at_the_station, scopes=ALL, reason="来电提出")
    with pytest.raises(NothingToWithdraw):
        record_withdrawal(actor=operator, person=at_the_station, scopes=ALL, reason="来电提出")

    record_consents(actor=operator, person=at_the_station, channel="desk")  # agreed to anew
    assert ConsentRecord.objects.recorded_for(at_the_station.pk).living().count() == 3


def test_the_consents_of_a_log_in_end_by_that_log_in_alone(at_the_station, guest, operator):
    record_consents(actor=operator, person=at_the_station, channel="desk")
    before = ConsentRecord.objects.filter(user=guest).living().count()

    record_withdrawal(actor=operator, person=at_the_station, scopes=ALL, reason="来电提出")

    assert before
    assert ConsentRecord.objects.filter(user=guest).living().count() == before


def test_nobody_writes_down_a_withdrawal_elsewhere_or_in_the_own_case(at_the_station, operator):
    record_consents(actor=operator, person=at_the_station, channel="desk")
    elsewhere = people.operator(house().operator)
    for actor in (elsewhere, User.objects.get(person=at_the_station)):
        with pytest.raises(NotAllowed):
            record_withdrawal(actor=actor, person=at_the_station, scopes=ALL, reason="来电提出")
    own = Person.objects.get(pk=operator.person_id)
    with pytest.raises(NotAllowed):
        record_withdrawal(actor=operator, person=own, scopes=ALL, reason="来电提出")


def test_the_database_asks_why_too(at_the_station, operator):
    record_consents(actor=operator, person=at_the_station, channel="desk")
    with pytest.raises(IntegrityError, match="consent_withdrawn_at_a_desk_says_why"), transaction.atomic():
        ConsentRecord.objects.recorded_for(at_the_station.pk).update(withdrawn_by=operator)


def test_a_log_in_without_a_person_owns_no_paper(at_the_station, operator):
    """``person=None`` is nobody: it must not match the records that have no person."""
    record_consents(actor=operator, person=at_the_station, channel="desk")
    lonely = User.objects.create_user(people.mobile_number())

    assert not ConsentRecord.objects.of(lonely).exists()
    assert not ConsentRecord.objects.visible_to(lonely).exists()


def test_new_words_end_the_record_of_the_old_ones(at_the_station, operator):
    record_consents(actor=operator, person=at_the_station, channel="desk")
    old = ConsentText.objects.get(scope="lodging")
    values = {f.name: getattr(old, f.name) for f in old._meta.fields if f.name != "id"}
    ConsentText.objects.create(**(values | {"version": old.version + 1}))

    record_consents(actor=operator, person=at_the_station, channel="phone")

    lodging = ConsentRecord.objects.filter(person=at_the_station, scope="lodging")
    assert [(r.text.version, r.withdrawn_at is None) for r in lodging.order_by("pk")] == [
        (old.version, False),
        (old.version + 1, True),
    ]


@pytest.mark.parametrize("missing", ["recorded_by", "person"])
def test_the_database_itself_wants_to_know_who_and_by_whom(at_the_station, operator, missing):
    text = ConsentText.objects.first()
    given = {"person": at_the_station, "recorded_by": operator} | {missing: None}
    with pytest.raises(IntegrityError, match="consent_is_of_a_log_in_or_recorded_by_staff"):
        ConsentRecord.objects.create(text=text, scope=text.scope, **given)
