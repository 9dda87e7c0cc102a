"""贷后跟踪: days late and the class by the business date, each day once and in order; reminders and checks."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from loans import loan_errors as errors
from loans.business_date import business_date
from loans.models import BusinessDay, Loan, LoanDay, PurposeCheck, RiskRange
from loans.overdue import LIMITS_OF_2023, risk_class
from loans.services.loans import following
from loans.tasks import close_loan_days
from tests import crediting, people
from tests.crediting import drawn, repay, rows
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def at(day):
    """The business date, as if the portal had begun on that day."""
    return BusinessDay.objects.create(day=day)


def late_on(day, loan):
    return LoanDay.objects.filter(loan=loan, day=day).values_list("days_past_due", "risk_class").first()


@pytest.fixture
def loan():
    """First due on 2021-06-15."""
    return drawn(24_000, signed_on=date(2021, 5, 15), starts_on=date(2021, 5, 15))


def test_90_days_late_and_91_and_the_class_changes_on_the_second_day_only(loan):
    """Scenario 11."""
    at(date(2021, 9, 12))
    assert following.close_days(until=date(2021, 9, 13)) == 1
    assert late_on(date(2021, 9, 13), loan) == (90, "attention")

    assert following.close_days(until=date(2021, 9, 14)) == 1
    assert late_on(date(2021, 9, 14), loan) == (91, "substandard")

    before = list(LoanDay.objects.values())
    assert following.close_days(until=date(2021, 9, 14)) == 0
    assert following.write_late_loans(date(2021, 9, 14)) == 0
    assert list(LoanDay.objects.values()) == before


def test_missed_days_are_caught_up_in_order(loan):
    at(date(2021, 6, 10))
    assert close_loan_days("2021-06-20") == 10
    assert business_date() == date(2021, 6, 20)
    days = LoanDay.objects.filter(loan=loan).order_by("day").values_list("day", "days_past_due")
    assert list(days) == [(date(2021, 6, 15 + n), n) for n in range(1, 6)]


def test_who_pays_is_in_time_again_and_what_was_stays(loan):
    at(date(2021, 6, 15))
    following.close_days(until=date(2021, 6, 17))
    repay(loan, 5_000, date(2021, 6, 18))
    following.close_days(until=date(2021, 6, 18))
    assert late_on(date(2021, 6, 17), loan) == (2, "attention")
    assert late_on(date(2021, 6, 18), loan) is None


def test_a_day_that_is_caught_up_after_the_payment_tells_of_before_it(loan):
    repay(loan, 5_000, date(2021, 6, 18))
    at(date(2021, 6, 15))
    following.close_days(until=date(2021, 6, 18))
    assert late_on(date(2021, 6, 17), loan) == (2, "attention")
    assert late_on(date(2021, 6, 18), loan) is None


def test_a_loan_whose_money_is_not_out_is_not_late():
    loan = crediting.signed(24_000)
    at(date(2021, 9, 12))
    following.close_days(until=date(2021, 9, 13))
    assert late_on(date(2021, 9, 13), loan) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 12, 12), (180, "substandard")),
        (date(2021, 12, 13), (181, "doubtful")),
        (date(2022, 6, 10), (360, "doubtful")),
        (date(2022, 6, 11), (361, "loss")),
    ],
)
def test_the_table_of_a_day_is_the_one_of_that_day(loan, day, expected):
    following.write_late_loans(day)
    assert late_on(day, loan) == expected


@pytest.mark.parametrize("days", [1, 90, 91, 270, 271, 360, 361])
def test_the_method_of_2023_is_the_one_that_is_reckoned_with(days):
    loan = drawn(24_000, signed_on=date(2023, 7, 1), starts_on=date(2023, 7, 1))
    due = rows(loan)[0].due
    following.write_late_loans(due + timedelta(days))
    assert late_on(due + timedelta(days), loan) == (days, risk_class(days, LIMITS_OF_2023).value)


def test_the_first_run_of_all_begins_on_its_own_day(loan):
    assert business_date() == today()
    following.close_days(until=date(2021, 6, 20))
    assert business_date() == date(2021, 6, 20)
    assert late_on(date(2021, 6, 20), loan) == (5, "attention")
    assert following.days_late(loan) == 5


@pytest.mark.parametrize("day", [date(2021, 6, 9), date(2021, 6, 10), date(2021, 6, 12)])
def test_the_business_date_moves_forward_day_by_day(day):
    at(date(2021, 6, 10))
    with pytest.raises(IntegrityError, match="business_day_moves_forward"), transaction.atomic():
        BusinessDay.objects.update(day=day)


def test_the_database_itself_knows_one_business_date_and_no_way_back():
    at(date(2021, 6, 10))
    with pytest.raises(IntegrityError, match="business_day_is_one"), transaction.atomic():
        BusinessDay.objects.create(id=2, day=date(2021, 6, 10))
    with pytest.raises(InternalError), transaction.atomic():
        BusinessDay.objects.all().delete()


def test_facts_of_a_day_are_never_changed(loan):
    following.write_late_loans(date(2021, 6, 20))
    with pytest.raises(InternalError), transaction.atomic():
        LoanDay.objects.update(days_past_due=1)
    with pytest.raises(InternalError), transaction.atomic():
        LoanDay.objects.all()._raw_delete("default")


def test_two_classes_for_one_limit_on_one_day_are_refused():
    with pytest.raises(IntegrityError, match="risk_range_one_class"), transaction.atomic():
        RiskRange.objects.create(over_days=90, risk_class="loss", from_on=date(2024, 1, 1), source="x")


# --- reminders ---------------------------------------------------------------------------------


def test_a_payment_is_told_30_7_and_1_days_before_each_once():
    person = people.applicant().person
    loan = drawn(24_000, contact=person, signed_on=date(2021, 5, 15), starts_on=date(2021, 5, 15))
    at(date(2021, 5, 15))
    following.close_days(until=date(2021, 6, 15))
    first, second = rows(loan)[:2]
    told = Notice.objects.filter(kind="loans.payment_due")
    assert sorted(told.values_list("about_pk", flat=True)) == sorted([str(first.pk)] * 3 + [str(second.pk)])
    following._remind(date(2021, 6, 14))
    assert told.count() == 4


def test_nobody_is_told_of_what_is_paid():
    person = people.applicant().person
    loan = drawn(24_000, contact=person, signed_on=date(2021, 5, 15), starts_on=date(2021, 5, 15))
    repay(loan, rows(loan)[0].payment, date(2021, 5, 20))
    at(date(2021, 6, 7))
    following.close_days(until=date(2021, 6, 8))
    assert not Notice.objects.filter(kind="loans.payment_due").exists()


def test_a_founder_sees_the_own_loan_and_no_other():
    user = people.applicant()
    loan = drawn(1_000, contact=user.person)
    drawn(1_000, contact=people.applicant(name="林另一").person)
    assert list(Loan.objects.visible_to(user)) == [loan]


# --- the use of the money ----------------------------------------------------------------------


def test_three_months_after_the_first_payout_the_use_is_looked_at(loan):
    at(date(2021, 8, 13))
    following.close_days(until=date(2021, 8, 14))
    assert not PurposeCheck.objects.exists()
    following.close_days(until=date(2021, 8, 16))
    check = PurposeCheck.objects.get()
    assert (check.loan, check.due_on) == (loan, date(2021, 8, 15))


def test_what_was_found_is_written_once_by_the_district(loan):
    check = PurposeCheck.objects.create(loan=loan, due_on=date(2021, 8, 15))
    told = {"check": check, "outcome": "as_agreed", "note": "现场查看了设备和发票"}
    with pytest.raises(NotAllowed):
        following.check_purpose(actor=people.officer("huantai"), **told)
    officer = people.officer()
    with pytest.raises(errors.NoteNeeded):
        following.check_purpose(actor=officer, **(told | {"note": " "}))
    assert following.check_purpose(actor=officer, **told).checked_by == officer
    with pytest.raises(errors.CheckedAlready):
        following.check_purpose(actor=officer, **told)
    with pytest.raises(InternalError), transaction.atomic():
        PurposeCheck.objects.update(outcome="misused")
