"""照片 (photos): rebuilt without metadata and made smaller; where and when they were taken is read before."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from safety.hazard_errors import HazardNoPicture, HazardPhotoMissing
from safety.hazard_positions import Position, read_taken
from safety.models import HazardFix, HazardReport
from zibo_youth.core import private_files, uploads
from zibo_youth.core.uploads import JPEG, PDF, CleanFile

FOLDER = "hazards"
LONGEST_SIDE = 2048  # pixels (reference/loans_safety.md §6.1, photo care)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it will be kept, and what the original said of its place and time."""

    clean: CleanFile
    position: Position | None
    taken_at: datetime | None

    def columns(self, stored: str) -> dict[str, Any]:
        """What the row says of it."""
        place = self.position
        return {
            "photo": stored,
            "photo_type": self.clean.content_type,
            "photo_digest": self.clean.sha256,
            "photo_taken_at": self.taken_at,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
        }


def take(photo: UploadedFile | None) -> Picture:
    """
    The picture rebuilt, and its own position.

    Raises `HazardPhotoMissing`, `HazardNoPicture` and the refusals of ``uploads.rebuild``.
    """
    if photo is None:
        raise HazardPhotoMissing
    clean = uploads.rebuild(photo)
    if clean.content_type == PDF:
        raise HazardNoPicture
    taken = read_taken(photo)
    return Picture(_smaller(clean), taken.position, taken.at)


def _smaller(clean: CleanFile) -> CleanFile:
    with Image.open(io.BytesIO(clean.content), formats=("JPEG", "PNG")) as picture:
        if max(picture.size) <= LONGEST_SIDE:
            return clean
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        if clean.content_type == JPEG:
            picture.save(out, "JPEG", quality=88)
        else:
            picture.save(out, "PNG")
    return CleanFile(out.getvalue(), clean.content_type, clean.original_name)


def sweep_hazard_photos(*, at: datetime | None = None) -> int:
    """清理无主照片 (sweep): files whose upload was cut off before the row; returns how many."""
    named: set[str] = set()
    for model in (HazardReport, HazardFix):
        named |= set(model.objects.exclude(photo="").values_list("photo", flat=True))
    return private_files.sweep(FOLDER, named, at=at)
