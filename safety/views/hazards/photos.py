"""照片 (photos), as files that no cache keeps: to the offices; to the enterprise when nobody is on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from safety.models import HazardReport
from safety.services.hazards.reviewing import REVIEW
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core import private_files

VIEW, MIRROR = "safety.view_hazardreport", "safety.mirror_hazard"


def photo_answer(row: Any) -> HttpResponseBase:
    """The picture of a report or a repair; one that is gone is not found."""
    if row is None or not row.photo:
        raise Http404
    suffix = str(row.photo.name).rpartition(".")[2]
    return private_files.download(
        str(row.photo.name),
        filename=f"photo.{suffix}",
        content_type=row.photo_type,
        cache="no-store, private",
    )


def sees_first_photo(user: User, hazard: HazardReport) -> bool:
    """Offices always; the enterprise when whoever accepted it found nobody on it."""
    is_office = policy.may(user, REVIEW, hazard) or policy.may(user, MIRROR, hazard)
    return is_office or hazard.photo_is_clear


@needs_office(VIEW)
@require_safe
def photo(request: SignedInRequest, public_id: UUID, shot: int) -> HttpResponseBase:
    """照片: the report's at 0, those of the repairs by their number."""
    rows = HazardReport.objects.managed_by(request.user).whole()
    hazard: HazardReport = get_object_or_404(rows, public_id=public_id)
    if shot:
        return photo_answer(hazard.fixes.filter(number=shot).first())
    if not sees_first_photo(request.user, hazard):
        raise Http404
    return photo_answer(hazard)
