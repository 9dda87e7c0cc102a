"""Writes of evidence: a file and its row together, or neither (INV-9)."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from stations.errors import EvidenceInUse
from stations.models import Evidence
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import Person, User
from zibo_youth.core import private_files, uploads

from .pool import lock_person

FOLDER = "evidence"
UPLOADS_A_DAY = 40


def upload_evidence(*, actor: User, person: Person, kind: str, upload: UploadedFile) -> Evidence:
    """
    上传证明材料 (keep a piece of evidence): checked, rebuilt, under a random name.

    The file is written before the row, so no row ever names a missing file; when
    the row fails, the file goes with it. The same content twice (a double click) is
    kept once. Raises `TooOften` and the refusals of ``uploads.rebuild``.
    """
    policy.require(actor, "stations.upload_evidence", person)
    if limits.count(f"evidence:{person.pk}", limits.DAY) > UPLOADS_A_DAY:
        raise TooOften
    clean = uploads.rebuild(upload)
    same: Evidence | None = Evidence.objects.filter(person=person, sha256=clean.sha256).first()
    if same is not None:
        return same
    with private_files.kept(FOLDER, clean) as stored, transaction.atomic():
        lock_person(person.pk)
        return Evidence.objects.create(
            person=person,
            uploaded_by=actor,
            kind=kind,
            file=stored,
            original_name=clean.original_name,
            content_type=clean.content_type,
            size=len(clean.content),
            sha256=clean.sha256,
        )


@transaction.atomic
def discard_evidence(*, actor: User, evidence: Evidence) -> None:
    """
    删除证明材料 (discard): the owner takes back a file that no stay was handed in with.

    Raises `EvidenceInUse`.
    """
    policy.require(actor, "stations.upload_evidence", evidence.person)
    if evidence.stays.exclude(state="draft").exists() or evidence.placements.exists():
        raise EvidenceInUse
    stored = str(evidence.file.name)
    evidence.delete()
    private_files.forget_after_commit([stored])


def sweep_evidence(*, at: datetime | None = None) -> int:
    """清理无主文件 (sweep): remove files whose upload was cut off before the row; returns how many."""
    return private_files.sweep(FOLDER, set(Evidence.objects.values_list("file", flat=True)), at=at)
