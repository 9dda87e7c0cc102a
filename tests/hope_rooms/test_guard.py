"""查阅孩子的信息: no row, no read; no right, no consent, no row."""

from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import Error, connection, transaction

from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.errors import AccessRefused, AlreadyRegistered, GuardianHasNotAgreed, NotWrittenYet
from hope_rooms.models import Access, AccessAttempt, AccessGrant, Child, ChildRecord
from hope_rooms.records import ChildHome, ChildPerson
from hope_rooms.services import consents, grants, guard
from tests import hoping, people
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now


@pytest.fixture
def child(city):
    return hoping.nominated(city, full_name="示小名", address="示范村七号").child


def sealed_rows():
    """What plain SQL finds of any child."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hope_rooms_childrecord")
        return cursor.fetchone()[0]


def looks(child):
    return Access.objects.filter(child=child, is_writing=False).count()


def test_each_look_of_an_office_is_one_row_that_says_who_and_for_what(city, child):
    record = guard.read(city.officer, child, Part.PERSON, Part.HOME, purpose=Purpose.CARE, note="安排走访")

    assert record.need(ChildPerson).full_name == "示小名"
    assert record.need(ChildHome).address == "示范村七号"
    row = Access.objects.get(pk=record.access)
    assert (row.user, row.basis, row.data_class, row.purpose) == (city.officer, "office", 3, "care")
    assert (row.note, looks(child)) == ("安排走访", 1)


@pytest.mark.parametrize(
    ("who", "part", "may"),
    [
        ("officer", Part.HOME, True),
        ("town_officer", Part.HOME, True),
        ("officer", Part.NUMBER, False),
        ("foreign_officer", Part.PERSON, False),
        ("city_staff", Part.PERSON, False),
        ("finance", Part.PERSON, False),
        ("director", Part.PERSON, True),
        ("director", Part.HOME, False),
        ("lead", Part.NUMBER, True),
        ("deputy", Part.PERSON, False),
    ],
)
def test_an_office_reads_up_to_its_class_in_its_own_reach(city, child, who, part, may):
    reader = getattr(city, who)
    if may:
        assert guard.read(reader, child, part, purpose=Purpose.SUPERVISION).parts
        return
    with pytest.raises(AccessRefused):
        guard.read(reader, child, part, purpose=Purpose.SUPERVISION)
    assert looks(child) == 0
    assert AccessAttempt.objects.get().user == reader


def test_the_number_is_kept_and_read_by_nobody_who_wrote_it(city, child):
    with pytest.raises(AccessRefused):
        guard.read(city.town_officer, child, Part.NUMBER, purpose=Purpose.SCREENING)


def test_a_stranger_and_an_applicant_read_nothing(city, child):
    with pytest.raises(AccessRefused):
        guard.read(people.applicant(), child, Part.PERSON, purpose=Purpose.VISIT)


def test_a_log_in_without_second_factor_has_no_office(city, child):
    city.officer.is_private = True

    with pytest.raises(AccessRefused):
        guard.read(city.officer, child, Part.PERSON, purpose=Purpose.CARE)


def test_an_office_that_ended_reads_nothing(city, child):
    city.officer.person.memberships.update(until_on=now().date() - timedelta(days=1))

    with pytest.raises(AccessRefused):
        guard.read(city.officer, child, Part.PERSON, purpose=Purpose.CARE)


def test_the_town_reads_until_a_month_after_the_handover(city, child):
    with_days = {29: True, 31: False}
    for days, may in with_days.items():
        type(child.room).objects.filter(pk=child.room.pk).update(handed_over_at=now() - timedelta(days=days))
        if may:
            guard.read(city.town_officer, child, Part.HOME, purpose=Purpose.CARE)
        else:
            with pytest.raises(AccessRefused):
                guard.read(city.town_officer, child, Part.HOME, purpose=Purpose.CARE)


def test_withdrawn_by_the_guardian_it_is_shown_to_nobody_from_that_moment(city, child):
    consents.withdraw_consent(actor=city.town_officer, child=child, purpose="care")

    with pytest.raises(GuardianHasNotAgreed):
        guard.read(city.officer, child, Part.PERSON, purpose=Purpose.CARE)
    assert guard.read(city.officer, child, Part.PERSON, purpose=Purpose.RIGHTS).parts
    assert guard.read(city.lead, child, Part.PERSON, purpose=Purpose.SAFEGUARDING).parts


def test_a_grant_opens_the_part_it_names_while_it_holds(city, child):
    volunteer = people.applicant()
    given = grants.give(
        child,
        volunteer.person,
        AccessGrant.Kind.VISIT,
        purpose=Purpose.VISIT,
        data_class=DataClass.HOME,
        part=Part.HOME,
        span=grants.Span(now() - timedelta(hours=1), now() + timedelta(hours=1)),
    )

    record = guard.read(volunteer, child, Part.HOME, purpose=Purpose.VISIT)
    assert Access.objects.get(pk=record.access).grant == given
    for part, purpose in [
        (Part.PERSON, Purpose.VISIT),
        (Part.HARDSHIP, Purpose.VISIT),
        (Part.HOME, Purpose.CARE),
    ]:
        with pytest.raises(AccessRefused):
            guard.read(volunteer, child, part, purpose=purpose)


@pytest.mark.parametrize(("from_hours", "until_hours"), [(1, 2), (-2, -1)])
def test_a_grant_opens_nothing_before_and_after_its_time(city, child, from_hours, until_hours):
    volunteer = people.applicant()
    span = grants.Span(now() + timedelta(hours=from_hours), now() + timedelta(hours=until_hours))
    grants.give(
        child,
        volunteer.person,
        "visit",
        purpose=Purpose.VISIT,
        data_class=DataClass.HOME,
        part=Part.HOME,
        span=span,
    )

    with pytest.raises(AccessRefused):
        guard.read(volunteer, child, Part.HOME, purpose=Purpose.VISIT)


def test_a_grant_that_was_taken_away_opens_nothing(city, child):
    volunteer = people.applicant()
    span = grants.Span(now() - timedelta(hours=1))
    grants.give(
        child, volunteer.person, "pair", purpose=Purpose.VISIT, data_class=DataClass.PERSON, span=span
    )
    assert guard.read(volunteer, child, Part.PERSON, purpose=Purpose.VISIT).parts

    assert grants.take_away(child, volunteer.person, "pair") == 1

    with pytest.raises(AccessRefused):
        guard.read(volunteer, child, Part.PERSON, purpose=Purpose.VISIT)


def test_nothing_written_yet_is_said_so(city, child):
    with pytest.raises(NotWrittenYet):
        guard.read(city.lead, child, Part.HEALTH, purpose=Purpose.CARE).need(ChildPerson)


def test_the_system_reads_for_retention_only(city, child):
    assert guard.read(SYSTEM, child, Part.PERSON, purpose=Purpose.RETENTION).parts
    with pytest.raises(AccessRefused):
        guard.read(SYSTEM, child, Part.PERSON, purpose=Purpose.CARE)


def test_a_number_that_has_a_case_is_recognised_however_it_is_written(city):
    number = people.id_number(born=hoping.born_for(10))
    hoping.nominated(city, id_number=number)

    with pytest.raises(AlreadyRegistered):
        hoping.nominated(city, id_number=f" {number[:6]} {number[6:].lower()}")
    assert Child.objects.count() == 1


# --- the wall behind it: PostgreSQL under the portal's own role ------------------------------------


@pytest.mark.django_db(transaction=True)
def test_plain_sql_of_the_portals_role_finds_nothing(city, child):
    assert sealed_rows() == 0

    with guard.opened(city.officer, child, guard.Look(Purpose.CARE, DataClass.PERSON)):
        assert sealed_rows() == 1
    assert sealed_rows() == 0


@pytest.mark.django_db(transaction=True)
def test_a_look_at_one_child_opens_no_other(city, child):
    other = hoping.nominated(city).child

    with guard.opened(city.lead, child, guard.Look(Purpose.CARE, DataClass.SECRET)):
        assert set(ChildRecord.objects.values_list("child", flat=True)) == {child.pk}
        assert not ChildRecord.objects.filter(child=other).exists()


@pytest.mark.django_db(transaction=True)
def test_a_look_writes_nothing(city, child):
    look = guard.Look(Purpose.CARE, DataClass.PERSON)
    with guard.opened(city.officer, child, look):
        assert ChildRecord.objects.filter(child=child).update(sealed="x") == 0
        assert ChildRecord.objects.filter(child=child).delete()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_an_access_is_written_by_nobody_but_the_function(city, child):
    row = Access(child=child, user=city.officer, basis="office", data_class=4, purpose="care")
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        row.save()
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        Access.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_an_access_that_cannot_be_written_refuses_the_look(city, child):
    """The fault: the log is full, broken, gone; then nothing is shown."""
    with BrokenLog(), pytest.raises(Error, match="the log is broken"):
        guard.read(city.officer, child, Part.PERSON, purpose=Purpose.CARE)
    assert looks(child) == 0


class BrokenLog:
    """A trigger that lets no row of access in."""

    def __enter__(self):
        self._as_owner(
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the log is broken'; END $$;"
            "CREATE TRIGGER broken BEFORE INSERT ON hope_rooms_access FOR EACH ROW EXECUTE FUNCTION broken();"
        )

    def __exit__(self, *_exc):
        self._as_owner("DROP TRIGGER broken ON hope_rooms_access; DROP FUNCTION broken();")

    def _as_owner(self, sql):
        with connection.cursor() as cursor:
            cursor.execute(f"RESET ROLE; {sql} SET ROLE zibo_app")


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_without_row_level_security_plain_sql_finds_the_child(city, child):
    """Negative control: the owner of the tables, whom it does not bind, sees the sealed rows."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert sealed_rows() == 3
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE zibo_app")


@pytest.mark.django_db(transaction=True)
def test_a_seal_that_is_moved_to_another_child_does_not_open(city, child):
    other = hoping.nominated(city).child
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "UPDATE hope_rooms_childrecord AS mine SET sealed = theirs.sealed FROM hope_rooms_childrecord AS theirs"
            " WHERE mine.child_id = %s AND theirs.child_id = %s AND mine.part = theirs.part",
            [child.pk, other.pk],
        )
        cursor.execute("SET ROLE zibo_app")

    with pytest.raises(InvalidTag):
        guard.read(city.officer, child, Part.PERSON, purpose=Purpose.CARE)
