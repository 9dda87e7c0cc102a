"""申请的流转 (moves): one UPDATE from the state that was read, the office's clock, and who did it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models.functions import Now

from loans.application_errors import ApplicationMoved, ConsentNotStanding, WordsNotSafe
from loans.models import LoanApplication, LoanApplicationTransition
from loans.models.application_moves import ENDED, EVENTS, ON_THE_CLOCK, ApplicationState
from loans.services.guarantees.moves import end_with_application
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import ConsentRecord, ConsentText, User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import after_workdays, now
from zibo_youth.core.open_words import tell_a_number

S = ApplicationState
HOURS_A_DAY = 24
OF_THE_LEAGUE = (S.SUBMITTED, S.DISTRICT_REVIEW, S.CITY_REVIEW)


def lock_application(number: int) -> LoanApplication:
    """
    Nobody else moves or edits it meanwhile. Taken before a quota is.

    Read anew behind the lock: a row that was waited for comes with its own new columns and the joined rows
    of before, so a bank that was just named would be missing.
    """
    LoanApplication.objects.select_for_update(no_key=True).only("pk").get(pk=number)
    application: LoanApplication = LoanApplication.objects.whole().get(pk=number)
    return application


def begin(actor: Actor, application: LoanApplication, event: str) -> LoanApplication:
    """
    The application, locked, for an office that may bring this event about; never in the own case.

    Raises `NotAllowed`, `ApplicationMoved`.
    """
    locked = lock_application(application.pk)
    policy.require_for_another(actor, EVENTS[event].action, locked, locked.applicant_id)
    require_event(locked, event)
    return locked


def begin_own(actor: Actor, application: LoanApplication, event: str) -> LoanApplication:
    """The same for the founder's own acts."""
    locked = lock_application(application.pk)
    policy.require(actor, EVENTS[event].action, locked)
    require_event(locked, event)
    return locked


def require_event(application: LoanApplication, event: str) -> None:
    """Raise `ApplicationMoved` where the event does not start from here."""
    if not application.may(event):
        raise ApplicationMoved(state=application.get_state_display())


def move(
    actor: Actor,
    application: LoanApplication,
    event: str,
    *,
    to: str = "",
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> LoanApplicationTransition:
    """
    The application in its next state, and the row that tells of it; in the caller's transaction.

    Raises `ApplicationMoved` where somebody was faster, `WordsNotSafe` for a note with somebody's number.
    """
    if tell_a_number(note):
        raise WordsNotSafe
    rule, before = EVENTS[event], application.state
    target = to or rule.targets[0]
    values = {"answer_by": deadline_of(target)} | changes
    rows = LoanApplication.objects.filter(pk=application.pk, state=before, state__in=rule.sources)
    moved = rows.update(state=target, state_since=Now(), **values)
    application.refresh_from_db()
    if not moved:
        raise ApplicationMoved(state=application.get_state_display())
    if target in ENDED:
        end_with_application(actor, application)
    return LoanApplicationTransition.objects.create(
        application=application,
        actor=actor if isinstance(actor, User) else None,
        from_state=before,
        to_state=target,
        reason=reason,
        note=note.strip(),
    )


def deadline_of(state: str) -> datetime | None:
    """Until when the office answers whose look begins now; none where no office looks."""
    if state not in ON_THE_CLOCK:
        return None
    days = settings.LOANS["review_workdays" if state in OF_THE_LEAGUE else "bank_silent_workdays"]
    return after_workdays(now(), days * HOURS_A_DAY)


NOTHING_ASKED: dict[str, Any] = {"asked_from": "", "asked_reason": "", "asked_parts": [], "time_left": None}
NO_TIME = timedelta()


def consents(person_id: int) -> bool:
    """Whether this human's consent to the credit check stands, given by any log-in of theirs."""
    log_ins = User.objects.filter(person=person_id).values_list("pk", flat=True)
    records = ConsentRecord.objects.of_person(person_id, log_ins)
    return bool(records.living().filter(scope=ConsentText.Scope.CREDIT).exists())


def require_consent_stands(application: LoanApplication) -> None:
    """Raise `ConsentNotStanding`: a bank is shown nothing on a consent that was taken back."""
    if not consents(application.applicant_id):
        raise ConsentNotStanding
