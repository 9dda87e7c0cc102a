"""新人材料 (papers): a file and its row together, or neither; only while the couple writes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from events.models import CoupleDocument, CoupleMember
from events.wedding_errors import TooManyPapers
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import User
from zibo_youth.core import private_files, uploads

from .couples import CHANGE, WRITTEN, own_couple, unconfirm

FOLDER = "weddings"
UPLOADS_A_DAY = 40


def add_document(*, actor: User, member: CoupleMember, kind: str, upload: UploadedFile) -> CoupleDocument:
    """
    上传材料 (upload): checked, rebuilt, under a random name; the same file twice is kept once.

    Raises `NotWhileReviewed`, `TooManyPapers`, `TooOften` and the refusals of ``uploads.rebuild``.
    """
    policy.require(actor, CHANGE, member)
    if limits.count(f"weddings:{actor.person_id}", limits.DAY) > UPLOADS_A_DAY:
        raise TooOften
    clean = uploads.rebuild(upload)
    with private_files.kept(FOLDER, clean) as stored, transaction.atomic():
        couple = own_couple(actor, member, WRITTEN)
        there = CoupleDocument.objects.filter(couple=couple)
        same: CoupleDocument | None = there.filter(kind=kind, sha256=clean.sha256).first()
        if same is not None:
            private_files.forget(stored)
            return same
        if there.count() >= settings.EVENTS["wedding_most_papers"]:
            raise TooManyPapers(n=settings.EVENTS["wedding_most_papers"])
        made: CoupleDocument = CoupleDocument.objects.create(
            couple=couple,
            uploaded_by=actor,
            kind=kind,
            file=stored,
            original_name=clean.original_name,
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=clean.sha256,
        )
        unconfirm(couple)
    return made


@transaction.atomic
def discard_document(*, actor: User, member: CoupleMember, document: CoupleDocument) -> None:
    """删除材料 (discard) while the couple writes. Raises `NotWhileReviewed`."""
    couple = own_couple(actor, member, WRITTEN)
    stored = str(document.file.name)
    couple.documents.get(pk=document.pk).delete()
    unconfirm(couple)
    private_files.forget_after_commit([stored])


def sweep_documents(*, at: datetime | None = None) -> int:
    """清理无主文件 (sweep): remove files whose upload was cut off before the row; returns how many."""
    return private_files.sweep(FOLDER, set(CoupleDocument.objects.values_list("file", flat=True)), at=at)
