"""心理疏导: a third adult beside the pair, and notes that two people read, each look written down."""

from datetime import timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction

from hope_rooms.counselling_errors import (
    CounsellingNotAgreed,
    CounsellorEnded,
    CounsellorIsOfThePair,
    CounsellorProposes,
    CounsellorStands,
    CounsellorUnknown,
    CounsellorWasNotThere,
    NoPairForCounselling,
    QualificationMissing,
)
from hope_rooms.data_classes import NOTES, DataClass, Part, Purpose
from hope_rooms.errors import AccessRefused, GuardianHasNotAgreed
from hope_rooms.models import (
    Access,
    AccessAttempt,
    AccessGrant,
    ChildHold,
    ChildVisit,
    CounsellingNote,
    Counsellor,
)
from hope_rooms.pairing_errors import OtherAdultAccepts, VisitInRed
from hope_rooms.services import (
    consents,
    copies,
    guard,
    pairings,
    requests,
    visit_reports,
    visit_watch,
    visits,
)
from hope_rooms.services.counselling import naming, notes, sessions
from hope_rooms.services.forgetting import Cause, Erasing, Extent, forget
from tests import hoping, pairing, people, worrying
from tests.people import signed_in
from volunteers.errors import NotEligible
from volunteers.models import Shift, Signup
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed

SECRET = "孩子说的鸑鷟秘密"
PAPER = "示范心理咨询证书 2021-1"
STAFF = ("officer", "town_officer", "city_staff", "director", "finance", "deputy", "foreign_officer")


@pytest.fixture
def agreed(city, living):
    """The guardian agrees to counselling."""
    hoping.agree(city, living.child, "counsel")
    return living


@pytest.fixture
def third(city):
    """A third adult who is fit for children."""
    return pairing.adult(people.MALE, age=40)


def named(city, child, one, paper=PAPER):
    told = naming.Naming(one.volunteer_no, paper)
    return naming.name_counsellor(actor=city.director, child=child, naming=told)


@pytest.fixture
def counsellor(city, agreed, third):
    return named(city, agreed.child, third)


def asked(counsellor):
    wish = pairing.wish()
    return sessions.ask_session(actor=pairing.login(counsellor.volunteer), counsellor=counsellor, wish=wish)


def planned(counsellor, pair):
    visit = asked(counsellor)
    for one in pair:
        visit = visits.accept_visit(actor=pairing.login(one), visit=visit)
    return visit


def held(counsellor, pair):
    """A session at which all three were."""
    visit = planned(counsellor, pair)
    for one in (*pair, counsellor.volunteer):
        pairing.there(visit, one, visit.starts_at, visit.ends_at)
    return visit


def written(counsellor, pair, words=SECRET):
    visit = held(counsellor, pair)
    notes.write_note(actor=pairing.login(counsellor.volunteer), visit=visit, words=words)
    return visit


def raw(where="true"):
    """How many notes a raw statement of the portal's role is shown."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM hope_rooms_counsellingnote WHERE {where}")
        return cursor.fetchone()[0]


def as_owner(read):
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        with transaction.atomic():
            return read()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE zibo_app")


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


# --- naming


def test_the_centre_names_one_who_then_reads_the_name_and_no_address(city, counsellor, third):
    user = pairing.login(third)
    assert guard.read(user, counsellor.child, Part.PERSON, purpose=Purpose.COUNSELLING).parts
    for part in (Part.HOME, Part.HARDSHIP, Part.HEALTH):
        with pytest.raises(AccessRefused):
            guard.read(user, counsellor.child, part, purpose=Purpose.COUNSELLING)
    assert AccessGrant.objects.holding().get(kind="counsellor").person == third.person


@pytest.mark.parametrize("who", sorted({*STAFF, "lead"} - {"director"}))
def test_no_other_office_names_or_ends(city, counsellor, third, who):
    for act in (
        lambda: naming.end_counsellor(actor=getattr(city, who), counsellor=counsellor, reason="调整"),
        lambda: naming.name_counsellor(
            actor=getattr(city, who), child=counsellor.child, naming=naming.Naming(third.volunteer_no, PAPER)
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nobody_is_named_before_the_guardian_agrees(city, living, third):
    with pytest.raises(CounsellingNotAgreed):
        named(city, living.child, third)


def test_who_is_named_has_a_paper_and_a_number_is_fit_and_none_of_the_pair(city, agreed, pair, third):
    child = agreed.child
    unfit = pairing.adult(fit=False)
    with pytest.raises(QualificationMissing):
        named(city, child, third, " ")
    with pytest.raises(CounsellorIsOfThePair):
        named(city, child, pair[0])
    with pytest.raises(NotEligible):
        named(city, child, unfit)
    with pytest.raises(CounsellorUnknown):
        naming.name_counsellor(actor=city.director, child=child, naming=naming.Naming("ZB-0", PAPER))
    assert not Counsellor.objects.exists()


def test_without_a_pair_there_is_no_counselling(city, third):
    child = hoping.nominated(city).child
    hoping.agree(city, child, "counsel")
    with pytest.raises(NoPairForCounselling):
        named(city, child, third)


def test_one_stands_per_child_and_does_not_become_one_of_the_pair(city, counsellor, third):
    with pytest.raises(CounsellorStands):
        named(city, counsellor.child, third)
    with pytest.raises(CounsellorIsOfThePair):
        pairings.check_pair(pairings.Pairing.objects.get(), [third, pairing.adult()], unrelated=True)


# --- the session: all three, both of the pair all the time


def test_a_session_stands_when_both_of_the_pair_have_said_yes(city, counsellor, pair):
    visit = asked(counsellor)
    visit = visits.accept_visit(actor=pairing.login(pair[0]), visit=visit)
    assert visit.state == "asked"
    with pytest.raises(OtherAdultAccepts):
        visits.accept_visit(actor=pairing.login(pair[0]), visit=visit)
    with pytest.raises(NotAllowed):
        visits.accept_visit(actor=pairing.login(counsellor.volunteer), visit=visit)

    visit = visits.accept_visit(actor=pairing.login(pair[1]), visit=visit)

    assert (visit.state, visit.kind, visit.shift.capacity) == ("planned", "counselling", 3)
    assert Signup.objects.holding().filter(shift=visit.shift).count() == 3
    opened = AccessGrant.objects.filter(kind="visit", state="granted").values_list("person", flat=True)
    assert set(opened) == {one.person_id for one in pair}


def test_the_pair_does_not_propose_one(city, agreed, pair):
    wish = visits.Wish("counselling", pairing.wish().starts_at, pairing.wish().ends_at)
    with pytest.raises(CounsellorProposes):
        visits.ask_visit(actor=pairing.login(pair[0]), pairing=agreed, wish=wish)


@pytest.mark.parametrize("early", [9, 11])
def test_a_counsellor_who_is_there_without_the_pair_turns_it_red(city, counsellor, pair, early):
    """The negative control of the ten minutes: nine are allowed, eleven are not."""
    visit = planned(counsellor, pair)
    pairing.both_there(visit, pair)
    pairing.there(visit, counsellor.volunteer, visit.starts_at - timedelta(minutes=early), visit.ends_at)
    reported = visit_reports.report_visit(actor=pairing.login(pair[0]), visit=visit, words="一起画画")
    assert reported.is_red == (early > 10)


def test_one_of_the_pair_who_leaves_turns_it_red_though_two_adults_stay(city, counsellor, pair):
    visit = planned(counsellor, pair)
    pairing.there(visit, pair[0], visit.starts_at, visit.ends_at)
    pairing.there(visit, pair[1], visit.starts_at, visit.ends_at - timedelta(minutes=30))
    pairing.there(visit, counsellor.volunteer, visit.starts_at, visit.ends_at)
    visit = visit_reports.report_visit(actor=pairing.login(pair[0]), visit=visit, words="一起画画")
    with pytest.raises(VisitInRed):
        visit_reports.review_visit(actor=city.officer, visit=visit, accepts=True)


def test_to_whom_the_counsellor_did_not_come_it_was_company(city, counsellor, pair):
    visit = planned(counsellor, pair)
    pairing.both_there(visit, pair)
    visit = visit_reports.report_visit(actor=pairing.login(pair[0]), visit=visit, words="一起画画")
    assert visit.kind == "companionship"


def test_a_girl_is_counselled_beside_a_woman(city, team):
    """The pair is both there all the time, and a girl's pair has a woman."""
    men = [pairing.adult(people.MALE), pairing.adult(people.MALE)]
    asked_for = pairing.requested(city, team)
    type(asked_for.child).objects.filter(pk=asked_for.child_id).update(needs_woman=True)
    asked_for.refresh_from_db()
    with pytest.raises(pairings.WomanNeeded):
        pairings.propose_pair(actor=team.leader, pairing=asked_for, volunteers=men, unrelated=True)


@pytest.mark.parametrize("how", ["withdrawn", "ended", "place"])
def test_a_session_to_come_falls_with_its_counsellor(city, counsellor, pair, how):
    visit = planned(counsellor, pair)
    if how == "withdrawn":
        consents.withdraw_consent(actor=city.officer, child=counsellor.child, purpose="counsel")
    elif how == "ended":
        naming.end_counsellor(actor=city.director, counsellor=counsellor, reason="搬家")
        assert ChildVisit.objects.get().state == "cancelled"
    else:
        Signup.objects.filter(volunteer=counsellor.volunteer).update(state="released", seat=None, cap=None)
    visit_watch.watch_visits(at=now())
    visit.refresh_from_db()
    assert (visit.state, Shift.objects.get().state) == ("cancelled", "cancelled")
    assert Counsellor.objects.standing().exists() == (how == "place")


def test_who_is_taken_off_children_counsels_nobody(city, counsellor, pair, reporter):
    worrying.confirmed(reporter, city.lead, counsellor.volunteer)
    counsellor.refresh_from_db()
    assert not counsellor.stands
    assert not AccessGrant.objects.holding().filter(kind="counsellor").exists()
    with pytest.raises(CounsellorEnded):
        asked(counsellor)


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


# --- pages


def test_a_counsellors_way_through_the_pages(city, counsellor, pair):
    own = signed_in(pairing.login(counsellor.volunteer))
    child_page = f"/hope-rooms/counselling/{counsellor.pk}/"
    visit = held(counsellor, pair)
    page = f"/hope-rooms/counselling/{visit.public_id}/"

    assert counsellor.child.code in own.get("/hope-rooms/counselling/").content.decode()
    assert own.get(f"/hope-rooms/visits/{visit.public_id}/").url == page
    assert own.post(page, {"act": "write", "words": SECRET}).status_code == 302
    assert SECRET not in own.get(child_page).content.decode()
    assert SECRET in own.post(child_page, {"act": "notes"}).content.decode()
    assert "示小" not in own.get(child_page).content.decode()
    assert signed_in(pairing.login(pair[0])).get(page).status_code == 404
    assert signed_in(pairing.login(pair[0])).get(f"/hope-rooms/visits/{visit.public_id}/").status_code == 200


def test_the_centre_and_the_lead_on_their_pages(city, agreed, third, pair):
    page = f"/hope-rooms/cases/{agreed.child.code}/counsellor/"
    director = signed_in(city.director)
    told = {"volunteer_no": third.volunteer_no, "qualification": PAPER}
    assert director.post(page, told).status_code == 302
    assert third.volunteer_no in signed_in(city.officer).get(page).content.decode()
    assert signed_in(city.officer).post(page, {"reason": "x"}).status_code == 200
    written(Counsellor.objects.get(), pair)

    read = f"/hope-rooms/cases/{agreed.child.code}/notes/"
    lead = signed_in(city.lead)
    assert SECRET not in lead.get(read).content.decode()
    assert SECRET in lead.post(read, {"act": "read"}).content.decode()
    assert director.post(read, {"act": "read"}).status_code == 404
    assert director.post(page, {"reason": "调整"}).status_code == 302
    assert not Counsellor.objects.standing().exists()
