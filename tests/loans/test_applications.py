"""贷款申请: from the draft to the contract, what each step asks, and what the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from loans.application_errors import (
    AmountFixed,
    ApplicationMoved,
    BankNotInCall,
    CallClosed,
    CodeWrong,
    ConsentNotStanding,
    DraftStands,
    FirmFixed,
    FirmTaken,
    GuarantorNeeded,
    NotEligible,
    OfferOver,
    OfferTooHigh,
    PartClosed,
    PartsMissing,
    QuotaTooSmall,
    SameEyes,
    WordsNotSafe,
)
from loans.models import Firm, LoanApplication
from loans.services import applications
from loans.services.applications import Asked, Terms
from tests import applying, guaranteeing, loaning, people
from tests.applying import yuan
from zibo_youth.accounts.models import Membership
from zibo_youth.accounts.services import withdraw_consent
from zibo_youth.core.calendar import now, standing_at, today, worktime_between
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return applying.lending()


def kinds(person):
    return set(Notice.objects.filter(to=person).values_list("kind", flat=True))


def test_the_whole_way_from_the_draft_to_the_contract(of):
    made = applying.contracted(of)

    assert made.state == "contracted"
    assert made.reference.startswith("DK20")
    ways = list(made.transitions.values_list("to_state", flat=True))
    assert ways == [
        *("draft", "submitted", "district_review", "city_review", "bank_review"),
        *("offered", "accepted", "contracted"),
    ]
    assert kinds(of.founder.person) >= {
        *("loans.application_submitted", "loans.recommended", "loans.offered"),
    }
    of.quota.refresh_from_db()
    assert of.quota.recommended == yuan(200_000)


def test_a_draft_keeps_the_version_under_which_it_was_begun(of):
    """Scenario 1 of loans_safety.md §10."""
    kept = applying.draft(of)
    type(of.version).objects.filter(pk=of.version.pk).update(until_on=today())
    later = applying.version(of.version.product, number=2, from_on=today(), most_amount=yuan(500_000))

    new = applying.draft(of, of.founder_2, amount=400_000)

    kept.refresh_from_db()
    assert (kept.version, new.version) == (of.version, later)
    applications.submit_application(actor=of.founder_2, application=new)
    applications.save_purpose(actor=of.founder, application=kept, told=applying.purpose(400_000))
    with pytest.raises(NotEligible) as refusal:
        applications.submit_application(actor=of.founder, application=kept)
    [verdict] = refusal.value.assessment.refusals
    assert verdict.rule_id == "loan_amount"
    assert "第 1 版" in verdict.clause
    assert verdict.requirement == "不超过 300,000 元"


def test_is_begun_while_its_call_is_open_and_once(of):
    applications.start_application(actor=of.founder, call=of.call)
    with pytest.raises(DraftStands):
        applications.start_application(actor=of.founder, call=of.call)
    closed = applying.call(
        of.version.product, opens_on=today() - timedelta(9), closes_on=today() - timedelta(1)
    )
    with pytest.raises(CallClosed):
        applications.start_application(actor=of.founder, call=closed)


def test_who_has_told_no_identity_begins_nothing(of):
    with pytest.raises(NotAllowed):
        applications.start_application(actor=people.newcomer(), call=of.call)


def test_says_which_parts_are_missing(of):
    made = applications.start_application(actor=of.founder, call=of.call)
    applications.save_owner(actor=of.founder, application=made, position="legal")
    with pytest.raises(PartsMissing) as refusal:
        applications.submit_application(actor=of.founder, application=made)
    assert str(refusal.value) == "请先完成：企业信息、资金用途、材料、授权"


def test_a_wrong_code_of_a_company_is_refused(of):
    made = applications.start_application(actor=of.founder, call=of.call)
    for wrong in ("", "91370390000000001X", "壹"):
        with pytest.raises(CodeWrong):
            applications.save_firm(actor=of.founder, application=made, told=applying.firm(uscc=wrong))


def test_a_company_has_one_live_application_and_nobody_learns_whose(of):
    code = loaning.uscc()
    first = applying.submitted(of, uscc=code)
    second = applications.start_application(actor=of.founder_2, call=of.call)

    with pytest.raises(FirmTaken) as refusal:
        applications.save_firm(actor=of.founder_2, application=second, told=applying.firm(uscc=code))

    said = str(refusal.value)
    assert first.reference not in said
    assert of.founder.person.full_name not in said
    assert "联系企业所在区县团委核实" in said
    applications.withdraw_application(actor=of.founder, application=first)
    applications.save_firm(actor=of.founder_2, application=second, told=applying.firm(uscc=code))


def test_of_two_drafts_for_one_company_the_first_is_handed_in(of):
    code = loaning.uscc()
    first, second = applying.draft(of, uscc=code), applying.draft(of, of.founder_2, uscc=code)
    applications.submit_application(actor=of.founder, application=first)
    with pytest.raises(FirmTaken):
        applications.submit_application(actor=of.founder_2, application=second)
    assert Firm.objects.filter(uscc=code).count() == 1


def test_the_name_of_a_known_company_is_not_written_over(of):
    code = loaning.uscc()
    applications.withdraw_application(actor=of.founder, application=applying.submitted(of, uscc=code))
    applying.submitted(of, of.founder_2, uscc=code, firm_name="别的名字")
    assert Firm.objects.get(uscc=code).name == "淄博示范科技有限公司"


def test_after_handing_in_nothing_is_edited(of):
    made = applying.submitted(of)
    with pytest.raises(PartClosed) as refusal:
        applications.save_owner(actor=of.founder, application=made, position="in_charge")
    assert "负责人" in str(refusal.value)
    with pytest.raises(PartClosed):
        applications.discard_document(actor=of.founder, document=made.documents.first())


def test_only_what_was_asked_for_opens_and_the_clock_stands_still(of):
    start = now()
    made = applying.taken(of)
    with standing_at(start + timedelta(days=1)):
        applications.ask_more(actor=of.officer, application=made, asked=applying.asked("purpose"))
    made.refresh_from_db()
    left = made.time_left
    assert (made.state, made.open_parts, made.answer_by) == ("more_info", ("purpose",), None)
    with pytest.raises(PartClosed):
        applications.save_owner(actor=of.founder, application=made, position="in_charge")

    with standing_at(start + timedelta(days=60)):
        applications.save_purpose(actor=of.founder, application=made, told=applying.purpose(180_000))
        back = applications.answer_more_info(actor=of.founder, application=made)
        waits = worktime_between(now(), back.answer_by)

    assert (back.state, back.asked_parts, back.time_left) == ("district_review", [], None)
    assert abs(waits - left) < timedelta(seconds=1)
    assert kinds(of.founder.person) >= {"loans.more_info_asked"}


@pytest.mark.parametrize("stage", ["district_review", "city_review", "bank_review", "guarantor_review"])
def test_what_was_completed_goes_back_to_the_review_that_asked(of, stage):
    by = {
        "district_review": of.officer,
        "city_review": of.city_staff,
        "bank_review": of.banker,
        "guarantor_review": of.guarantor_officer,
    }
    made = applying.STAGES[stage](of)
    applications.ask_more(actor=by[stage], application=made, asked=applying.asked("documents"))
    back = applications.answer_more_info(actor=of.founder, application=made)
    assert back.state == stage


def test_a_note_with_a_number_is_refused(of):
    told = Asked(("purpose",), applying.AskReason.UNCLEAR, "请拨打 1390000 1234 联系")
    with pytest.raises(WordsNotSafe):
        applications.ask_more(actor=of.officer, application=applying.taken(of), asked=told)


def test_the_amount_stands_once_a_bank_counts_it(of):
    made = applying.recommended(of)
    applications.ask_more(actor=of.banker, application=made, asked=applying.asked("purpose", "firm"))
    with pytest.raises(AmountFixed):
        applications.save_purpose(actor=of.founder, application=made, told=applying.purpose(250_000))
    applications.save_purpose(actor=of.founder, application=made, told=applying.purpose(200_000, months=12))
    with pytest.raises(FirmFixed):
        applications.save_firm(actor=of.founder, application=made, told=applying.firm())


def test_district_and_city_are_two_people(of):
    both = people.officer("zhangdian")
    city = of.city_staff.person.memberships.get().organisation
    Membership.objects.create(
        person=both.person, organisation=city, role="city_staff", from_on=people.LONG_AGO
    )
    made = applications.pass_on(actor=both, application=applying.taken(of))
    with pytest.raises(SameEyes):
        applications.recommend(actor=both, application=made, bank=of.bank)
    of.quota.refresh_from_db()
    assert of.quota.recommended == 0


@pytest.mark.parametrize("role", ["district_officer", "city_staff"])
def test_nobody_acts_in_the_own_case(of, role):
    founder = of.founder
    founder.is_staff = True
    founder.save(update_fields=["is_staff"])
    office = of.officer if role == "district_officer" else of.city_staff
    Membership.objects.create(
        person=founder.person,
        organisation=office.person.memberships.get().organisation,
        role=role,
        from_on=people.LONG_AGO,
    )
    made = applying.submitted(of) if role == "district_officer" else applying.passed_on(of)
    founder = type(founder).objects.get(pk=founder.pk)
    acts = {
        "district_officer": lambda: applications.take_application(actor=founder, application=made),
        "city_staff": lambda: applications.recommend(actor=founder, application=made, bank=of.bank),
    }
    with pytest.raises(NotAllowed):
        acts[role]()


def test_a_bank_without_quota_left_is_told_with_the_numbers(of):
    applying.recommended(of)
    other = applying.passed_on(of, of.founder_2)
    type(of.quota).objects.filter(pk=of.quota.pk).update(amount=yuan("350000.50"))
    with pytest.raises(QuotaTooSmall) as refusal:
        applications.recommend(actor=of.city_staff, application=other, bank=of.bank)
    assert str(refusal.value) == (
        f"{of.bank}在本批次尚可推荐 150,000.50 元，本申请为 200,000.00 元。请换一家银行，或先调整额度"
    )
    with pytest.raises(BankNotInCall):
        applications.recommend(actor=of.city_staff, application=other, bank=applying.organisation("bank"))


def test_what_ends_gives_the_quota_back(of):
    for end in (applying.refuse, None):
        made = applying.recommended(of, uscc=loaning.uscc())
        if end:
            applying.refuse(of.banker, made)
        else:
            applications.withdraw_application(actor=of.founder, application=made)
        of.quota.refresh_from_db()
        assert of.quota.recommended == 0
    offer = applying.offered(of)
    applications.decline_offer(actor=of.founder, application=offer)
    of.quota.refresh_from_db()
    assert of.quota.recommended == 0


def test_no_bank_sees_it_on_a_consent_that_was_taken_back(of):
    made = applying.passed_on(of)
    withdraw_consent(of.founder, "credit")
    with pytest.raises(ConsentNotStanding):
        applications.recommend(actor=of.city_staff, application=made, bank=of.bank)


def test_the_bank_sees_it_only_after_the_recommendation(of):
    made = applying.passed_on(of)
    rows = LoanApplication.objects
    assert not rows.visible_to(of.banker).exists()
    applications.recommend(actor=of.city_staff, application=made, bank=of.bank)
    assert rows.visible_to(of.banker).get() == made
    assert not rows.visible_to(of.banker_2).exists()
    assert not rows.visible_to(of.guarantor_officer).exists()
    applications.ask_guarantor(
        actor=of.banker, application=made, guarantor=of.guarantor, terms=Terms(yuan(1), 1)
    )
    assert rows.visible_to(of.guarantor_officer).get() == made


def test_a_draft_is_its_owners_alone(of):
    made = applying.draft(of)
    rows = LoanApplication.objects
    assert rows.visible_to(of.founder).get() == made
    for other in (of.founder_2, of.officer, of.city_staff, of.banker):
        assert not rows.visible_to(other).exists()
        assert not rows.managed_by(other).exists()


def test_a_product_with_a_guarantee_is_offered_by_the_guarantors_yes():
    of = applying.lending(needs_guarantor=True)
    made, terms = applying.recommended(of), Terms(yuan(150_000), 24)
    with pytest.raises(GuarantorNeeded):
        applications.offer(actor=of.banker, application=made, terms=terms)
    applications.ask_guarantor(actor=of.banker, application=made, guarantor=of.guarantor, terms=terms)
    guaranteeing.visit(of, made)
    done = applications.guarantee(actor=of.guarantor_officer, application=made, cover=guaranteeing.COVER)
    assert (done.state, done.offered_amount, done.offer_until) == (
        *("offered", yuan(150_000)),
        today() + timedelta(10),
    )


@pytest.mark.parametrize("amount", ["0", "-1", "200000.01"])
def test_an_offer_is_within_what_was_asked(of, amount):
    with pytest.raises(OfferTooHigh):
        applications.offer(
            actor=of.banker, application=applying.recommended(of), terms=Terms(yuan(amount), 24)
        )


def test_an_offer_ends_with_its_last_day(of):
    made = applying.offered(of)
    with standing_at(now() + timedelta(11)), pytest.raises(OfferOver):
        applications.accept_offer(actor=of.founder, application=made)
    assert applications.expire_applications(on=made.offer_until) == 0
    assert applications.expire_applications(on=made.offer_until + timedelta(1)) == 1
    assert applications.expire_applications(on=made.offer_until + timedelta(1)) == 0
    made.refresh_from_db()
    of.quota.refresh_from_db()
    assert (made.state, of.quota.recommended) == ("expired", 0)
    assert kinds(of.founder.person) >= {"loans.expired"}


def test_a_draft_ends_with_its_call_and_is_reminded_before(of):
    made = applying.draft(of)
    closes = of.call.closes_on
    assert applications.remind_applicants(on=closes - timedelta(4)) == 0
    assert [applications.remind_applicants(on=closes - timedelta(days)) for days in (3, 2)] == [1, 0]
    assert applications.expire_applications(on=closes + timedelta(30)) == 1
    made.refresh_from_db()
    assert made.state == "expired"


def test_nothing_is_withdrawn_after_the_contract(of):
    with pytest.raises(ApplicationMoved):
        applications.withdraw_application(actor=of.founder, application=applying.contracted(of))


def test_the_same_paper_twice_is_kept_once(of):
    made = applying.draft(of)
    again = applications.add_document(
        actor=of.founder, application=made, kind="licence", upload=applying.paper()
    )
    assert made.documents.filter(kind="licence").get() == again


@pytest.mark.parametrize(
    ("changes", "wall"),
    [
        ({"state": "bank_review", "answer_by": now()}, "loan_application_reaches_a_bank_by_recommendation"),
        ({"state": "rejected", "answer_by": None}, "loan_application_refusal_has_a_reason"),
        ({"state": "more_info", "answer_by": None}, "loan_application_more_info_says_what"),
        ({"answer_by": None}, "loan_application_has_a_deadline_while_an_office_looks"),
        ({"firm": None}, "loan_application_is_whole_when_handed_in"),
        ({"amount": 0}, "loan_application_asks_for_something"),
        ({"offered_amount": 10**9}, "loan_application_offer_is_within_what_was_asked"),
    ],
)
def test_the_database_itself_refuses(of, changes, wall):
    made = applying.passed_on(of)
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        LoanApplication.objects.filter(pk=made.pk).update(**({"district_reviewer": None} | changes))


def test_the_database_itself_refuses_one_pair_of_eyes_and_the_own_case(of):
    rows = LoanApplication.objects.filter(pk=applying.passed_on(of).pk)
    with (
        pytest.raises(IntegrityError, match="loan_application_takes_two_pairs_of_eyes"),
        transaction.atomic(),
    ):
        rows.update(city_reviewer=of.officer.person)
    with (
        pytest.raises(IntegrityError, match="loan_application_nobody_decides_the_own_case"),
        transaction.atomic(),
    ):
        rows.update(city_reviewer=of.founder.person)


def test_the_database_itself_refuses_a_move_that_no_event_makes(of):
    made = applying.submitted(of)
    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        LoanApplication.objects.filter(pk=made.pk).update(state="contracted", answer_by=None)
