"""申请材料 (papers): a file and its row together, or neither; only while the part is open."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from loans.application_errors import TooManyDocuments
from loans.models import LoanApplication, LoanDocument
from loans.models.application_moves import APPLY
from loans.models.application_words import Part
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import User
from zibo_youth.core import private_files, uploads

from .drafts import open_part

FOLDER = "loans"
UPLOADS_A_DAY = 40


def add_document(
    *, actor: User, application: LoanApplication, kind: str, upload: UploadedFile
) -> LoanDocument:
    """
    上传材料 (upload): checked, rebuilt, under a random name; the same file twice is kept once.

    Raises `PartClosed`, `TooManyDocuments`, `TooOften` and the refusals of ``uploads.rebuild``.
    """
    policy.require(actor, APPLY, application)
    if limits.count(f"loans:{actor.person_id}", limits.DAY) > UPLOADS_A_DAY:
        raise TooOften
    clean = uploads.rebuild(upload)
    with private_files.kept(FOLDER, clean) as stored, transaction.atomic():
        locked = open_part(actor, application, Part.DOCUMENTS)
        there = LoanDocument.objects.filter(application=locked)
        same: LoanDocument | None = there.filter(kind=kind, sha256=clean.sha256).first()
        if same is not None:
            private_files.forget(stored)
            return same
        if there.count() >= settings.LOANS["most_documents"]:
            raise TooManyDocuments(n=settings.LOANS["most_documents"])
        return LoanDocument.objects.create(
            application=locked,
            uploaded_by=actor,
            kind=kind,
            file=stored,
            original_name=clean.original_name,
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=clean.sha256,
        )


@transaction.atomic
def discard_document(*, actor: User, document: LoanDocument) -> None:
    """删除材料 (discard) while the part is open. Raises `PartClosed`."""
    open_part(actor, document.application, Part.DOCUMENTS)
    stored = str(document.file.name)
    document.delete()
    private_files.forget_after_commit([stored])


def sweep_documents(*, at: datetime | None = None) -> int:
    """清理无主文件 (sweep): remove files whose upload was cut off before the row; returns how many."""
    return private_files.sweep(FOLDER, set(LoanDocument.objects.values_list("file", flat=True)), at=at)
