"""心理疏导: a third adult beside the pair, and notes that two people read, each look written down."""

from datetime import timedelta

import pytest

from hope_rooms.counselling_errors import (
    CounsellingNotAgreed,
    CounsellorEnded,
    CounsellorIsOfThePair,
    CounsellorProposes,
    CounsellorStands,
    CounsellorUnknown,
    NoPairForCounselling,
    QualificationMissing,
)
from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import AccessRefused
from hope_rooms.models import (
    AccessGrant,
    ChildVisit,
    Counsellor,
)
from hope_rooms.pairing_errors import OtherAdultAccepts, VisitInRed
from hope_rooms.services import (
    consents,
    guard,
    pairings,
    visit_reports,
    visit_watch,
    visits,
)
from hope_rooms.services.counselling import naming
from tests import hoping, pairing, people, worrying
from tests.counselling import PAPER, SECRET, STAFF, asked, held, named, planned, written
from tests.people import signed_in
from volunteers.errors import NotEligible
from volunteers.models import Shift, Signup
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed

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
