"""Photographs of hazards: hostile files refused, where and when they were taken read before they are rebuilt without."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from PIL import Image

from safety.hazard_errors import HazardNoPicture
from safety.hazard_positions import Taken, metres_between, position_of, read_taken
from safety.models import HazardReport
from safety.services.hazards import photos
from tests import hazarding
from tests.core import test_uploads as hostile
from tests.hazarding import FAR, HERE, NEAR, photo
from zibo_youth.core.calendar import now
from zibo_youth.core.file_errors import FileRefused

pytestmark = pytest.mark.django_db
KINDS = {
    "a comment": hostile.picture(comment=hostile.SCRIPT),
    "bytes behind the picture": hostile.picture() + hostile.SCRIPT,
    "metadata with a place": hostile.jpeg_with_gps(),
    "a colour profile": hostile.picture(icc_profile=b"SECRET-PROFILE"),
    "a packet of properties": hostile.picture(xmp=b"<x:xmpmeta>SECRET-PLACE</x:xmpmeta>"),
}
HIDDEN = (
    hostile.SCRIPT, b"SECRET-PLACE", b"SECRET-PROFILE", b"Exif", b"GPS", b"ICC_PROFILE", b"xmpmeta",
)  # fmt: skip
REFUSED = {
    "a GIF called JPEG": (hostile.GIF_WITH_SCRIPT, "a.jpg", "image/jpeg"),
    "an SVG": (hostile.SVG, "a.svg", "image/svg+xml"),
    "a page called JPEG": (b"<!doctype html>" + hostile.SCRIPT, "a.jpg", "image/jpeg"),
    "a bomb": (hostile.png_of(12_000, 12_000), "a.png", "image/png"),
    "a cut picture": (hostile.picture(size=(400, 300))[:400], "a.jpg", "image/jpeg"),
    "a picture that moves": (hostile.ANIMATED.getvalue(), "a.png", "image/png"),
}


def stored(hazard):
    with storages["private"].open(hazard.photo.name) as file:
        return file.read()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_control_each_hostile_picture_carries_what_is_looked_for(kind):
    assert any(hidden in KINDS[kind] for hidden in HIDDEN)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_stored_holds_the_picture_alone(kind):
    content = stored(hazarding.report(photo=hostile.upload(KINDS[kind])))
    assert not any(hidden in content for hidden in HIDDEN)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_after_photo_is_rebuilt_as_the_first_one_is(kind):
    plant = hazarding.Plant()
    content = stored(hazarding.claim(plant.mending(), plant.safety, photo=hostile.upload(KINDS[kind])))
    assert not any(hidden in content for hidden in HIDDEN)


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_a_hostile_after_photo_is_refused_and_nothing_is_claimed(kind):
    plant = hazarding.Plant()
    hazard = plant.mending()
    with pytest.raises(FileRefused):
        hazarding.claim(hazard, plant.safety, photo=hostile.upload(*REFUSED[kind]))
    assert not hazard.fixes.exists()


def test_a_profile_and_texts_of_a_png_stay_outside():
    content = stored(
        hazarding.report(photo=hostile.upload(hostile.png_with_text_and_profile(), "a.png", "image/png"))
    )
    assert b"iCCP" not in content
    assert b"tEXt" not in content


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_a_hostile_file_is_refused_and_nothing_is_written(kind):
    with pytest.raises(FileRefused):
        hazarding.report(photo=hostile.upload(*REFUSED[kind]))
    assert not HazardReport.objects.exists()


def test_a_paper_is_no_picture_of_a_place():
    with pytest.raises(HazardNoPicture):
        hazarding.report(photo=hostile.upload(hostile.pdf(), "a.pdf", "application/pdf"))


def test_place_and_time_are_read_before():
    taken = (now() - timedelta(hours=2)).replace(microsecond=0)
    hazard = hazarding.report(photo=photo(HERE, timezone.localtime(taken)))
    assert (hazard.latitude, hazard.longitude) == (Decimal("36.900000"), Decimal("118.050000"))
    assert hazard.photo_taken_at == taken


@pytest.mark.parametrize("at", [("-33.868800", "151.209300"), ("40.712800", "-74.006000")])
def test_south_and_west_are_below_zero(at):
    place = position_of(*at)
    assert read_taken(photo(place)).position == place


def test_a_time_to_come_and_nonsense_say_nothing():
    assert read_taken(photo(taken=now() + timedelta(days=2))).at is None
    assert position_of("91", "0") is None
    assert position_of("nan", "1") is None
    assert position_of("0", "0") is None
    assert read_taken(hostile.upload(hostile.SVG)) == Taken()


def test_a_large_one_is_made_smaller():
    content = stored(hazarding.report(photo=photo(size=(4000, 3000))))
    assert max(Image.open(io.BytesIO(content)).size) == photos.LONGEST_SIDE


def test_metres_in_the_portal_are_metres_in_the_database():
    for other in (NEAR, FAR):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT safety_metres(%s, %s, %s, %s)",
                [HERE.latitude, HERE.longitude, other.latitude, other.longitude],
            )
            assert cursor.fetchone()[0] == round(metres_between(HERE, other))


def test_a_file_without_a_row_is_swept():
    hazard = hazarding.report()
    storages["private"].save("hazards/lost.jpg", io.BytesIO(b"x"))
    assert photos.sweep_hazard_photos(at=now() + timedelta(hours=2)) == 1
    assert stored(hazard)
