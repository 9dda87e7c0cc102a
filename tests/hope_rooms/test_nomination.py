"""建档和资格: a case begins with the guardian's agreement, and four facts decide it."""

from datetime import timedelta

import pytest

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import (
    AnswerStands,
    CheckedInTheFuture,
    EvidenceMissing,
    FactsMissing,
    GuardianHasNotAgreed,
    GuardianMissing,
    NothingToWithdraw,
    RoomMoved,
    TownOfAnotherDistrict,
    WordsNotSafe,
)
from hope_rooms.models import Access, CareConsent, CareNotice, Child, EligibilityFact, HopeRoom
from hope_rooms.records import ChildHome, ChildPerson
from hope_rooms.services import children, consents, guard
from hope_rooms.services.moves import move_room
from tests import hoping, people
from zibo_youth.accounts.errors import InvalidIdNumber
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed

State = HopeRoom.State


def test_a_town_nominates_and_the_case_stands_under_a_code(city):
    room = hoping.nominated(city, full_name="示小名")

    assert room.child.code.startswith(f"HR-{today().year}-")
    assert (room.state, room.child.town, room.child.reporting_org) == ("nominated", city.town, city.here)
    record = guard.read(city.officer, room.child, Part.PERSON, purpose=Purpose.SCREENING)
    assert record.need(ChildPerson).given_name == "小名"


def test_no_column_of_the_case_holds_what_was_told(city):
    """What S1 tables hold is looked at whole: neither name, nor address, nor number stands in a plain column."""
    number = people.id_number(born=hoping.born_for(10))
    room = hoping.nominated(city, full_name="示小名", address="示范村七号", id_number=number)
    plain = str([*Child.objects.values(), *HopeRoom.objects.values(), *CareConsent.objects.values()])
    assert room.child.code in plain
    assert not [word for word in ("示小名", "示范村", number, hoping.GUARDIAN.name) if word in plain]


@pytest.mark.parametrize(("gender", "needs"), [(people.FEMALE, True), (people.MALE, False)])
def test_a_girl_is_never_visited_without_a_woman(city, gender, needs):
    number = people.id_number(born=hoping.born_for(9), gender=gender)

    assert hoping.nominated(city, id_number=number).child.needs_woman is needs


def test_without_the_guardians_name_nothing_is_kept(city):
    with pytest.raises(GuardianMissing):
        hoping.nominated(city, guardian=consents.Guardian(" ", "祖母"))
    assert not Child.objects.exists()


def test_nothing_is_agreed_to_tomorrow(city):
    with pytest.raises(CheckedInTheFuture):
        hoping.nominated(city, agreed_on=today() + timedelta(1))


def test_a_wrong_number_is_refused_beside_its_field(city):
    with pytest.raises(InvalidIdNumber) as refusal:
        hoping.nominated(city, id_number="370303201503051234")
    assert refusal.value.field == "id_number"
    assert not Child.objects.exists()


@pytest.mark.parametrize("who", ["foreign_officer", "city_staff", "director", "lead", "finance"])
def test_only_the_own_town_and_district_nominate(city, who):
    with pytest.raises(NotAllowed):
        children.nominate_child(
            actor=getattr(city, who), reporting_org=city.here, town=city.town, told=hoping.told()
        )


def test_a_town_belongs_to_its_district(city):
    with pytest.raises(TownOfAnotherDistrict):
        children.nominate_child(
            actor=city.officer, reporting_org=city.here, town=hoping.town_of(city.there), told=hoping.told()
        )


def test_four_facts_that_are_met_lead_to_the_survey(city):
    assert hoping.screened(city).state == State.SURVEYING


def test_what_nobody_has_checked_is_named(city):
    room = children.start_screening(actor=city.officer, room=hoping.nominated(city))
    children.check_age(actor=city.officer, child=room.child, on=today())

    with pytest.raises(FactsMissing) as refusal:
        children.decide_screening(actor=city.officer, room=room)
    assert "没有独立的居住学习空间" in str(refusal.value)
    assert "年龄" not in str(refusal.value)


def test_one_fact_that_is_not_met_ends_it_and_new_facts_begin_anew(city):
    room = children.start_screening(actor=city.officer, room=hoping.nominated(city))
    hoping.facts_of(city, room.child, space=False)

    room = children.decide_screening(actor=city.officer, room=room)
    assert (room.state, room.transitions.last().reason) == ("ineligible", "space")

    room = children.start_screening(actor=city.officer, room=room)
    hoping.facts_of(city, room.child)
    assert children.decide_screening(actor=city.officer, room=room).state == "surveying"


@pytest.mark.parametrize(
    ("age", "days", "is_met"),
    [(8, -1, False), (8, 0, True), (15, -1, True), (15, 0, False)],
    ids=["7 years 364 days", "8 years", "14 years 364 days", "15 years"],
)
def test_the_age_counts_in_full_years_on_the_day_of_assessment(city, age, days, is_met):
    on = today()
    birthday = (
        on.replace(year=on.year - age) if (on.month, on.day) != (2, 29) else on - timedelta(days=365 * age)
    )
    room = hoping.nominated(city, id_number=people.id_number(born=birthday - timedelta(days=days)))
    room = children.start_screening(actor=city.officer, room=room)

    fact = children.check_age(actor=city.officer, child=room.child, on=on)

    assert (fact.kind, fact.is_met) == (EligibilityFact.Kind.AGE, is_met)


def test_a_fact_rests_on_a_paper_and_not_on_a_day_to_come(city):
    child = hoping.nominated(city).child
    told = {"actor": city.officer, "child": child, "kind": "space", "is_met": True}
    with pytest.raises(EvidenceMissing):
        children.check_fact(**told, evidence=" ", on=today())
    with pytest.raises(CheckedInTheFuture):
        children.check_fact(**told, evidence="示范材料", on=today() + timedelta(1))


def test_a_screening_that_somebody_else_has_decided_is_not_decided_again(city):
    room = hoping.screened(city)
    room.state = State.SCREENING

    with pytest.raises(RoomMoved):
        children.decide_screening(actor=city.officer_2, room=room)


def test_a_note_holds_nobodys_number(city):
    room = hoping.nominated(city)
    with pytest.raises(WordsNotSafe):
        move_room(city.officer, room, State.WITHDRAWN, note="监护人电话13900000000")
    room.refresh_from_db()
    assert room.state == State.NOMINATED


def test_a_part_is_corrected_and_the_correction_is_written_down(city):
    child = hoping.nominated(city).child
    home = ChildHome("示范村九号", "王示奶", "祖母", "+8613900000000")

    children.change_record(actor=city.town_officer, child=child, told=home, purpose=Purpose.RIGHTS)

    assert guard.read(city.officer, child, Part.HOME, purpose=Purpose.CARE).need(ChildHome) == home
    assert Access.objects.filter(child=child, is_writing=True, purpose="rights").count() == 1


# --- consent ---------------------------------------------------------------------------------------


def test_a_consent_names_the_words_that_were_read(city):
    child = hoping.nominated(city).child
    consent = child.consents.get()
    assert consent.text_digest == CareNotice.objects.in_force().get(purpose="care").digest
    assert hoping.GUARDIAN.name not in consent.guardian_sealed


def test_an_answer_is_withdrawn_before_it_is_given_anew(city):
    child = hoping.nominated(city).child
    hoping.agree(city, child, "photos")
    with pytest.raises(AnswerStands):
        hoping.agree(city, child, "photos", agrees=False)

    consents.withdraw_consent(actor=city.officer, child=child, purpose="photos")
    assert not consents.agreed(child, "photos")
    hoping.agree(city, child, "photos", agrees=False)
    assert not consents.agreed(child, "photos")
    hoping_again = CareConsent.objects.filter(child=child, purpose="photos")
    assert hoping_again.count() == 2


def test_what_was_never_given_is_not_withdrawn(city):
    with pytest.raises(NothingToWithdraw):
        consents.withdraw_consent(actor=city.officer, child=hoping.nominated(city).child, purpose="naming")


def test_refusing_what_is_optional_keeps_the_case(city):
    child = hoping.nominated(city).child
    hoping.agree(city, child, "sharing", agrees=False)

    assert guard.read(city.officer, child, Part.PERSON, purpose=Purpose.CARE).parts


def test_a_case_whose_guardian_withdrew_is_written_to_no_more(city):
    child = hoping.nominated(city).child
    consents.withdraw_consent(actor=city.officer, child=child, purpose="care")

    with pytest.raises(GuardianHasNotAgreed):
        children.change_record(
            actor=city.officer, child=child, told=ChildPerson("示二", "2015-01-01"), purpose=Purpose.CARE
        )


def test_the_childs_own_view_is_recorded_with_how_it_was_asked(city):
    view = consents.record_view(
        actor=city.officer,
        child=hoping.nominated(city).child,
        purpose="care",
        answer="unsure",
        manner="cards",
        on=today(),
    )
    assert (view.answer, view.manner, view.asked_by) == ("unsure", "cards", city.officer)
