"""
私有文件 (private files): kept under random names, and given out by views that have asked who may.

A row never names a missing file, and a file that no row names is swept: the
file is written before its row, and goes when the row fails.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from .uploads import CleanFile

R = TypeVar("R", bound=HttpResponseBase)

# A file without a row is younger than this only while its upload is still running.
SETTLED_AFTER = timedelta(hours=1)


def private_storage() -> Storage:
    """Where private files lie; a file field names this function, so that migrations hold no place."""
    return storages["private"]


def kept(folder: str, clean: CleanFile) -> AbstractContextManager[str]:
    """Store a rebuilt file for the row that the block writes; when the row fails, the file goes with it."""
    return kept_file(folder, ContentFile(clean.content), clean.extension)


@contextmanager
def kept_file(folder: str, file: File, extension: str) -> Iterator[str]:
    """The same of a file that the house has written itself, however long it is."""
    name = storages["private"].save(f"{folder}/{uuid4().hex}{extension}", file)
    try:
        yield name
    except BaseException:
        forget(name)
        raise


def forget(name: str) -> None:
    """Remove a stored file; call it after the row is gone for good (``on_commit``)."""
    storages["private"].delete(name)


def forget_after_commit(names: Iterable[str]) -> None:
    """Remove files once their rows are gone for good; one that is left behind is swept."""
    gone = list(names)

    def forget_all() -> None:
        for name in gone:
            forget(name)

    transaction.on_commit(forget_all)


def strays(
    folder: str, known: Container[str], *, alias: str = "private", at: datetime | None = None
) -> list[str]:
    """Stored files that no row names, older than any upload that may still be running."""
    storage = storages[alias]
    if not storage.exists(folder):
        return []
    before = (at or timezone.now()) - SETTLED_AFTER
    names = (f"{folder}/{name}" for name in storage.listdir(folder)[1])
    return [name for name in names if name not in known and storage.get_modified_time(name) < before]


def sweep(folder: str, known: Container[str], *, at: datetime | None = None) -> int:
    """清理无主文件 (sweep): remove files whose upload was cut off before the row; returns how many."""
    lost = strays(folder, known, at=at)
    for name in lost:
        forget(name)
    return len(lost)


def download(stored: str, *, filename: str, content_type: str, cache: str) -> HttpResponseBase:
    """
    The file as an attachment of fixed type. Behind nginx only its address is sent.

    Whoever calls this has asked already whether the reader may have it.
    """
    response: HttpResponseBase
    if settings.X_ACCEL_PREFIX:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{settings.X_ACCEL_PREFIX.rstrip('/')}/{stored}"
    else:
        response = FileResponse(_opened(stored))
    return as_attachment(response, filename=filename, content_type=content_type, cache=cache)


def as_attachment(response: R, *, filename: str, content_type: str, cache: str) -> R:
    """Saved under this name, and taken by no browser for anything else than it is."""
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = cache
    return response


def _opened(stored: str) -> File:
    """One that is gone (a restored backup, a broken disk) is told as not found."""
    try:
        return storages["private"].open(stored)
    except FileNotFoundError as gone:
        raise Http404 from gone
