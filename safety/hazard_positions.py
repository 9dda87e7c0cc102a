"""
拍摄位置 (positions): where and when a picture says it was taken, read before it is rebuilt without saying so.

A picture that says nothing, or nonsense, has no position: nothing here refuses a report.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from PIL import Image

# Names in the EXIF standard (CIPA DC-008): the blocks of positions and of the camera, and what they say.
GPS_BLOCK, CAMERA_BLOCK = 0x8825, 0x8769
TAKEN_AT, NORTH_OR_SOUTH, LATITUDE, EAST_OR_WEST, LONGITUDE = 0x9003, 1, 2, 3, 4
# A clock that was never set says less.
FIRST_CAMERA = 1990
SIX_PLACES = Decimal("0.000001")
EARTH = 6_371_000  # metres, the mean radius


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the earth, in degrees of WGS 84."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class Taken:
    """Where and when, as far as the picture says."""

    position: Position | None = None
    at: datetime | None = None


def read_taken(upload: UploadedFile) -> Taken:
    """What a picture says of itself; call it after the picture was accepted by ``uploads.rebuild``."""
    upload.seek(0)
    try:
        with Image.open(io.BytesIO(upload.read()), formats=("JPEG", "PNG")) as picture:
            told = picture.getexif()
            return Taken(_position_in(told.get_ifd(GPS_BLOCK)), _moment_in(told.get_ifd(CAMERA_BLOCK)))
    except Exception:  # a broken block of metadata fails in every way; it says nothing then
        return Taken()


def _position_in(told: Any) -> Position | None:
    latitude = _degrees(told.get(LATITUDE), told.get(NORTH_OR_SOUTH), "S")
    longitude = _degrees(told.get(LONGITUDE), told.get(EAST_OR_WEST), "W")
    return position_of(latitude, longitude)


def _degrees(parts: Any, half: Any, negative: str) -> Decimal | None:
    """Degrees, minutes and seconds as one number; south and west are below zero."""
    if not parts or len(parts) != 3:
        return None
    whole = sum(float(part) / 60**power for power, part in enumerate(parts))
    if not math.isfinite(whole):
        return None
    return Decimal(str(-whole if str(half).strip().upper() == negative else whole))


def position_of(latitude: object, longitude: object) -> Position | None:
    """Both numbers where they are a place on the earth; (0, 0) is what a telephone says that knows none."""
    try:
        north, east = (Decimal(str(each)).quantize(SIX_PLACES) for each in (latitude, longitude))
    except (InvalidOperation, ValueError):
        return None
    is_finite = north.is_finite() and east.is_finite()
    if not is_finite or abs(north) > 90 or abs(east) > 180 or not (north or east):
        return None
    return Position(north, east)


def _moment_in(told: Any) -> datetime | None:
    """The camera's clock, which has no zone: that of the city."""
    said = str(told.get(TAKEN_AT, "")).strip("\0 ")
    try:
        taken = timezone.make_aware(datetime.strptime(said, "%Y:%m:%d %H:%M:%S"))  # noqa: DTZ007 - made aware at once
    except ValueError:
        return None
    return taken if taken.year >= FIRST_CAMERA and taken <= timezone.now() else None


def metres_between(one: Position, other: Position) -> float:
    """The great-circle distance (haversine), as ``safety_metres`` reckons it in the database."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    half_height = (south - north) / 2
    half_width = math.radians(float(other.longitude - one.longitude)) / 2
    chord = math.sin(half_height) ** 2 + math.cos(north) * math.cos(south) * math.sin(half_width) ** 2
    return 2 * EARTH * math.asin(min(1, math.sqrt(chord)))
