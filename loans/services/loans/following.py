"""
贷后日终 (the day's run): how late each loan is, whom to remind, what to look at; one day after the other.

One statement tells of all loans. Each day is written in the transaction that moves the business date,
so a run that is killed or started twice leaves no day out and writes none twice.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min
from django.db.models.functions import Now

from loans.business_date import business_date
from loans.due_dates import months_later
from loans.loan_errors import CheckedAlready, NoteNeeded
from loans.models import BusinessDay, Disbursement, Loan, PurposeCheck, ScheduleRow
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.notifications.outbox import notify

CHECK = "loans.check_purpose"
# What was settled after the day was owed on it; each part has an index of its own, and is summed up
# before anything is joined.
LATE = """
SELECT late.loan_id, %(day)s::date AS day, late.days, class.risk_class
FROM (
    SELECT whole.loan_id, %(day)s::date - oldest.due AS days
    FROM (
        SELECT owed.schedule_id, min(owed.due) AS due
        FROM (
            SELECT schedule_id, due FROM loans_schedulerow
            WHERE due < %(day)s::date AND settled_on IS NULL
            UNION ALL
            SELECT schedule_id, due FROM loans_schedulerow
            WHERE due < %(day)s::date AND settled_on > %(day)s::date
        ) AS owed
        GROUP BY owed.schedule_id
    ) AS oldest
    JOIN loans_scheduleversion AS whole ON whole.id = oldest.schedule_id AND whole.is_active
    JOIN loans_loan AS loan ON loan.id = whole.loan_id
        AND loan.state IN ('part_disbursed', 'active', 'guarantee_claimed', 'settled')
) AS late
CROSS JOIN LATERAL (
    SELECT range.risk_class FROM loans_riskrange AS range
    WHERE range.from_on <= %(day)s::date AND (range.until_on IS NULL OR range.until_on > %(day)s::date)
      AND range.over_days < late.days
    ORDER BY range.over_days DESC LIMIT 1
) AS class
"""
WRITE = "INSERT INTO loans_loanday (loan_id, day, days_past_due, risk_class) LATE ON CONFLICT DO NOTHING"


def close_days(*, until: date | None = None) -> int:
    """日终 (beat: nightly): every day since the last one up to today, in order. How many were written."""
    end = until or today()
    _open_first_day(end)
    written = 0
    while _close_next_day(end):
        written += 1
    return written


def _open_first_day(end: date) -> None:
    """The first run of all begins on its own day."""
    with transaction.atomic():
        _row, is_first = BusinessDay.objects.get_or_create(pk=1, defaults={"day": end})
        if is_first:
            write_day(end)


def _close_next_day(end: date) -> bool:
    """Whoever comes second waits, and finds the day moved."""
    with transaction.atomic():
        row = BusinessDay.objects.select_for_update().get(pk=1)
        if row.day >= end:
            return False
        day = row.day + timedelta(days=1)
        BusinessDay.objects.filter(pk=1).update(day=day, moved_at=Now())
        write_day(day)
    return True


def write_day(day: date) -> int:
    """The facts of one day, its reminders and its checks; how many loans are late."""
    late = write_late_loans(day)
    _remind(day)
    _open_checks(day)
    return late


def write_late_loans(day: date) -> int:
    """逾期日记 of all loans in one statement; a row that stands already stays."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE.replace("LATE", LATE), {"day": day})
        return int(cursor.rowcount)


def _remind(day: date) -> None:
    """到期提醒: so many days before, each once; of a payment that is still owed."""
    days = settings.LOANS["due_notice_days"]
    rows = ScheduleRow.objects.standing().unsettled_on(day)
    due = rows.filter(due__in=[day + timedelta(days=each) for each in days])
    told = due.filter(schedule__loan__in=Loan.objects.running(), schedule__loan__contact__isnull=False)
    for row in told.select_related("schedule__loan__contact").order_by("pk"):
        ahead = (row.due - day).days
        notify("loans.payment_due", to=row.schedule.loan.contact, about=row, dedup=str(ahead))


def _open_checks(day: date) -> None:
    """用途检查: of loans first paid out so many months ago, or longer, that have none."""
    months = settings.LOANS["purpose_check_months"]
    first = Disbursement.objects.effective().filter(loan__purpose_check__isnull=True)
    paid = first.filter(paid_on__lte=months_later(day, -months)).order_by().values("loan")
    PurposeCheck.objects.bulk_create(
        [
            PurposeCheck(loan_id=each["loan"], due_on=months_later(each["first"], months))
            for each in paid.annotate(first=Min("paid_on"))
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def check_purpose(*, actor: User, check: PurposeCheck, outcome: str, note: str) -> PurposeCheck:
    """登记用途检查 (check). Raises `NotAllowed`, `NoteNeeded`, `CheckedAlready`."""
    policy.require(actor, CHECK, check)
    if not note.strip() or outcome not in PurposeCheck.Outcome.values:
        raise NoteNeeded
    open_checks = PurposeCheck.objects.filter(pk=check.pk, outcome="")
    if not open_checks.update(outcome=outcome, note=note.strip(), checked_by=actor, checked_at=Now()):
        raise CheckedAlready
    check.refresh_from_db()
    return check


def days_late(loan: Loan) -> int:
    """逾期天数 of one loan on the business date, from the day's facts; 0 where it is in time."""
    found = loan.days.filter(day=business_date()).values_list("days_past_due", flat=True).first()
    return found or 0


def days_late_still(loan: Loan) -> int:
    """
    仍逾期天数: as `days_late`, and never more than what is unpaid by now gives.

    The day's fact is written at night: whoever has paid since then is late no more, or less.
    """
    unpaid = ScheduleRow.objects.standing().filter(schedule__loan=loan, settled_on__isnull=True)
    oldest = unpaid.order_by("due").values_list("due", flat=True).first()
    day = business_date()
    return min(days_late(loan), (day - oldest).days) if oldest and oldest < day else 0
