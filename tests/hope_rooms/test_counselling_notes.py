"""心理疏导记录: read by who wrote them and by the lead, each look written down; what ends them, what keeps them."""

from datetime import timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction

from hope_rooms.counselling_errors import (
    CounsellingNotAgreed,
    CounsellorEnded,
    CounsellorWasNotThere,
)
from hope_rooms.data_classes import NOTES, DataClass, Part, Purpose
from hope_rooms.errors import AccessRefused, GuardianHasNotAgreed
from hope_rooms.models import (
    Access,
    AccessAttempt,
    AccessGrant,
    ChildHold,
    CounsellingNote,
    Counsellor,
)
from hope_rooms.services import (
    consents,
    copies,
    guard,
    requests,
)
from hope_rooms.services.counselling import naming, notes
from hope_rooms.services.forgetting import Cause, Erasing, Extent, forget
from tests import hoping, pairing
from tests.counselling import SECRET, STAFF, as_owner, named, planned, raw, written
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed


def emergency(child, reader, purpose):
    """A grant to everything, as no service would give it."""
    hour = timedelta(hours=1)
    told = {
        "kind": "emergency",
        "purpose": purpose,
        "data_class": 4,
        "reason": "接到报告",
        "state": "granted",
    }
    span = {"starts_at": now() - hour, "ends_at": now() + hour}
    AccessGrant.objects.create(child=child, person=reader.person, **told, **span)


# --- the notes


def test_who_wrote_a_note_and_the_lead_read_it_each_look_a_row(city, counsellor, pair):
    written(counsellor, pair)
    own = pairing.login(counsellor.volunteer)
    before = Access.objects.count()

    with transaction.atomic():
        [mine] = notes.read_own(actor=own, counsellor=counsellor)
    with transaction.atomic():
        [seen] = notes.read_for_safeguarding(actor=city.lead, child=counsellor.child)

    assert mine.words == seen.words == SECRET
    rows = list(Access.objects.order_by("pk")[before:].values_list("user", "part", "data_class", "purpose"))
    assert rows == [(own.pk, NOTES, 4, "counselling"), (city.lead.pk, NOTES, 4, "safeguarding")]


@pytest.mark.parametrize("who", STAFF)
def test_no_other_office_reads_with_whatever_it_may_take(city, counsellor, pair, who):
    written(counsellor, pair)
    reader, child = getattr(city, who), counsellor.child
    with pytest.raises(NotAllowed):
        notes.read_for_safeguarding(actor=reader, child=child)
    for purpose in (Purpose.SAFEGUARDING, Purpose.COUNSELLING):
        emergency(child, reader, purpose)
        with guard.opened(reader, child, guard.Look(purpose, DataClass.SECRET)):
            assert raw() == 0
        with (
            pytest.raises(AccessRefused),
            guard.opened(reader, child, guard.Look(purpose, DataClass.SECRET, NOTES)),
        ):
            pass
    assert AccessAttempt.objects.filter(user=reader).exists()


def test_the_pair_and_its_leader_read_nothing(city, counsellor, pair, team):
    written(counsellor, pair)
    for reader in (*map(pairing.login, pair), team.leader):
        with pytest.raises(NotAllowed):
            notes.read_own(actor=reader, counsellor=counsellor)
        for purpose in Purpose:
            with (
                pytest.raises(AccessRefused),
                guard.opened(reader, counsellor.child, guard.Look(purpose, DataClass.SECRET, NOTES)),
            ):
                pass


def test_the_next_counsellor_does_not_read_what_another_wrote(city, counsellor, pair):
    written(counsellor, pair)
    former = pairing.login(counsellor.volunteer)
    naming.end_counsellor(actor=city.director, counsellor=counsellor, reason="调整")
    following = named(city, counsellor.child, pairing.adult(age=35))

    assert notes.read_own(actor=pairing.login(following.volunteer), counsellor=following) == []
    with pytest.raises(CounsellorEnded):
        notes.read_own(actor=former, counsellor=Counsellor.objects.get(pk=counsellor.pk))


@pytest.mark.parametrize("purpose", ["care", "counsel"])
def test_a_withdrawn_consent_closes_them_for_the_counsellor_and_not_for_the_lead(
    city, counsellor, pair, purpose
):
    visit = written(counsellor, pair)
    consents.withdraw_consent(actor=city.officer, child=counsellor.child, purpose=purpose)
    own = pairing.login(counsellor.volunteer)
    with pytest.raises(GuardianHasNotAgreed):
        notes.read_own(actor=own, counsellor=counsellor)
    with pytest.raises(GuardianHasNotAgreed):
        guard.read(own, counsellor.child, Part.PERSON, purpose=Purpose.COUNSELLING)
    with pytest.raises(CounsellingNotAgreed):
        notes.write_note(actor=own, visit=visit, words="再写")
    assert len(notes.read_for_safeguarding(actor=city.lead, child=counsellor.child)) == 1


def test_a_raw_statement_sees_nothing_and_without_the_wall_everything(city, counsellor, pair):
    written(counsellor, pair)
    assert raw() == 0
    assert as_owner(raw) == 1
    as_owner(lambda: connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE"))
    as_owner(
        lambda: connection.cursor().execute(
            "ALTER TABLE hope_rooms_counsellingnote DISABLE ROW LEVEL SECURITY"
        )
    )
    assert raw() == 1


def test_a_look_opens_one_childs_notes_and_ends_with_its_transaction(city, counsellor, pair, team):
    written(counsellor, pair)
    other = hoping.nominated(city).child
    with guard.opened(city.lead, other, guard.Look(Purpose.SAFEGUARDING, DataClass.SECRET, NOTES)):
        assert raw() == 0


def test_a_note_is_changed_and_deleted_by_nobody_and_added_by_the_counsellor_alone(city, counsellor, pair):
    visit = written(counsellor, pair)
    assert CounsellingNote.objects.update(sealed="x") == 0
    assert CounsellingNote.objects.all().delete()[0] == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT hope_rooms_forget_notes(%s)", [counsellor.child_id])
        assert cursor.fetchone() == (0,)
    row = CounsellingNote(child=counsellor.child, visit=visit, sealed="x", written_by=city.lead)
    with pytest.raises(Error, match="row-level security"), transaction.atomic():
        CounsellingNote.objects.bulk_create([row])


def test_when_writing_the_row_down_fails_nothing_is_read(city, counsellor, pair, monkeypatch):
    written(counsellor, pair)
    monkeypatch.setattr(guard, "OPEN", "SELECT 1 / 0, %s, %s, %s, %s, %s, %s, %s, %s")
    with pytest.raises(Error), transaction.atomic():
        notes.read_for_safeguarding(actor=city.lead, child=counsellor.child)
    assert raw() == 0


def test_a_note_is_of_a_session_at_which_one_was(city, counsellor, pair):
    visit = planned(counsellor, pair)
    with pytest.raises(CounsellorWasNotThere):
        notes.write_note(actor=pairing.login(counsellor.volunteer), visit=visit, words=SECRET)
    with pytest.raises(NotAllowed):
        notes.write_note(actor=pairing.login(pair[0]), visit=visit, words=SECRET)


def test_no_table_holds_a_note_in_plain_text(city, counsellor, pair):
    from tests.canary import where

    written(counsellor, pair)
    assert as_owner(lambda: where("鸑鷟秘密")) == {}


# --- what ends, what is kept, what is copied


def test_they_go_with_the_child_unread_and_a_hold_keeps_them(city, counsellor, pair):
    written(counsellor, pair)
    hold = ChildHold.objects.create(child=counsellor.child, reason="示函 2 号", placed_by=city.lead)
    with pytest.raises(IntegrityError, match="a hold keeps"), transaction.atomic():
        as_owner(lambda: CounsellingNote.objects.all()._raw_delete("default"))
    ChildHold.objects.filter(pk=hold.pk).update(lifted_at=now(), lifted_by=city.lead, lift_reason="示函 3 号")

    forget(SYSTEM, counsellor.child, Erasing(Extent.ALL, Cause.LEFT))

    assert as_owner(raw) == 0
    assert not Counsellor.objects.standing().exists()


def test_a_deletion_that_the_district_fulfils_deletes_them_too(city, counsellor, pair):
    written(counsellor, pair)
    asked_for = requests.record_request(
        actor=city.officer_2, child=counsellor.child, wish=hoping.wish("delete")
    )
    requests.fulfil_request(actor=city.officer, request=asked_for, answer="已删除")
    assert as_owner(raw) == 0


def test_a_guardians_copy_says_that_sessions_were_and_nothing_of_what_was_said(city, counsellor, pair):
    written(counsellor, pair)
    asked_for = requests.record_request(actor=city.officer, child=counsellor.child, wish=hoping.wish("copy"))
    packed = copies.copy_for(actor=city.lead, request=asked_for)
    import io
    import zipfile

    told = zipfile.ZipFile(io.BytesIO(packed)).read("record.json").decode()
    assert '"kind": "counselling"' in told
    assert SECRET not in told
