"""贴息台账: both parts are the interest, late periods have none, and every desk looks in its turn."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, InternalError, transaction

from loans import loan_errors as errors
from loans.check_sheet import check_sheet
from loans.models import SubsidyClaim, SubsidyVersion
from loans.services.loans import changes, claims, repayments
from tests import crediting, people
from tests.crediting import repay, rows, subsidised, yuan
from zibo_youth.accounts import policy
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.exports.answers import prepare

pytestmark = pytest.mark.django_db
C6 = [yuan(text) for text in ("2727.08", "14758.33", "14597.92", "14437.50", "12031.25")]
END = date(2022, 7, 1)


def reckoned(loan, on=END):
    return claims.calculate_claims(actor=policy.SYSTEM, loan=loan, on=on)


def paid_in_time(loan, but=()):
    """Every instalment on its day, but for some that come 12 days late, with what that costs."""
    for row in rows(loan):
        if row.number in but:
            late = date.fromordinal(row.due.toordinal() + 12)
            charge = row.interest * Decimal("0.0435") * Decimal("1.5") * 12 / 360
            repay(loan, row.payment + charge.quantize(Decimal("0.01")), late)
        else:
            repay(loan, row.payment, row.due)
    return loan


def test_c6_half_of_the_lpr_to_the_cent():
    found = reckoned(paid_in_time(subsidised()))
    assert [claim.subsidy for claim in found] == C6
    assert sum(claim.borrower for claim in found) == yuan("73760.42")
    assert {claim.state for claim in found} == {"calculated"}
    assert [(claim.days, claim.subsidy_rate) for claim in found] == [
        (days, Decimal("0.019250")) for days in (17, 92, 91, 90, 75)
    ]


def test_the_third_settlement_paid_12_days_late_has_no_subsidy_and_the_others_do():
    """Scenario 10."""
    found = reckoned(paid_in_time(subsidised(), but={3}))
    assert [claim.subsidy for claim in found] == [*C6[:2], 0, *C6[3:]]
    third = found[2]
    assert (third.state, third.forfeit, third.borrower) == ("forfeited", "overdue", third.interest)
    assert [claim.state for claim in found if claim is not third] == ["calculated"] * 4


def test_after_a_repricing_each_row_is_reckoned_at_its_own_rate():
    """All of what is paid: from 4.35 to 3.85 per cent after the second settlement, on both sides of it."""
    loan = subsidised(rule={"basis": "share_of_rate"})
    before = rows(loan)
    changes.reprice(actor=people.city_staff(), loan=loan, on=before[1].due, rate=Decimal("0.0385"))
    found = reckoned(paid_in_time(loan))
    assert [claim.rate for claim in found] == [Decimal("0.0435")] * 2 + [Decimal("0.0385")] * 3
    assert [claim.subsidy_rate for claim in found] == [Decimal("0.02175")] * 2 + [Decimal("0.01925")] * 3
    for claim, row in zip(found, rows(loan), strict=True):
        assert abs(claim.subsidy - row.interest / 2) <= Decimal("0.01"), claim.number


def test_a_claim_is_opened_with_its_period_and_waits_for_the_last_day():
    loan = subsidised()
    [first] = reckoned(loan, date(2021, 6, 10))
    assert (first.state, first.subsidy, first.borrower) == ("open", 0, first.interest)
    assert [claim.state for claim in reckoned(loan, date(2021, 6, 21))] == ["open"]
    repay(loan, rows(loan)[0].payment, date(2021, 6, 21))
    assert [claim.state for claim in reckoned(loan, date(2021, 6, 21))] == ["calculated"]
    assert [claim.state for claim in reckoned(loan, date(2021, 6, 22))] == ["calculated", "open"]


def test_what_is_not_paid_the_day_after_is_forfeited():
    assert [claim.forfeit for claim in reckoned(subsidised(), date(2021, 6, 22))] == ["overdue", ""]


def test_reckoning_twice_changes_nothing():
    loan = paid_in_time(subsidised())
    reckoned(loan)
    before = list(SubsidyClaim.objects.values())
    reckoned(loan)
    assert list(SubsidyClaim.objects.values()) == before


def test_a_contract_keeps_the_rule_of_its_day_and_without_one_has_none():
    loan = paid_in_time(subsidised())
    SubsidyVersion.objects.update(until_on=date(2021, 6, 5))
    crediting.half_of_the_lpr(loan.version.product, basis="full", from_on=date(2021, 6, 5))
    assert reckoned(loan)[0].subsidy == C6[0]
    assert reckoned(crediting.drawn(1_000)) == []


def test_a_rule_that_asks_for_the_lpr_waits_for_it():
    loan = paid_in_time(subsidised())
    crediting.LprRate.objects.all().delete()
    with pytest.raises(errors.LprUnknown):
        reckoned(loan)


def test_the_database_itself_keeps_both_parts_together():
    claim = reckoned(paid_in_time(subsidised()))[0]
    for wrong in ({"subsidy": 1}, {"borrower": claim.interest + 1, "subsidy": -1}):
        with pytest.raises(IntegrityError, match="subsidy_claim_parts"), transaction.atomic():
            SubsidyClaim.objects.filter(pk=claim.pk).update(**wrong)


# --- from desk to desk -------------------------------------------------------------------------


@pytest.fixture
def founder():
    return people.applicant()


@pytest.fixture
def claim(founder):
    return reckoned(paid_in_time(subsidised(contact=founder.person)))[1]


def until(claim, founder, *, league, finance=None):
    claims.confirm_as_firm(actor=founder, claim=claim)
    claims.confirm_as_bank(actor=crediting.bank_officer(claim.loan.bank), claim=claim)
    claims.check_claim(actor=league, claim=claim)
    if finance:
        claims.approve_claim(actor=finance, claim=claim)
    return claim


def test_firm_bank_league_and_finance_in_turn(claim, founder):
    finance = crediting.finance()
    until(claim, founder, league=people.city_staff(), finance=finance)
    claims.pay_claim(actor=finance, claim=claim, on=date(2021, 10, 15), voucher="拨-1")
    assert [move.to_state for move in claim.transitions.all()] == [
        "open", "calculated", "firm_confirmed", "bank_confirmed", "league_checked", "finance_approved", "paid",
    ]  # fmt: skip
    claims.claw_back(actor=finance, claim=claim, note="复查发现用途不符")
    assert claim.state == "clawed_back"


def test_nobody_steps_before_another_or_at_anothers_desk(claim, founder):
    league, finance = people.city_staff(), crediting.finance()
    bank, foreign = crediting.bank_officer(claim.loan.bank), crediting.bank_officer(crediting.bank())
    for act, actor in (
        (claims.confirm_as_bank, bank), (claims.check_claim, league), (claims.approve_claim, finance),
    ):  # fmt: skip
        with pytest.raises(errors.ClaimMoved):
            act(actor=actor, claim=claim)
    for act, actor in (
        (claims.confirm_as_firm, people.applicant(name="林另一")),
        (claims.confirm_as_bank, foreign),
        (claims.check_claim, finance),
        (claims.approve_claim, league),
        (claims.confirm_as_bank, founder),
    ):
        with pytest.raises(NotAllowed):
            act(actor=actor, claim=claim)


def test_whoever_checked_does_not_approve(claim, founder):
    league = people.city_staff()
    finance = people.Membership.objects.create(
        person=league.person,
        organisation=people.Organisation.objects.get(code="city"),
        role="finance_officer",
        from_on=people.LONG_AGO,
    )
    assert finance
    until(claim, founder, league=league)
    with pytest.raises(errors.CheckedByAnother):
        claims.approve_claim(actor=type(league).objects.get(pk=league.pk), claim=claim)
    with pytest.raises(IntegrityError, match="subsidy_claim_approved_by_another"), transaction.atomic():
        SubsidyClaim.objects.filter(pk=claim.pk).update(state="finance_approved", approved_by=league)


def test_payments_that_are_told_otherwise_meanwhile_send_it_back(claim, founder):
    league, finance = people.city_staff(), crediting.finance()
    until(claim, founder, league=league)
    paid = claim.loan.repayments.get(paid_on=claim.until)
    repayments.reverse_repayment(actor=policy.SYSTEM, paid=paid, serial="冲1")
    with pytest.raises(errors.ClaimStale):
        claims.approve_claim(actor=finance, claim=claim)
    with pytest.raises(errors.NoteNeeded):
        claims.return_claim(actor=finance, claim=claim, note=" ")
    claims.return_claim(actor=finance, claim=claim, note="还款已冲销")
    assert (claim.state, claim.checked_by) == ("returned", None)
    again = next(each for each in reckoned(claim.loan) if each.pk == claim.pk)
    assert (again.state, again.forfeit, again.subsidy) == ("forfeited", "overdue", 0)


def test_a_state_moves_only_as_the_table_says(claim):
    with pytest.raises(InternalError, match="transition"), transaction.atomic():
        SubsidyClaim.objects.filter(pk=claim.pk).update(state="paid")


def test_a_rule_is_written_once():
    version = crediting.half_of_the_lpr(crediting.version().product)
    with pytest.raises(InternalError), transaction.atomic():
        SubsidyVersion.objects.filter(pk=version.pk).update(share=1)


# --- the sheet of the finance bureau -----------------------------------------------------------


def test_the_check_sheet_shows_what_auditors_reckon_again():
    loan = paid_in_time(subsidised(), but={3})
    reckoned(loan)
    export = prepare("贴息审核表", "xlsx", check_sheet(SubsidyClaim.objects.filter(loan=loan)))
    sheet = openpyxl.load_workbook(io.BytesIO(export.file.read())).active
    head, *body, total = [[cell.value for cell in row] for row in sheet.iter_rows()]
    second = dict(zip(head, body[1], strict=True))
    assert second["合同编号"] == loan.contract_no
    assert (second["贴息天数"], second["贴息本金（元）"]) == (92, 3_000_000)
    assert (second["合同年利率（%）"], second["贴息年利率（%）"]) == (4.35, 1.925)
    assert second["贴息金额（元）"] == 14758.33
    again = Decimal(3_000_000) * Decimal("0.01925") * 92 / 360
    assert again.quantize(Decimal("0.01")) == yuan("14758.33")
    assert body[2][-1] == "不予贴息：当期逾期"
    assert total[0] == "合计"
    assert Decimal(str(total[-2])) == sum(C6) - C6[2]
    assert Decimal(str(total[-4])) == Decimal(str(total[-3])) + Decimal(str(total[-2]))
