"""
查看上报人 (opening the seal): by city staff, one report at a time, after the reason was written down.

The database writes the row of opening and looks at the office itself; the name is in no list and no history.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.views.decorators.debug import sensitive_variables

from safety.hazard_errors import HazardReasonMissing, ReporterGone, SealStays
from safety.hazard_sight import unsealed
from safety.models import HazardReport, HazardReporter
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User

from .telling import OPEN

OPEN_SEAL = "safety.open_hazard_reporter"


@sensitive_variables()
@transaction.atomic
def open_reporter(*, actor: User, hazard: HazardReport, reason: str) -> Person:
    """
    查看上报人 (open), once for this look. Raises `HazardReasonMissing`, `SealStays`, `ReporterGone`.
    """
    policy.require(actor, OPEN_SEAL, hazard)
    if not reason.strip():
        raise HazardReasonMissing
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [actor.pk, bool(actor.may_hold_offices), hazard.pk, reason.strip()[:200]])
        if cursor.fetchone()[0] is None:
            raise SealStays
    row = HazardReporter.objects.filter(hazard=hazard, part=HazardReporter.Part.FIRST).first()
    if row is None:
        raise ReporterGone
    return Person.objects.get(pk=unsealed(row))
