"""收回照片 (withdrawing): "nobody is on it" was a mistake, and the enterprise sees the picture no longer."""

from __future__ import annotations

from django.db import transaction

from safety.hazard_errors import HazardPhotoWithheld, HazardReasonMissing
from safety.hazard_querysets import PHOTO_WITHDRAWN
from safety.models import HazardReport
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User

from .moves import Party, lock_hazard, write_down
from .reviewing import REVIEW


@transaction.atomic
def withdraw_photo(*, actor: User, hazard: HazardReport, reason: str) -> HazardReport:
    """
    收回照片 (withdraw), in whatever state the report is; from the next request on it is withheld as before.

    The reports that go on from this one, or from which it goes on, show the same picture: they follow. What
    was on it stands in the offices' own note, and an enterprise reads that it is shown no longer. Raises
    `NotAllowed`, `HazardReasonMissing`, `HazardPhotoWithheld`.
    """
    line = _locked_line(hazard.pk)
    held = next(each for each in line if each.pk == hazard.pk)
    policy.require(actor, REVIEW, held)
    if not reason.strip():
        raise HazardReasonMissing
    if not held.photo_is_clear:
        raise HazardPhotoWithheld
    for each in line:
        if HazardReport.objects.filter(pk=each.pk, photo_is_clear=True).update(photo_is_clear=False):
            said = {"before": each.state, "reason": PHOTO_WITHDRAWN, "office_note": reason}
            write_down(actor, each, each.state, party=Party.OFFICE, **said)
    held.refresh_from_db()
    return held


def _locked_line(number: int) -> list[HazardReport]:
    """
    Every report of one picture, the first before those that go on from it.

    Each is locked before the next is looked for: one that begins in this instant either has copied what its
    lock showed, and is found, or copies what stands afterwards.
    """
    while before := HazardReport.objects.filter(pk=number).values_list("continues_id", flat=True).get():
        number = before
    line = [lock_hazard(number)]
    while after := HazardReport.objects.filter(continues=line[-1]).values_list("pk", flat=True).first():
        line.append(lock_hazard(after))
    return line
