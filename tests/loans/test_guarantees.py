"""担保: asked, looked at, approved, written in a letter, in force with the contract, released with the last yuan."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from loans import guarantee_errors as errors
from loans.application_errors import ApplicationMoved, WordsNotSafe
from loans.guarantee_invariants import SENTENCES
from loans.models import Guarantee, GuaranteeTransition, Loan, SiteVisit
from loans.own_data import loans_hold
from loans.services import applications
from loans.services.guarantees import giving
from loans.services.guarantees.giving import Cover
from loans.services.loans import repayments
from tests import applying, crediting, guaranteeing, people
from tests.applying import yuan
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sound():
    """Whatever a test does through services, every invariant of guarantees holds afterwards."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert {name: count for name, count in verify().items() if name in SENTENCES and count} == {}


@pytest.fixture
def of():
    return applying.lending(needs_guarantor=True)


def states(guarantee):
    return [move.to_state for move in guarantee.transitions.all()]


def test_the_banks_question_is_the_birth_of_the_guarantee(of):
    made = guaranteeing.requested(of)
    assert (made.state, made.guarantor, made.amount) == ("requested", of.guarantor, yuan(150_000))
    assert (made.share, made.covers, made.trigger_days, made.loan) == (None, [], None, None)


def test_the_whole_way_is_one_flow_with_the_application(of):
    made = guaranteeing.active(of)
    loan = Loan.objects.get(application=made.application)
    assert (made.state, made.loan, made.in_force_on) == ("active", loan, loan.signed_on)
    assert loan.guarantor == of.guarantor
    guaranteeing.settle(made)
    made.refresh_from_db()
    assert states(made) == ["requested", "site_visit", "approved", "letter_issued", "active", "released"]
    founder = of.founder.person
    told = list(founder.notices.filter(kind__startswith="loans.guarantee").values_list("kind", flat=True))
    assert sorted(told) == ["loans.guarantee_letter", "loans.guarantee_released"]


def test_nobody_guarantees_what_nobody_has_looked_at(of):
    made = guaranteeing.requested(of)
    with pytest.raises(errors.VisitNeeded):
        applications.guarantee(
            actor=of.guarantor_officer, application=made.application, cover=guaranteeing.COVER
        )
    made.application.refresh_from_db()
    assert made.application.state == "guarantor_review"


def test_a_visit_is_between_the_handing_in_and_today_and_says_what_was_found(of):
    made = guaranteeing.requested(of)
    for on in (today() - timedelta(1), today() + timedelta(1)):
        with pytest.raises(errors.VisitDayWrong):
            guaranteeing.visit(of, made.application, on=on)
    with pytest.raises(errors.FindingNeeded):
        guaranteeing.visit(of, made.application, finding="  ")
    with pytest.raises(WordsNotSafe):
        guaranteeing.visit(of, made.application, finding="负责人电话 13900001111")
    for _turn in range(2):
        guaranteeing.visit(of, made.application)
    assert made.visits.count() == 2
    made.refresh_from_db()
    assert states(made) == ["requested", "site_visit"]


WRONG = {
    "share above one": {"share": Decimal("1.01")},
    "no share": {"share": Decimal(0)},
    "finer than the column": {"share": Decimal("0.80001")},
    "share is no number": {"share": Decimal("NaN")},
    "nothing covered": {"covers": ()},
    "an unknown component": {"covers": ("everything",)},
    "a fee below nothing": {"fee": Decimal(-1)},
    "a fee finer than a cent": {"fee": Decimal("0.001")},
    "a fee beyond the column": {"fee": Decimal("1E+400")},
    "an endless fee": {"fee": Decimal("Infinity")},
    "a trigger beyond ten years": {"trigger_days": 3651},
    "a trigger before the due day": {"trigger_days": -1},
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_terms_that_no_guarantee_can_have_are_refused(of, name):
    made = guaranteeing.visited(of)
    told = {"share": Decimal("0.8"), "covers": ("principal",), "fee": yuan(0), "trigger_days": 90}
    cover = Cover(**(told | WRONG[name]))
    with pytest.raises(errors.CoverWrong) as refusal:
        applications.guarantee(actor=of.guarantor_officer, application=made.application, cover=cover)
    assert "100%" in str(refusal.value)
    made.refresh_from_db()
    assert made.state == "site_visit"


def test_without_days_of_its_own_a_guarantee_has_those_of_the_settings(of, settings):
    settings.LOANS = settings.LOANS | {"guarantee_trigger_days": 60}
    made = guaranteeing.approved(of, Cover(Decimal("0.7"), ("principal",)))
    assert (made.trigger_days, made.fee, made.percent) == (60, 0, "70")


@pytest.mark.parametrize(
    "wrong", [{"share": Decimal(1)}, {"covers": ["principal"]}, {"fee": 0}, {"trigger_days": 1}]
)
def test_the_database_itself_keeps_the_terms_as_they_were_approved(of, wrong):
    made = guaranteeing.approved(of)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Guarantee.objects.filter(pk=made.pk).update(**wrong)


def test_the_database_itself_keeps_the_letter_the_case_and_the_history(of):
    made = guaranteeing.lettered(of)
    rows = Guarantee.objects.filter(pk=made.pk)
    for wrong in ({"letter_until": today()}, {"letter_no": "别的"}, {"amount": 1}):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            rows.update(**wrong)
    for query in (rows, GuaranteeTransition.objects.all(), SiteVisit.objects.all()):
        with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
            query._raw_delete("default")
    for query, wrong in (
        (GuaranteeTransition.objects.all(), {"to_state": "active"}),
        (GuaranteeTransition.objects.all(), {"note": "改写"}),
        (SiteVisit.objects.all(), {"visited_on": today() - timedelta(9)}),
        (SiteVisit.objects.all(), {"finding": "改写"}),
    ):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            query.update(**wrong)
    assert SiteVisit.objects.update(finding="") == 1


def test_the_database_itself_has_one_live_guarantee_for_each_application(of):
    made = guaranteeing.requested(of)
    with pytest.raises(IntegrityError, match="guarantee_one_live_per_application"), transaction.atomic():
        Guarantee.objects.create(application=made.application, guarantor=of.guarantor, amount=1)


def test_a_letter_says_its_number_once_and_its_days(of):
    made = guaranteeing.approved(of)
    give = {"actor": of.guarantor_officer, "guarantee": made}
    with pytest.raises(errors.LetterNumberNeeded):
        giving.issue_letter(**give, letter=guaranteeing.letter(letter_no=" "))
    for wrong in ({"on": today() + timedelta(1)}, {"until": today() - timedelta(1)}):
        with pytest.raises(errors.LetterDaysWrong):
            giving.issue_letter(**give, letter=guaranteeing.letter(**wrong))
    giving.issue_letter(**give, letter=guaranteeing.letter(letter_no="示保-1"))
    of.founder = of.founder_2
    other = guaranteeing.approved(of)
    with pytest.raises(errors.LetterKnown) as refusal:
        giving.issue_letter(
            actor=of.guarantor_officer, guarantee=other, letter=guaranteeing.letter(letter_no="示保-1")
        )
    assert "示保-1" in str(refusal.value)


def test_the_bank_signs_against_the_letter_and_within_its_days(of):
    made = guaranteeing.approved(of)

    def sign(**told):
        contract = applying.contract(**told)
        return applications.record_contract(actor=of.banker, application=made.application, contract=contract)

    with pytest.raises(errors.LetterNeeded) as refusal:
        sign()
    assert "已同意，待出函" in str(refusal.value)
    issued = guaranteeing.letter(on=today(), until=today() + timedelta(30))
    giving.issue_letter(actor=of.guarantor_officer, guarantee=made, letter=issued)
    with pytest.raises(errors.LetterOver) as refusal:
        sign(signed_on=today() - timedelta(1))
    assert issued.letter_no in str(refusal.value)
    assert not Loan.objects.filter(application=made.application).exists()
    assert sign().guarantee.state == "active"


def test_a_refused_application_has_a_refused_guarantee(of):
    assert guaranteeing.refused(of).state == "refused"


@pytest.mark.parametrize("end", ["withdraw", "decline", "expire"])
def test_an_application_that_ends_takes_its_guarantee_along(of, end):
    made = guaranteeing.visited(of)
    application = made.application
    applications.guarantee(actor=of.guarantor_officer, application=application, cover=guaranteeing.COVER)
    application.refresh_from_db()
    if end == "expire":
        applications.expire_applications(on=application.offer_until + timedelta(1))
    else:
        act = {"withdraw": applications.withdraw_application, "decline": applications.decline_offer}[end]
        act(actor=of.founder, application=application)
    made.refresh_from_db()
    assert made.state == "withdrawn"
    with pytest.raises(errors.GuaranteeMoved):
        giving.issue_letter(actor=of.guarantor_officer, guarantee=made, letter=guaranteeing.letter())


def test_while_the_founder_completes_nobody_visits_and_the_guarantee_waits(of):
    made = guaranteeing.requested(of)
    applications.ask_more(actor=of.guarantor_officer, application=made.application, asked=applying.asked())
    with pytest.raises(ApplicationMoved):
        guaranteeing.visit(of, made.application)
    made.refresh_from_db()
    assert made.state == "requested"


def test_the_last_payment_taken_back_brings_the_guarantee_back(of):
    made = guaranteeing.released(of)
    [last] = made.loan.repayments.all()
    repayments.reverse_repayment(actor=crediting.policy.SYSTEM, paid=last, serial="冲-1")
    made.refresh_from_db()
    assert (made.state, states(made)[-2:]) == ("active", ["released", "active"])


# --- who sees it -------------------------------------------------------------------------------


def test_a_guarantor_sees_its_own_and_a_bank_those_of_its_own_applications(of):
    made = guaranteeing.approved(of)
    elsewhere = people.staff("柳示保", applying.organisation("guarantor"), "guarantor_officer")
    for user in (of.guarantor_officer, of.banker, of.officer, of.city_staff, of.founder):
        assert Guarantee.objects.visible_to(user).get() == made
    for user in (elsewhere, of.banker_2, of.foreign_officer, of.founder_2, people.administrator()):
        assert not Guarantee.objects.visible_to(user).exists()
    assert not Guarantee.objects.managed_by(of.founder).exists()


def test_only_its_own_guarantor_visits_and_issues(of):
    made = guaranteeing.visited(of)
    elsewhere = people.staff("柳示保", applying.organisation("guarantor"), "guarantor_officer")
    for user in (elsewhere, of.banker, of.officer, of.city_staff, of.founder):
        with pytest.raises(NotAllowed):
            giving.record_visit(actor=user, application=made.application, on=today(), finding="看过")
        with pytest.raises(NotAllowed):
            giving.issue_letter(actor=user, guarantee=made, letter=guaranteeing.letter())


def test_an_officer_takes_no_step_in_the_own_case(of):
    made = guaranteeing.requested(of)
    founder = guaranteeing.also_at_guarantor(of, of.founder)
    with pytest.raises(NotAllowed):
        giving.record_visit(actor=founder, application=made.application, on=today(), finding="看过")


def test_a_founder_has_a_copy_of_the_guarantee_and_of_what_was_found(of):
    made = guaranteeing.lettered(of)
    part = loans_hold(of.founder)
    assert part["guarantees"][0]["letter_no"] == made.letter_no
    assert part["site_visits"][0]["finding"] == "厂房和设备与申请一致"
