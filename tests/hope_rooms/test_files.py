"""Pictures and papers of a child: ciphertext on the disk, one row of access for each look."""

import io
import uuid

import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from hope_rooms.data_classes import DataClass, Purpose
from hope_rooms.errors import (
    AccessRefused,
    FileNotThere,
    GuardianHasNotAgreed,
    PeopleNotRuledOut,
    PhotosNotAgreed,
)
from hope_rooms.models import Access, AccessAttempt, ChildFile
from hope_rooms.services import files, guard
from hope_rooms.services.consents import withdraw_consent
from tests import hoping
from zibo_youth.core import crypto
from zibo_youth.core.errors import NotAllowed

SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"JFIF", b"IHDR", b"%PDF")


def picture(kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, kind)
    suffix, declared = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}[kind]
    return SimpleUploadedFile(f"x.{suffix}", out.getvalue(), declared)


@pytest.fixture
def child(city):
    made = hoping.nominated(city).child
    hoping.agree(city, made, "photos")
    return made


def add(city, child, kind="room", **other):
    upload = files.Upload(picture(other.pop("format", "JPEG")), kind, without_people=True, **other)
    return files.add_file(actor=city.officer, child=child, upload=upload, purpose=Purpose.CARE)


def look(actor, stored, **other):
    asked = {"purpose": Purpose.CARE} | other
    return files.read_file(actor=actor, child=stored.child, public_id=stored.public_id, **asked)


def on_the_disk(stored):
    with storages["private"].open(stored.file.name, "rb") as lying:
        return lying.read()


def stored_names():
    storage = storages["private"]
    return storage.listdir(files.FOLDER)[1] if storage.exists(files.FOLDER) else []


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_bytes_on_the_disk_are_no_picture(city, child, form):
    stored = add(city, child, format=form)

    lying = on_the_disk(stored)
    assert not any(mark in lying for mark in SIGNATURES)
    assert Image.open(io.BytesIO(look(city.officer, stored).content)).size == (40, 30)


@pytest.mark.control
def test_the_signatures_would_be_found_in_an_open_file(city, child):
    assert any(mark in look(city.officer, add(city, child)).content for mark in SIGNATURES)


def test_a_ciphertext_that_was_moved_to_another_row_does_not_open(city, child):
    first, second = add(city, child), add(city, child)
    with guard.opened(city.officer, child, guard.Look(Purpose.CARE, DataClass.HOME, is_writing=True)):
        ChildFile.objects.filter(pk=second.pk).update(file=first.file.name)

    with pytest.raises(InvalidTag):
        look(city.officer, second)


def test_changed_bytes_do_not_open():
    sealed = crypto.seal_bytes(b"x:y:z", context="here")

    assert crypto.unseal_bytes(sealed, context="here") == b"x:y:z"
    with pytest.raises(InvalidTag):
        crypto.unseal_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]), context="here")


def test_so_many_looks_are_so_many_rows(city, child):
    stored = add(city, child)
    before = Access.objects.count()

    for _ in range(5):
        look(city.officer, stored)

    assert Access.objects.count() == before + 5


@pytest.mark.django_db(transaction=True)
def test_without_a_look_no_file_is_there(city, child):
    add(city, child)
    with transaction.atomic():
        assert not ChildFile.objects.exists()


def test_who_has_no_right_is_refused_and_remembered(city, child):
    stored = add(city, child)

    with pytest.raises(AccessRefused):
        look(city.foreign_officer, stored)

    assert AccessAttempt.objects.filter(child=child, user=city.foreign_officer).count() == 1
    with pytest.raises(NotAllowed):
        files.add_file(
            actor=city.foreign_officer,
            child=child,
            upload=files.Upload(picture(), "paper"),
            purpose=Purpose.CARE,
        )


def test_withdrawn_photos_are_hidden_the_same_moment_and_papers_stay(city, child):
    photo, paper = add(city, child), add(city, child, "paper")
    assert len(files.list_files(actor=city.officer, child=child, purpose=Purpose.CARE)) == 2

    withdraw_consent(actor=city.officer, child=child, purpose="photos")

    with pytest.raises(PhotosNotAgreed):
        look(city.officer, photo)
    assert files.list_files(actor=city.officer, child=child, purpose=Purpose.CARE) == [paper]
    with pytest.raises(PhotosNotAgreed):
        add(city, child)


def test_withdrawn_care_closes_every_file(city, child):
    paper = add(city, child, "paper")
    withdraw_consent(actor=city.officer, child=child, purpose="care")

    with pytest.raises(GuardianHasNotAgreed):
        look(city.officer, paper)


def test_a_picture_is_taken_only_when_nobody_is_said_to_be_on_it(city, child):
    upload = files.Upload(picture(), "survey")

    with pytest.raises(PeopleNotRuledOut):
        files.add_file(actor=city.officer, child=child, upload=upload, purpose=Purpose.SURVEY)


def test_a_secret_paper_is_not_seen_at_a_lower_look(city, child):
    with guard.opened(city.lead, child, guard.Look(Purpose.SAFEGUARDING, DataClass.SECRET, is_writing=True)):
        stored = ChildFile.objects.create(
            child=child, kind="paper", data_class=4, file="x", content_type="image/png", added_by=city.lead
        )

    with pytest.raises(FileNotThere):
        look(city.lead, stored, purpose=Purpose.SAFEGUARDING)


def test_a_file_of_another_child_or_of_none_is_not_found(city, child):
    stored = add(city, child)
    other = hoping.nominated(city).child

    for number, whose in ((stored.public_id, other), (uuid.uuid4(), child)):
        with pytest.raises(FileNotThere):
            files.read_file(actor=city.officer, child=whose, public_id=number, purpose=Purpose.CARE)


def test_when_the_row_fails_no_ciphertext_is_left(city, child, monkeypatch):
    def breaks(*_args, **_kwargs):
        raise DatabaseError

    monkeypatch.setattr(ChildFile, "save", breaks)
    before = stored_names()

    with pytest.raises(DatabaseError):
        add(city, child)

    assert stored_names() == before
