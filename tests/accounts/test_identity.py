"""实名信息: stated once per person, sealed, verified at the desk, seen for a reason only."""

from datetime import date

import pytest
from cryptography.exceptions import InvalidTag
from django.core.serializers import serialize
from django.db import IntegrityError, connection
from django.urls import reverse

from tests import people
from tests.racing import CROWD, at_once
from zibo_youth.accounts import services
from zibo_youth.accounts.errors import (
    BirthDateDisagrees,
    BirthDateMissing,
    ConsentMissing,
    DuplicateIdentity,
    GenderDisagrees,
    GenderMissing,
    IdentityLocked,
    IdentityMissing,
    InvalidIdNumber,
    ReasonMissing,
    ReviewDecided,
)
from zibo_youth.accounts.models import ConsentRecord, IdentityReveal, IdentityReview, Person
from zibo_youth.accounts.services.identity import index_of
from zibo_youth.core import crypto
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def consenting():
    user = people.newcomer()
    services.give_consent(user, "id_number")
    return user


def state(user, number=None, **changes):
    told = {"full_name": "陈一帆", "id_type": "id_card", "id_number": number or people.id_number()}
    return services.state_identity(actor=user, **told | changes)


def test_a_stated_identity_is_sealed_and_shown_by_its_last_four():
    user, number = consenting(), people.id_number(born=date(1998, 3, 5))
    person = Person.objects.get(pk=state(user, number).pk)
    assert person.identity_state == "stated"
    assert (person.birth_date, person.gender) == (date(1998, 3, 5), people.MALE)
    assert person.id_number == number
    assert person.id_last4 == number[-4:]
    assert number not in serialize("json", [person])


def test_no_number_stands_in_any_table():
    user, number = consenting(), people.id_number()
    state(user, number)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f"%{number[6:17]}%"]
            )
            assert cursor.fetchone() == (0,), table


def test_a_sealed_number_moved_to_another_person_does_not_open():
    one, other = state(consenting()), state(consenting())
    Person.objects.filter(pk=other.pk).update(id_sealed=one.id_sealed)
    with pytest.raises(InvalidTag):
        _ = Person.objects.get(pk=other.pk).id_number


def test_a_changed_number_does_not_open():
    person = state(consenting())
    body = person.id_sealed[:-5] + ("A" if person.id_sealed[-5] != "A" else "B") + person.id_sealed[-4:]
    person.id_sealed = body
    with pytest.raises(InvalidTag):
        _ = person.id_number


def test_keys_rotate_and_old_values_still_open(settings):
    person = state(consenting())
    number, old = person.id_number, settings.FIELD_KEYS
    settings.FIELD_KEYS = ["next:" + "bmV3LWtleS1vZi10aGUtdGVzdC0zMi1ieXRlcy1sb24=", *old]
    assert person.id_number == number
    assert crypto.seal("x", context="y").split(":")[1] == "next"
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    with pytest.raises(KeyError):
        _ = person.id_number


def test_equal_documents_have_equal_indexes_and_no_others_do():
    number = people.id_number()
    assert index_of("id_card", number) == index_of("id_card", number)
    others = [
        index_of("passport", number),
        index_of("id_card", people.id_number()),
        crypto.blind_index("x", number),
    ]
    assert index_of("id_card", number) not in others


def test_the_index_changes_with_its_key(settings):
    number = people.id_number()
    before = index_of("id_card", number)
    settings.BLIND_INDEX_KEY = "YW5vdGhlci1rZXktb2YtdGhlLXRlc3QtMzItYnl0ZXM="
    assert index_of("id_card", number) != before


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"number": "370399199803050010"}, InvalidIdNumber),
        ({"gender": people.FEMALE}, GenderDisagrees),
        ({"birth_date": date(1999, 1, 1)}, BirthDateDisagrees),
        ({"id_type": "passport", "number": "E12345678", "birth_date": date(1999, 1, 1)}, GenderMissing),
        ({"id_type": "passport", "number": "E12345678", "gender": 1}, BirthDateMissing),
    ],
)
def test_what_does_not_fit_the_document_is_refused_and_nothing_is_kept(changes, refusal):
    user = consenting()
    with pytest.raises(refusal):
        state(user, **changes)
    assert Person.objects.get(pk=user.person_id).identity_state == "none"


def test_a_passport_asks_for_birth_date_and_gender():
    person = state(consenting(), "E12345678", id_type="passport", gender=2, birth_date=date(1999, 1, 1))
    assert (person.gender, person.birth_date) == (2, date(1999, 1, 1))


def test_without_the_consent_no_number_is_taken():
    with pytest.raises(ConsentMissing):
        state(people.newcomer())


def test_a_number_may_be_corrected_until_it_is_verified():
    user = consenting()
    state(user)
    corrected = people.id_number()
    person = state(user, corrected)
    assert person.id_number == corrected

    services.verify_identity(people.city_staff(), person)
    with pytest.raises(IdentityLocked):
        state(user)
    assert Person.objects.get(pk=person.pk).id_number == corrected


def test_a_number_of_another_account_links_nothing_and_asks_an_officer():
    boss = people.city_staff()
    first, second, number = consenting(), consenting(), people.id_number()
    owner = state(first, number)

    for _ in range(2):
        with pytest.raises(DuplicateIdentity):
            state(second, number)

    second.refresh_from_db()
    assert second.person_id != owner.pk
    assert Person.objects.get(pk=second.person_id).identity_state == "none"
    review = IdentityReview.objects.get()
    assert (review.user, review.person, review.state) == (second, owner, "open")
    assert Notice.objects.filter(to=boss.person, kind="accounts.identity_review").count() == 1


def test_the_database_itself_refuses_a_second_person_of_one_document():
    person, other = state(consenting()), state(consenting())
    with pytest.raises(IntegrityError, match="person_one_per_identity"):
        Person.objects.filter(pk=other.pk).update(id_index=person.id_index)


def test_an_officer_links_or_dismisses_once():
    boss, number = people.city_staff(), people.id_number()
    owner = state(consenting(), number)
    second = consenting()
    with pytest.raises(DuplicateIdentity):
        state(second, number)
    review = IdentityReview.objects.get()

    with pytest.raises(NotAllowed):
        services.link_review(people.officer(), review)
    services.link_review(boss, review, "证件原件一致")

    second.refresh_from_db()
    assert second.person_id == owner.pk
    with pytest.raises(ReviewDecided):
        services.dismiss_review(boss, review)


def test_a_dismissed_review_links_nothing_and_may_be_asked_again():
    boss, number = people.city_staff(), people.id_number()
    owner = state(consenting(), number)
    second = consenting()
    for _ in range(2):
        with pytest.raises(DuplicateIdentity):
            state(second, number)
        services.dismiss_review(boss, IdentityReview.objects.get(state="open"))
    second.refresh_from_db()
    assert second.person_id != owner.pk
    assert IdentityReview.objects.filter(state="dismissed").count() == 2


def test_a_full_number_is_shown_for_a_reason_and_the_look_is_kept():
    boss, number = people.city_staff(), people.id_number()
    person = state(consenting(), number)
    with pytest.raises(ReasonMissing):
        services.reveal_id(boss, person, "  ")
    assert not IdentityReveal.objects.exists()

    assert services.reveal_id(boss, person, "核对入住登记") == number

    reveal = IdentityReveal.objects.get()
    assert (reveal.by, reveal.person, reveal.reason) == (boss, person, "核对入住登记")


@pytest.mark.parametrize("stranger", [people.applicant, people.officer, people.administrator])
def test_nobody_without_a_row_of_the_own_sees_a_number_or_verifies(stranger):
    person = state(consenting())
    with pytest.raises(NotAllowed):
        services.reveal_id(stranger(), person, "好奇")
    with pytest.raises(NotAllowed):
        services.verify_identity(stranger(), person)


def test_verifying_twice_is_verifying_once_and_needs_a_stated_identity():
    boss = people.city_staff()
    person = state(consenting())
    first = services.verify_identity(boss, person).verified_at
    assert services.verify_identity(boss, person).verified_at == first
    with pytest.raises(IdentityMissing):
        services.verify_identity(boss, people.newcomer().person)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_64_accounts_that_state_one_document_one_has_it():
    users, number = [consenting() for _ in range(CROWD)], people.id_number()
    answers = at_once(lambda n: state(users[n], number))
    assert sum(isinstance(answer, Person) for answer in answers) == 1
    assert sum(isinstance(answer, DuplicateIdentity) for answer in answers) == CROWD - 1
    assert Person.objects.exclude(id_index="").count() == 1
    assert IdentityReview.objects.count() == CROWD - 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_64_accounts_share_one_document():
    """Negative control."""
    users, number = [consenting() for _ in range(CROWD)], people.id_number()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX person_one_per_identity")
    try:
        at_once(lambda n: state(users[n], number))
        assert Person.objects.exclude(id_index="").count() > 1
    finally:
        Person.objects.update(id_index="", identity_state="none")
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX person_one_per_identity ON accounts_person (id_index) WHERE NOT id_index = ''"
            )


# --- the page ---------------------------------------------------------------------------------


def answers(**changes):
    return {
        "full_name": "陈一帆",
        "id_type": "id_card",
        "id_number": people.id_number(),
        "consent": "on",
    } | changes


def test_the_page_takes_number_and_consent_together(client):
    user = people.newcomer()
    client.force_login(user)
    answer = client.post(reverse("identity"), answers(university="山东理工大学", graduation_year="2021"))
    assert answer.url == reverse("profile")
    person = Person.objects.get(pk=user.person_id)
    assert (person.identity_state, person.university, person.graduation_year) == (
        "stated",
        "山东理工大学",
        2021,
    )
    assert ConsentRecord.objects.get(user=user).scope == "id_number"


def test_the_box_is_not_ticked_beforehand_and_the_refusal_says_what_follows(client):
    client.force_login(people.newcomer())
    page = client.get(reverse("identity")).content.decode()
    assert 'name="consent"' in page
    assert "checked" not in page
    assert "不同意" in page
    assert "就不能申请需要实名的服务" in client.get(reverse("identity_refused")).content.decode()


def test_without_the_tick_nothing_is_kept(client):
    user = people.newcomer()
    client.force_login(user)
    answer = client.post(reverse("identity"), answers(consent=""))
    assert answer.status_code == 400
    assert "请阅读并勾选同意后再提交" in answer.content.decode()
    assert Person.objects.get(pk=user.person_id).identity_state == "none"
    assert not ConsentRecord.objects.exists()


def test_a_document_of_another_account_is_told_on_the_page_and_the_review_is_kept(client):
    number = people.id_number()
    state(consenting(), number)
    client.force_login(people.newcomer())
    answer = client.post(reverse("identity"), answers(id_number=number, one_time_key="one-key"))
    assert answer.status_code == 400
    assert "已提请工作人员核对" in answer.content.decode()
    assert IdentityReview.objects.count() == 1


def test_the_number_is_never_sent_back_to_the_browser(client):
    user, number = consenting(), people.id_number()
    state(user, number)
    client.force_login(user)
    for page in ("profile", "identity", "details", "consents"):
        assert number not in client.get(reverse(page)).content.decode()


@pytest.mark.parametrize(
    "field",
    [
        "full_name",
        "id_type",
        "id_number",
        "gender",
        "birth_date",
        "education",
        "university",
        "graduation_year",
        "native_place",
        "emergency_contact",
        "emergency_mobile",
    ],
)
@pytest.mark.parametrize("value", ["\0", "a\0b", "x" * 5000, "9" * 400, "\ud7ff\u202e\u0000"])
def test_hostile_input_in_any_field_gets_a_400_that_names_it(client, field, value):
    user = people.newcomer()
    client.force_login(user)
    answer = client.post(reverse("identity"), answers(**{field: value}))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert Person.objects.get(pk=user.person_id).identity_state == "none"
