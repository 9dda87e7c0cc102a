"""Evidence: a file and its row come together or not at all, and go out only to those who may see them."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from stations import services
from stations.errors import EvidenceInUse
from stations.models import Evidence
from tests import people
from tests.people import signed_in
from tests.stations import places
from zibo_youth.accounts.errors import TooOften
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.file_errors import FileRefused

pytestmark = pytest.mark.django_db


def stored(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_under_a_random_name_with_its_digest(guest, private_files):
    file = places.evidence(guest)

    (path,) = stored(private_files)
    assert path.suffix == ".jpg"
    assert "notice" not in path.name
    assert file.original_name == "notice.jpg"
    assert file.size == path.stat().st_size


def test_a_refused_file_leaves_neither_row_nor_file(guest, private_files):
    bad = SimpleUploadedFile("a.jpg", b"<script>", "image/jpeg")

    with pytest.raises(FileRefused):
        services.upload_evidence(actor=guest, person=guest.person, kind="diploma", upload=bad)

    assert not Evidence.objects.exists()
    assert not stored(private_files)


def test_when_the_row_fails_the_file_goes_with_it(guest, private_files, monkeypatch):
    def fail(**_fields):
        raise IntegrityError("the row does not come to be")

    monkeypatch.setattr(Evidence.objects, "create", fail)

    with pytest.raises(IntegrityError):
        places.evidence(guest)

    assert not stored(private_files)


def test_the_same_content_twice_is_kept_once(guest, private_files):
    assert places.evidence(guest) == places.evidence(guest)
    assert len(stored(private_files)) == 1


def test_nobody_uploads_for_another_person(guest):
    stranger = people.applicant("林小满")

    with pytest.raises(NotAllowed):
        services.upload_evidence(actor=stranger, person=guest.person, kind="diploma", upload=places.picture())


def test_uploads_of_a_day_are_limited(guest, monkeypatch):
    monkeypatch.setattr("stations.services.evidence.UPLOADS_A_DAY", 2)
    places.evidence(guest, "red")
    places.evidence(guest, "green")

    with pytest.raises(TooOften):
        places.evidence(guest, "blue")


def test_a_discarded_file_is_gone_and_one_handed_in_stays(
    guest, private_files, django_capture_on_commit_callbacks
):
    file = places.evidence(guest, "red")
    with django_capture_on_commit_callbacks(execute=True):
        services.discard_evidence(actor=guest, evidence=file)
    assert not stored(private_files)

    stay = places.submitted(guest, places.station())
    with pytest.raises(EvidenceInUse):
        services.discard_evidence(actor=guest, evidence=stay.evidence.get())
    assert len(stored(private_files)) == 1


def test_a_file_cut_off_before_its_row_is_swept_and_nothing_else(guest, private_files):
    kept = places.evidence(guest)
    young, old = (
        storages["private"].save(f"evidence/{name}.jpg", places.picture()) for name in ("young", "old")
    )
    hours_ago = time.time() - timedelta(hours=2).total_seconds()
    for name in (old, kept.file.name):
        os.utime(private_files / name, (hours_ago, hours_ago))

    assert services.sweep_evidence() == 1

    assert {path.name for path in stored(private_files)} == {
        os.path.basename(young),
        os.path.basename(kept.file.name),
    }


# --- giving it out ------------------------------------------------------------------------------------


def test_the_owner_gets_the_file_as_an_attachment_of_fixed_type(guest):
    answer = signed_in(guest).get(places.evidence(guest).get_absolute_url())

    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'attachment; filename="notice.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_behind_nginx_only_the_address_goes_out(guest, settings):
    settings.X_ACCEL_PREFIX = "/protected-media/"
    file = places.evidence(guest)

    answer = signed_in(guest).get(file.get_absolute_url())

    assert answer["X-Accel-Redirect"] == f"/protected-media/{file.file.name}"
    assert answer.content == b""
    assert answer["Content-Type"] == "image/jpeg"


def test_staff_see_what_was_handed_in_at_their_own_station_only(guest):
    here, there = places.station("zd-01"), places.station("ht-01", of="huantai")
    address = places.submitted(guest, here).evidence.get().get_absolute_url()

    assert signed_in(people.operator(here.operator)).get(address).status_code == 200
    assert signed_in(people.officer("zhangdian")).get(address).status_code == 200
    assert signed_in(people.operator(there.operator)).get(address).status_code == 404
    assert signed_in(people.officer("huantai")).get(address).status_code == 404


def test_strangers_get_nothing(guest):
    file = places.evidence(guest)

    assert signed_in(people.applicant("林小满")).get(file.get_absolute_url()).status_code == 404
    assert signed_in(people.officer("zhangdian")).get(file.get_absolute_url()).status_code == 404
    assert Client().get(file.get_absolute_url()).status_code == 302
    unknown = reverse("evidence", args=["00000000-0000-4000-8000-000000000000"])
    assert signed_in(guest).get(unknown).status_code == 404


def test_a_file_gone_from_the_disk_is_not_found_and_no_fault(guest, private_files):
    file = places.evidence(guest)
    (private_files / file.file.name).unlink()

    assert signed_in(guest).get(file.get_absolute_url()).status_code == 404
