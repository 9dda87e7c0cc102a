"""监护人同意 (guardians): a paper that staff have seen; withdrawn, it frees every place to come."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now

from volunteers.eligibility import ADULT
from volunteers.errors import BirthDateUnknown, ConsentNotNeeded, ConsentStands
from volunteers.models import GuardianConsent, Volunteer
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import age_on, today
from zibo_youth.core.errors import StateChanged, explaining

from .lapses import release_lapsed_of
from .locks import lock_volunteer

RECORD = "volunteers.record_guardian"


def record_guardian_consent(
    *, actor: User, volunteer: Volunteer, guardian_name: str, guardian_mobile: str, relation: str
) -> GuardianConsent:
    """
    登记监护人同意 (record): from today to the day before the volunteer is 18.

    Raises `BirthDateUnknown`, `ConsentNotNeeded`, `ConsentStands`.
    """
    policy.require_for_another(actor, RECORD, volunteer, volunteer.person_id)
    born = volunteer.person.birth_date
    if born is None:
        raise BirthDateUnknown
    if age_on(born, today()) >= ADULT:
        raise ConsentNotNeeded
    with explaining(guardian_consent_given_once=ConsentStands), transaction.atomic():
        lock_volunteer(volunteer.pk)
        return GuardianConsent.objects.create(
            volunteer=volunteer,
            guardian_name=guardian_name.strip(),
            guardian_mobile=guardian_mobile.strip(),
            relation=relation.strip(),
            from_on=today(),
            until_on=last_day_as_minor(born),
            recorded_by=actor,
        )


def last_day_as_minor(born: date) -> date:
    """The day before the 18th birthday; for the 29th of February that is the 1st of March."""
    try:
        birthday = born.replace(year=born.year + ADULT)
    except ValueError:
        birthday = date(born.year + ADULT, 3, 1)
    return birthday - timedelta(days=1)


@transaction.atomic
def withdraw_guardian_consent(*, actor: User, consent: GuardianConsent) -> int:
    """撤回 (withdraw), as easily as given: returns how many places were freed. Raises `StateChanged`."""
    policy.require_for_another(actor, RECORD, consent, consent.volunteer.person_id)
    lock_volunteer(consent.volunteer_id)
    standing = GuardianConsent.objects.standing().filter(pk=consent.pk)
    if not standing.update(withdrawn_at=Now()):
        raise StateChanged
    consent.refresh_from_db()
    return release_lapsed_of(actor, consent.volunteer_id)
