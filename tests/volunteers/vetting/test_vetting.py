"""资质: computed from proofs, checked by somebody else; what lapses frees its shifts, to the second."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import people, volunteering
from tests.stations.places import picture
from volunteers import eligibility
from volunteers.errors import (
    ConsentNotNeeded,
    ConsentStands,
    ExemptionStands,
    GuardianConsentMissing,
    ItemDatesWrong,
    ItemMoved,
    ItemNeedsDocument,
    ItemWaits,
    NotEligible,
    NotSubmittedByHand,
    ReasonMissing,
    TermInvalid,
    TooYoungForRole,
)
from volunteers.models import Requirement, RequirementItem, ServiceRole, Signup
from volunteers.services import guardians, lapses, vetting
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
NIGHT = time(0, 0)
SECOND = timedelta(seconds=1)


def need(code):
    return Requirement.objects.get(code=code)


def ready_for_children(**ends):
    """An adult with every proof that the company of children asks for; ``ends`` by code of the requirement."""
    volunteer = volunteering.volunteer()
    volunteer.person.identity_state = "verified"
    volunteer.person.verified_at = at(today(), NIGHT)
    volunteer.person.save()
    began = today() - timedelta(100)
    for code in ("record-check", "child-training", "agreement", "insurance"):
        until = ends.get(code.replace("-", "_"), today() + timedelta(300))
        volunteering.item(volunteer, code, from_on=began, until_on=until)
    return volunteer


def visit(volunteer, days, role="child-company"):
    shift = volunteering.shift(
        volunteering.post(role=role), starts_at=at(today() + timedelta(days), time(14))
    )
    return volunteering.signup(shift, volunteer)


def check(volunteer, role="child-company", on=None):
    post = volunteering.post(role=role)
    return eligibility.check_eligible(volunteer, post, at(today() + timedelta(3), time(9)), on=on)


def test_every_item_is_met_and_each_that_is_missing_is_named():
    volunteer = ready_for_children()
    assert all(standing.is_met for standing in check(volunteer))
    for item in list(volunteer.items.all()):
        RequirementItem.objects.filter(pk=item.pk).update(from_on=today() + timedelta(1))
        with pytest.raises(NotEligible) as refusal:
            check(volunteer)
        RequirementItem.objects.filter(pk=item.pk).update(from_on=today())
        assert str(item.requirement) in str(refusal.value)


def test_an_unverified_person_lacks_the_identity_alone():
    volunteer = ready_for_children()
    volunteer.person.identity_state = "stated"
    volunteer.person.save()
    with pytest.raises(NotEligible) as refusal:
        check(volunteer)
    assert str(refusal.value) == "这个岗位还需要：实名核验。在“我的资质”提交，核验通过后可以报名"


def test_expired_is_told_apart_from_missing_and_from_waiting():
    volunteer = ready_for_children(record_check=today() - timedelta(1))
    volunteer.items.filter(requirement=need("insurance")).delete()
    submit(volunteer)
    with pytest.raises(NotEligible) as refusal:
        check(volunteer)
    ended = f"{today() - timedelta(1):%Y-%m-%d}"
    assert f"意外伤害保险（待核验）、违法犯罪记录查询（已于 {ended} 到期）" in str(refusal.value)


def test_the_last_day_counts_and_the_second_after_it_does_not():
    """Welfare scenario 17: the check ends tonight, three visits are to come, yesterday's stands."""
    last = today() + timedelta(1)
    volunteer = ready_for_children(record_check=last)
    served = visit(volunteer, 0)
    Signup.objects.filter(pk=served.pk).update(state="checked_in", checked_in_at=at(today(), time(9)))
    visits = [visit(volunteer, days) for days in (2, 3, 4)]
    event = visit(volunteer, 5, role="general")
    leader = people.leader(visits[0].shift.post.project.organiser)
    turn = at(last + timedelta(1), NIGHT)

    with standing_at(turn - SECOND):
        assert check(volunteer)
        assert lapses.release_lapsed(at=turn - SECOND) == 0
    with standing_at(turn):
        with pytest.raises(NotEligible):
            check(volunteer)
        assert lapses.release_lapsed(at=turn) == 3
        assert lapses.release_lapsed(at=turn) == 0

    states = dict(Signup.objects.values_list("pk", "state"))
    assert [states[v.pk] for v in visits] == ["released"] * 3
    assert (states[event.pk], states[served.pk]) == ("signed_up", "checked_in")
    assert Notice.objects.filter(to=volunteer.person, kind="volunteers.slot_released").count() == 3
    assert Notice.objects.filter(to=leader.person, kind="volunteers.slot_lost").exists()


def test_a_newer_proof_and_an_exemption_keep_the_places():
    for keep in ("item", "exemption"):
        volunteer = ready_for_children(insurance=today())
        signup = visit(volunteer, 3)
        if keep == "item":
            volunteering.item(volunteer, "insurance")
        else:
            vetting.grant_exemption(
                actor=people.city_staff(),
                volunteer=volunteer,
                requirement=need("insurance"),
                until_on=today() + timedelta(30),
                reason="由主办方统一投保",
            )
        turn = at(today() + timedelta(1), NIGHT)
        with standing_at(turn):
            assert lapses.release_lapsed(at=turn) == 0
        assert Signup.objects.get(pk=signup.pk).state == "signed_up"


def test_a_proof_revoked_frees_its_places_at_once_and_no_other():
    volunteer = ready_for_children()
    child, street = visit(volunteer, 2), visit(volunteer, 3, role="general")
    item = volunteer.items.get(requirement=need("record-check"))
    with pytest.raises(ReasonMissing):
        vetting.revoke_item(actor=people.officer(), item=item, reason=" ")
    assert vetting.revoke_item(actor=people.officer(), item=item, reason="证明有误") == 1
    assert Signup.objects.get(pk=child.pk).state == "released"
    assert Signup.objects.get(pk=street.pk).state == "signed_up"


def test_the_control_without_the_look_at_lapses_the_place_stays(monkeypatch):
    volunteer = ready_for_children()
    child = visit(volunteer, 2)
    monkeypatch.setattr(vetting, "release_lapsed_of", lambda actor, number: 0)
    item = volunteer.items.get(requirement=need("record-check"))
    vetting.revoke_item(actor=people.officer(), item=item, reason="证明有误")
    assert Signup.objects.get(pk=child.pk).state == "signed_up"


# --- handing in and checking -----------------------------------------------------------------


def submit(volunteer, code="insurance", **told):
    asked = {"from_on": today(), "reference": "P-1", "upload": picture()} | told
    return vetting.submit_item(
        actor=volunteering.user_of(volunteer), volunteer=volunteer, requirement=need(code), **asked
    )


def test_a_proof_is_handed_in_checked_by_another_and_holds_a_year():
    volunteer = volunteering.volunteer()
    item = submit(volunteer)
    assert item.until_on == vetting.end_of(need("insurance"), today())
    assert not item.holds_on(today())
    with pytest.raises(NotAllowed):
        vetting.pass_item(actor=volunteering.user_of(volunteer), item=item)
    with pytest.raises(NotAllowed):
        vetting.pass_item(actor=people.officer("huantai"), item=item)
    assert vetting.pass_item(actor=people.officer(), item=item).holds_on(today())
    with pytest.raises(ItemMoved):
        vetting.fail_item(actor=people.officer(), item=item, reason="不清楚")


def test_an_officer_who_serves_does_not_check_the_own_proof():
    officer = people.officer()
    volunteer = volunteering.volunteer(officer)
    item = RequirementItem.objects.create(volunteer=volunteer, requirement=need("agreement"), from_on=today())
    with pytest.raises(NotAllowed):
        vetting.pass_item(actor=officer, item=item)


@pytest.mark.parametrize(
    ("code", "told", "refusal"),
    [
        ("insurance", {"upload": None}, ItemNeedsDocument),
        ("identity", {}, NotSubmittedByHand),
        ("induction", {}, NotSubmittedByHand),
        ("insurance", {"from_on": date(2035, 1, 1)}, ItemDatesWrong),
        ("insurance", {"from_on": date(2020, 1, 1)}, ItemDatesWrong),
        ("insurance", {"until_on": date(2020, 1, 1)}, ItemDatesWrong),
    ],
)
def test_what_proves_nothing_is_refused_and_leaves_no_file(code, told, refusal, private_files):
    with pytest.raises(refusal):
        submit(volunteering.volunteer(), code, **told)
    assert not RequirementItem.objects.exists()
    assert not private_files.exists() or not list(private_files.rglob("*.*"))


def test_one_proof_of_a_requirement_waits_at_a_time_and_the_second_leaves_no_file(private_files):
    volunteer = volunteering.volunteer()
    submit(volunteer)
    with pytest.raises(ItemWaits):
        submit(volunteer)
    assert len(list(private_files.rglob("*.*"))) == 1


def test_months_end_the_day_before():
    insured = need("insurance")
    assert vetting.end_of(insured, date(2026, 3, 1)) == date(2027, 2, 28)
    assert vetting.end_of(insured, date(2024, 2, 29)) == date(2025, 2, 27)
    assert vetting.end_of(need("identity"), date(2026, 3, 1)) is None


def test_warnings_come_at_60_30_and_7_days_each_once_and_never_behind_a_newer_proof():
    volunteer = ready_for_children(record_check=today() + timedelta(60))
    days = [0, 0, 29, 30, 52, 53, 53, 60]
    told = [lapses.warn_expiring(on=today() + timedelta(day)) for day in days]
    assert told == [1, 0, 0, 1, 0, 1, 0, 0]
    assert Notice.objects.filter(to=volunteer.person, kind="volunteers.item_ends").count() == 3
    other = ready_for_children(record_check=today() + timedelta(5))
    volunteering.item(other, "record-check")
    assert lapses.warn_expiring(on=today()) == 0


def test_an_exemption_has_a_reason_an_end_and_one_at_a_time():
    volunteer, city = volunteering.volunteer(), people.city_staff()
    asked = {"volunteer": volunteer, "requirement": need("induction")}
    for told, refusal in (
        ({"reason": "", "until_on": today()}, ReasonMissing),
        ({"reason": "往年参加", "until_on": today() - timedelta(1)}, TermInvalid),
        ({"reason": "往年参加", "until_on": today() + timedelta(400)}, TermInvalid),
    ):
        with pytest.raises(refusal):
            vetting.grant_exemption(actor=city, **asked, **told)
    told = {"reason": "往年参加", "until_on": today() + timedelta(9)}
    with pytest.raises(NotAllowed):
        vetting.grant_exemption(actor=people.officer(), **asked, **told)
    exemption = vetting.grant_exemption(actor=city, **asked, **told)
    with pytest.raises(ExemptionStands):
        vetting.grant_exemption(actor=city, **asked, **told)
    role = ServiceRole.objects.get(code="event")
    [induction] = [s for s in eligibility.standings(volunteer, role) if s.requirement == need("induction")]
    assert (induction.is_met, induction.is_exempt) == (True, True)
    vetting.revoke_exemption(actor=city, exemption=exemption)
    assert vetting.grant_exemption(actor=city, **asked, **told).pk != exemption.pk


# --- who is not yet of age -------------------------------------------------------------------


def minor(years, days=0):
    """Who completes so many years in ``days`` days; born on a day that every year has."""
    turns = today() + timedelta(days)
    day = 28 if (turns.month, turns.day) == (2, 29) else turns.day
    return volunteering.volunteer(people.applicant(born=date(turns.year - years, turns.month, day)))


def test_below_18_a_guardian_consents_and_the_birthday_ends_it():
    volunteer, officer = minor(18, days=10), people.officer()
    with pytest.raises(GuardianConsentMissing):
        check(volunteer, role="general")
    told = {"guardian_name": "家长", "guardian_mobile": "13900000000", "relation": "父亲"}
    consent = guardians.record_guardian_consent(actor=officer, volunteer=volunteer, **told)
    assert consent.until_on == today() + timedelta(9)
    assert check(volunteer, role="general") == []
    with pytest.raises(ConsentStands):
        guardians.record_guardian_consent(actor=officer, volunteer=volunteer, **told)
    signup = visit(volunteer, 2, role="general")
    assert guardians.withdraw_guardian_consent(actor=officer, consent=consent) == 1
    assert Signup.objects.get(pk=signup.pk).state == "released"
    with pytest.raises(ConsentNotNeeded):
        guardians.record_guardian_consent(actor=officer, volunteer=minor(18), **told)


def test_a_birthday_needs_no_consent_any_more_and_frees_nothing():
    volunteer = minor(18, days=1)
    consent = guardians.record_guardian_consent(
        actor=people.officer(),
        volunteer=volunteer,
        guardian_name="家长",
        guardian_mobile="1",
        relation="母亲",
    )
    signup = visit(volunteer, 3, role="general")
    assert consent.until_on == today()
    turn = at(today() + timedelta(1), NIGHT)
    with standing_at(turn):
        assert lapses.release_lapsed(at=turn) == 0
    assert Signup.objects.get(pk=signup.pk).state == "signed_up"


def test_a_17_year_old_is_never_rostered_at_the_waters_edge():
    """Welfare scenario 26: by the service, by the database, and by the role that cannot be weakened."""
    young = minor(18, days=4)
    with pytest.raises(TooYoungForRole):
        check(young, role="water-patrol")
    edge = volunteering.post(role="water-patrol")
    early = volunteering.shift(edge, starts_at=at(today() + timedelta(3), time(9)))
    with pytest.raises(IntegrityError, match="too young"), transaction.atomic():
        volunteering.signup(early, young)
    assert volunteering.signup(
        volunteering.shift(edge, starts_at=at(today() + timedelta(4), time(9))), young
    ).pk
    with pytest.raises(IntegrityError, match="service_role_of_danger_is_for_adults"):
        ServiceRole.objects.filter(code="water-patrol").update(min_age=16)


def test_a_place_that_lapses_goes_to_the_next_on_standby_at_once():
    lapsing, waiting = ready_for_children(), ready_for_children()
    shift = volunteering.shift(volunteering.post(role="child-company"), capacity=1)
    volunteering.signup(shift, lapsing)
    next_ = volunteering.signup(shift, waiting, state="standby", seat=None, cap=None)
    item = lapsing.items.get(requirement=need("insurance"))
    assert vetting.revoke_item(actor=people.officer(), item=item, reason="保单作废") == 1
    assert Signup.objects.get(pk=next_.pk).state == "offered"
