"""整改 (mending): begun, and claimed as done with a picture of the same place taken afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from safety.hazard_errors import (
    HazardFixBefore,
    HazardFixElsewhere,
    HazardReasonMissing,
    HazardSamePicture,
)
from safety.models import HazardFix, HazardReport
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import private_files
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed, explaining

from .moves import Party, State, lock_hazard, move, require_state
from .photos import FOLDER, Picture, take
from .telling import officers, owe_news, tell

RECTIFY = "safety.rectify_hazard"


@dataclass(frozen=True, slots=True)
class Claim:
    """What was done, and how it looks now."""

    words: str
    photo: UploadedFile | None


def may_mend(actor: User, hazard: HazardReport) -> bool:
    """The enterprise's safety officers, and whoever is responsible for it by name."""
    is_named = actor.person_id is not None and actor.person_id == hazard.assigned_to_id
    return policy.may(actor, RECTIFY, hazard) or (is_named and actor.may_hold_offices)


def _require_mender(actor: User, hazard: HazardReport) -> None:
    if not may_mend(actor, hazard):
        raise NotAllowed


@transaction.atomic
def begin_mending(*, actor: User, hazard: HazardReport) -> HazardReport:
    """开始整改 (begin). Raises `HazardMoved`."""
    held = lock_hazard(hazard.pk)
    _require_mender(actor, held)
    return move(actor, held, State.RECTIFYING, party=_party(actor, held))


def _party(actor: User, hazard: HazardReport) -> str:
    return Party.ENTERPRISE if policy.may(actor, RECTIFY, hazard) else Party.OFFICE


def claim_fix(*, actor: User, hazard: HazardReport, claim: Claim) -> HazardFix:
    """
    填报整改 (claim): the after-photo, measured by the database against the first; both sides are asked.

    Raises `HazardReasonMissing`, `HazardPhotoMissing`, `HazardNoPicture`, `HazardFixElsewhere`,
    `HazardFixBefore`, `HazardSamePicture`, `HazardMoved` and the refusals of ``uploads.rebuild``.
    """
    _require_mender(actor, hazard)
    if not claim.words.strip():
        raise HazardReasonMissing
    picture = take(claim.photo)
    metres = settings.SAFETY["hazard_fix_metres"]
    explained = explaining(
        hazard_fix_at_the_same_place=HazardFixElsewhere(metres=metres),
        hazard_fix_photo_is_taken_afterwards=HazardFixBefore,
        hazard_fix_is_another_picture=HazardSamePicture,
    )
    with private_files.kept(FOLDER, picture.clean) as stored, explained, transaction.atomic():
        held = lock_hazard(hazard.pk)
        _require_mender(actor, held)
        require_state(held, State.RECTIFYING)
        made = _claimed(actor, held, claim, picture, stored)
        moved = move(actor, held, State.FIX_CLAIMED, party=_party(actor, held), note=made.words, fix=made)
        tell("hazard_claimed", officers(moved), moved, dedup=str(made.number))
        owe_news(moved)
    return made


def _claimed(actor: User, held: HazardReport, claim: Claim, picture: Picture, stored: str) -> HazardFix:
    made: HazardFix = HazardFix.objects.create(
        hazard=held,
        number=held.fixes.count() + 1,
        words=claim.words.strip(),
        claimed_by=actor,
        answer_by=now() + timedelta(days=settings.SAFETY["hazard_confirm_days"]),
        most_m=settings.SAFETY["hazard_fix_metres"],
        **picture.columns(stored),
    )
    made.refresh_from_db()
    return made
