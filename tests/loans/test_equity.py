"""股权投资促成: one writes it down, another confirms it, and what was wrong stays and counts no more."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from loans.investing_errors import (
    EquityIncomplete,
    EquityKnown,
    FirmUnknown,
    InvestedLater,
    ReasonNeeded,
    SecondPersonNeeded,
)
from loans.loan_errors import SumMissing
from loans.models import EquityInvestment, Firm
from loans.services.investing import equity
from loans.services.investing.equity import ToldInvestee
from tests import investing, loaning, people
from tests.investing import MILLION
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed, StateChanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return people.city_staff()


@pytest.fixture
def made(staff):
    return investing.invested(staff)


def test_it_counts_when_another_person_has_confirmed_it(staff, made):
    assert (made.state, made.recorded_by, made.reporting_org.code) == ("recorded", staff, "zhangdian")
    assert not EquityInvestment.objects.confirmed().exists()

    colleague = investing.colleague()
    equity.confirm_equity(actor=colleague, equity=made)
    assert (made.state, made.confirmed_by) == ("confirmed", colleague)
    assert EquityInvestment.objects.confirmed().get() == made


def test_nobody_confirms_the_own_row(staff, made):
    with pytest.raises(SecondPersonNeeded):
        equity.confirm_equity(actor=staff, equity=made)
    assert EquityInvestment.objects.get().state == "recorded"


def test_the_database_itself_wants_another_person(staff, made):
    with pytest.raises(IntegrityError, match="equity_confirmed_by_another_person"), transaction.atomic():
        EquityInvestment.objects.update(state="confirmed", confirmed_by=staff, confirmed_at=made.recorded_at)


def test_what_was_wrong_is_withdrawn_with_a_reason_and_stays(staff, made):
    equity.confirm_equity(actor=investing.colleague(), equity=made)
    with pytest.raises(ReasonNeeded):
        equity.withdraw_equity(actor=staff, equity=made, reason=" ")
    equity.withdraw_equity(actor=staff, equity=made, reason="金额有误")
    told = EquityInvestment.objects.get()
    assert (told.state, told.reason, told.withdrawn_by) == ("withdrawn", "金额有误", staff)
    assert not EquityInvestment.objects.confirmed().exists()
    with pytest.raises(StateChanged):
        equity.withdraw_equity(actor=staff, equity=made, reason="再撤")
    with pytest.raises(StateChanged):
        equity.confirm_equity(actor=investing.colleague(), equity=made)


def test_a_row_is_never_rewritten_and_never_deleted(made):
    for change in ({"amount": 1}, {"fund": "另一基金"}, {"invested_on": today()}):
        with pytest.raises(InternalError, match="equity_is_written_once"), transaction.atomic():
            EquityInvestment.objects.update(**change)
    with pytest.raises(InternalError, match="equity_is_never_deleted"), transaction.atomic():
        made.delete()


def test_it_stands_once_and_may_be_told_anew_when_withdrawn(staff, made):
    same = {"fund": made.fund, "investee": ToldInvestee(made.investee.uscc)}
    with pytest.raises(EquityKnown):
        investing.invested(staff, **same)
    equity.withdraw_equity(actor=staff, equity=made, reason="重复")
    investing.invested(staff, **same)
    assert EquityInvestment.objects.waiting().count() == 1


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"amount": MILLION * 0}, SumMissing),
        ({"amount": -MILLION}, SumMissing),
        ({"fund": " "}, EquityIncomplete),
        ({"purpose": ""}, EquityIncomplete),
        ({"source": ""}, EquityIncomplete),
    ],
)
def test_what_is_missing_is_said(staff, told, refusal):
    with pytest.raises(refusal):
        investing.invested(staff, **told)
    assert not Firm.objects.exists()


def test_a_day_that_has_not_come_is_refused(staff):
    with pytest.raises(InvestedLater) as refusal:
        investing.invested(staff, invested_on=today() + timedelta(days=1))
    assert refusal.value.field == "invested_on"
    assert investing.invested(staff, invested_on=today())


def test_a_company_that_is_known_keeps_its_name_and_district(staff):
    firm = loaning.firm(Organisation.objects.get(code="huantai"))
    other = ToldInvestee(firm.uscc, "另一名称", Organisation.objects.get(code="zhangdian"))
    made = investing.invested(staff, investee=other)
    assert (made.investee, made.reporting_org.code) == (firm, "huantai")
    assert Firm.objects.get().name == firm.name


def test_a_company_that_nobody_knows_is_told_with_name_and_district(staff):
    with pytest.raises(FirmUnknown):
        investing.invested(staff, investee=ToldInvestee(loaning.uscc(), "", None))


@pytest.mark.parametrize("who", ["officer", "banker", "applicant"])
def test_it_is_the_citys(who, staff, made):
    actor = {
        "officer": lambda: people.officer("zhangdian"),
        "banker": lambda: people.staff("钱行", loaning.bank(), "bank_officer"),
        "applicant": people.applicant,
    }[who]()
    with pytest.raises(NotAllowed):
        investing.invested(actor)
    for act in (equity.confirm_equity, lambda **told: equity.withdraw_equity(**told, reason="误")):
        with pytest.raises(NotAllowed):
            act(actor=actor, equity=made)


def test_a_district_sees_what_went_to_its_companies(staff, made):
    investing.invested(staff, district="huantai")
    seen = EquityInvestment.objects.managed_by(people.officer("zhangdian"))
    assert list(seen) == [made]
    assert EquityInvestment.objects.managed_by(staff).count() == 2
