"""占用额度: an offer takes its room on the bank's line, gives it back when it ends, draws it when it is paid."""

from datetime import timedelta

import pytest

from loans.line_errors import LineNotOpen, LineOverdrawn
from loans.models import CreditLine, LoanApplication
from loans.services import applications
from loans.services.applications import Terms
from loans.services.lines import entries, moves
from loans.services.loans import drawdowns
from tests import applying, guaranteeing, loaning, people
from zibo_youth.core.calendar import today
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
# What `applying.offered` offers.
AMOUNT = 150_000


@pytest.fixture
def staff():
    return people.city_staff()


@pytest.fixture
def of():
    return applying.lending()


@pytest.fixture
def programme(staff, of):
    return loaning.programme(staff, 1_000_000, of_bank=of.bank, product=of.version.product)


@pytest.fixture(autouse=True)
def sound():
    """After each story the two readings of every line are one, and each offer has what it took."""
    yield
    assert {name: wrong for name, wrong in verify().items() if wrong} == {}


def held(line):
    line.refresh_from_db()
    return int(line.limit), int(line.allotted), int(line.drawn)


def test_an_offer_opens_the_companys_line_and_takes_its_amount(of, programme):
    made = applying.offered(of)
    own = programme.children.get()
    assert (own.level, own.firm, own.follows_offers) == ("firm", made.firm, True)
    assert (made.credit_line.parent, made.credit_line.state) == (own, "open")
    assert (held(programme), held(own), held(made.credit_line)) == (
        (1_000_000, AMOUNT, 0), (AMOUNT, AMOUNT, 0), (AMOUNT, 0, 0),
    )  # fmt: skip


def test_a_line_that_the_city_gave_is_taken_from_and_stays(staff, of, programme):
    made = applying.recommended(of)
    own = loaning.line_of_firm(staff, programme, 200_000, firm=made.firm)
    applications.offer(actor=of.banker, application=made, terms=Terms(applying.yuan(AMOUNT), 24))
    assert (held(programme), held(own)) == ((1_000_000, 200_000, 0), (200_000, AMOUNT, 0))
    applications.withdraw_application(actor=of.founder, application=made)
    assert (held(own), own.state) == ((200_000, 0, 0), "open")


def test_what_does_not_fit_is_refused_with_what_is_left_and_nothing_is_kept(staff, of, programme):
    loaning.line_of_firm(staff, programme, 900_000)
    made = applying.recommended(of)
    with pytest.raises(LineOverdrawn) as refusal:
        applications.offer(actor=of.banker, application=made, terms=Terms(applying.yuan(AMOUNT), 24))
    assert "额度不足：申请 150000.00 元" in str(refusal.value)
    assert "可用 100000.00 元" in str(refusal.value)
    made.refresh_from_db()
    assert (made.state, made.offered_amount) == ("bank_review", None)
    assert programme.children.count() == 1


def test_a_companys_own_line_says_how_much_it_has_left(staff, of, programme):
    made = applying.recommended(of)
    loaning.line_of_firm(staff, programme, 100_000, firm=made.firm)
    with pytest.raises(LineOverdrawn, match=r"可用 100000\.00 元"):
        applications.offer(actor=of.banker, application=made, terms=Terms(applying.yuan(AMOUNT), 24))


def test_a_frozen_line_offers_nothing(staff, of, programme):
    moves.freeze(actor=staff, line=programme, note="检查")
    made = applying.recommended(of)
    with pytest.raises(LineNotOpen, match="已冻结"):
        applications.offer(actor=of.banker, application=made, terms=Terms(applying.yuan(AMOUNT), 24))


def test_without_a_line_for_the_product_nothing_is_taken(staff, of):
    other = applying.version()
    loaning.programme(staff, 1_000, of_bank=of.bank, product=other.product)
    loaning.programme(staff, 1_000)  # of another bank
    loaning.programme(staff, 1_000, of_bank=of.bank, expires_on=today() - timedelta(1))
    applying.offered(of)
    assert not CreditLine.objects.filter(level="loan").exists()


def test_the_products_own_line_comes_before_one_for_all(staff, of):
    loaning.programme(staff, 1_000_000, of_bank=of.bank)
    own = loaning.programme(staff, 1_000_000, of_bank=of.bank, product=of.version.product)
    assert applying.offered(of).credit_line.parent.parent == own


def declined(of, made):
    applications.decline_offer(actor=of.founder, application=made)


def withdrawn(of, made):
    applications.withdraw_application(actor=of.founder, application=made)


def withdrawn_after_the_yes(of, made):
    accepted = applications.accept_offer(actor=of.founder, application=made)
    applications.withdraw_application(actor=of.founder, application=accepted)


def expired(of, made):
    assert applications.expire_applications(on=made.offer_until + timedelta(1)) == 1


@pytest.mark.parametrize("ends", [declined, expired, withdrawn, withdrawn_after_the_yes])
def test_an_offer_that_ends_gives_back_everything(of, programme, ends):
    made = applying.offered(of)
    ends(of, made)
    assert held(programme) == (1_000_000, 0, 0)
    assert sorted(CreditLine.objects.exclude(pk=programme.pk).values_list("level", "state", "limit")) == [
        ("firm", "closed", 0), ("loan", "closed", 0),
    ]  # fmt: skip


def test_two_offers_to_one_company_stand_on_one_line_that_shrinks_with_each(staff, of):
    """Of two products, on a line for all."""
    programme = loaning.programme(staff, 1_000_000, of_bank=of.bank)
    code, second = loaning.uscc(), applying.lending()
    one, other = applying.recommended(of, uscc=code), applying.passed_on(second, uscc=code)
    applying.BankQuota.objects.create(call=second.call, bank=of.bank, amount=1_000_000)
    other = applications.recommend(actor=of.city_staff, application=other, bank=of.bank)
    for made in (one, other):
        applications.offer(actor=of.banker, application=made, terms=Terms(applying.yuan(AMOUNT), 24))
    own = programme.children.get()
    assert (held(programme), held(own)) == ((1_000_000, 2 * AMOUNT, 0), (2 * AMOUNT, 2 * AMOUNT, 0))
    withdrawn(of, LoanApplication.objects.get(pk=one.pk))
    assert (held(own), own.state) == ((AMOUNT, AMOUNT, 0), "open")
    withdrawn(second, LoanApplication.objects.get(pk=other.pk))
    assert (held(own), own.state, held(programme)) == ((0, 0, 0), "closed", (1_000_000, 0, 0))


def test_the_guarantors_yes_takes_it(of, programme):
    made = guaranteeing.visited(of).application
    assert held(programme) == (1_000_000, 0, 0)
    applications.guarantee(actor=of.guarantor_officer, application=made, cover=guaranteeing.COVER)
    assert held(programme) == (1_000_000, AMOUNT, 0)


def test_the_payout_draws_what_the_offer_took_and_its_reversal_frees_it(of, programme):
    made = applying.contracted(of)
    line = made.credit_line
    assert line.loan == made.loan
    told = {"amount": applying.yuan(AMOUNT), "on": today(), "voucher": "放-占用-1"}
    paid = drawdowns.record_disbursement(actor=of.banker, loan=made.loan, **told)
    assert (held(line), held(programme)) == ((AMOUNT, 0, AMOUNT), (1_000_000, AMOUNT, 0))
    drawdowns.reverse_disbursement(actor=of.banker, paid=paid, voucher="冲-占用-1")
    assert held(line) == (AMOUNT, 0, 0)


def test_what_an_offer_took_is_not_drawn_or_closed_by_hand(staff, of, programme):
    from loans.views.line_steps import STEPS

    line = applying.offered(of).credit_line
    offered = {step.act for step in STEPS if step.is_for(staff, line)}
    assert offered.isdisjoint({"draw", "close", "change"})
    with pytest.raises(LineOverdrawn):
        entries.change_limit(actor=staff, line=line.parent, change=applying.yuan(-1), on=today(), note="减")
