"""
儿童材料 (files): pictures and papers, whose bytes lie on the disk as ciphertext only.

Built anew, sealed for their own row, and opened like a record: one row of access for each look.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hope_rooms.data_classes import DataClass, Purpose
from hope_rooms.errors import FileNotThere, PeopleNotRuledOut, PhotosNotAgreed
from hope_rooms.models import Child, ChildFile
from hope_rooms.models.consent import ConsentPurpose
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import crypto, uploads
from zibo_youth.core.private_files import kept_file, private_storage

from .children import CHANGE
from .consents import agreed
from .guard import Look, opened

FOLDER = "children"
SEALED = ".sealed"
Kind = ChildFile.Kind
# Kept and shown only while the guardian agrees to pictures of the room.
PHOTOS = frozenset({Kind.ROOM.value})
# On these nobody may be seen: whoever uploads one confirms it.
WITHOUT_PEOPLE = frozenset({Kind.ROOM.value, Kind.SURVEY.value})


@dataclass(frozen=True, slots=True)
class Upload:
    """What is handed in: the file, what it is, and that whoever uploads has seen nobody on it."""

    file: UploadedFile
    kind: str
    without_people: bool = False
    data_class: DataClass = DataClass.HOME


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A file as it was read at one look."""

    content: bytes
    content_type: str
    kind: str


@transaction.atomic
def add_file(*, actor: User, child: Child, upload: Upload, purpose: Purpose) -> ChildFile:
    """
    上传材料 (upload); one row of access, of writing.

    Raises `PeopleNotRuledOut`, `PhotosNotAgreed`, a refusal of `core.uploads`, `AccessRefused`,
    `GuardianHasNotAgreed`.
    """
    policy.require(actor, CHANGE, child)
    if upload.kind in WITHOUT_PEOPLE and not upload.without_people:
        raise PeopleNotRuledOut
    _require_photos(child, upload.kind)
    clean = uploads.rebuild(upload.file)
    stored = ChildFile(
        child=child,
        kind=upload.kind,
        data_class=upload.data_class,
        content_type=clean.content_type,
        added_by=actor,
    )
    sealed = ContentFile(crypto.seal_bytes(clean.content, context=stored.context))
    look = Look(purpose, upload.data_class, is_writing=True)
    with kept_file(FOLDER, sealed, SEALED) as name, opened(actor, child, look):
        stored.file.name = name
        stored.save(force_insert=True)
    return stored


def list_files(
    *, actor: Actor, child: Child, purpose: Purpose, data_class: DataClass = DataClass.HOME
) -> list[ChildFile]:
    """材料目录 (list) up to this class; it is a look as well. Raises what `guard.opened` raises."""
    with opened(actor, child, Look(purpose, data_class)):
        files = ChildFile.objects.filter(child=child, data_class__lte=data_class)
        return list(files if _shows_photos(child) else files.exclude(kind__in=PHOTOS))


def read_file(
    *,
    actor: Actor,
    child: Child,
    public_id: uuid.UUID,
    purpose: Purpose,
    data_class: DataClass = DataClass.HOME,
) -> Opened:
    """
    查阅材料 (read) one file at one look.

    Raises `AccessRefused`, `GuardianHasNotAgreed`, `FileNotThere`, `PhotosNotAgreed`.
    """
    with opened(actor, child, Look(purpose, data_class)):
        # Of the look's own class, even where a higher one lies open in the same transaction.
        found = ChildFile.objects.filter(child=child, public_id=public_id, data_class__lte=data_class).first()
        if found is None:
            raise FileNotThere
        _require_photos(child, found.kind)
        return Opened(content_of(found), found.content_type, found.kind)


def content_of(file: ChildFile) -> bytes:
    """The bytes in plain; the caller has opened the record, which alone shows the row."""
    with private_storage().open(str(file.file), "rb") as stored:
        content: bytes = crypto.unseal_bytes(stored.read(), context=file.context)
    return content


def _shows_photos(child: Child) -> bool:
    return agreed(child, ConsentPurpose.PHOTOS)


def _require_photos(child: Child, kind: str) -> None:
    if kind in PHOTOS and not _shows_photos(child):
        raise PhotosNotAgreed
