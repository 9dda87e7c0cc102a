"""
上传文件的核验与重建 (uploads): what comes in is never what is kept.

A picture is rebuilt from its pixels, a PDF is read and written anew, so that
positions, comments, profiles and trailing bytes stay outside. Names, extensions
and declared types are claims: all three must agree with the bytes
(reference/security.md R48, M19).
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pikepdf
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from .file_errors import (
    FileDamaged,
    FileRefused,
    FileTooBig,
    FileTypesDisagree,
    PdfActive,
    PdfLocked,
    PdfTooLong,
    PictureMoves,
    PictureTooLarge,
)

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_PAGES = 50
MAX_PDF_OBJECTS = 20_000
MAX_NAME = 100

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
EXTENSIONS = {".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".pdf": PDF}
SIGNATURES = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"%PDF-": PDF}
# What browsers of phones say instead of the registered type.
SPELLINGS = {"image/jpg": JPEG, "image/pjpeg": JPEG, "image/x-png": PNG, "application/x-pdf": PDF}
STORED_AS = {JPEG: ".jpg", PNG: ".png", PDF: ".pdf"}

# Keys and action names by which a PDF does something instead of showing something.
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
        "/Rendition",
        "/RichMediaExecute",
    }
)


@dataclass(frozen=True)
class CleanFile:
    """A rebuilt file: bytes of our own making, and a name that is safe to show."""

    content: bytes
    content_type: str
    original_name: str

    @property
    def extension(self) -> str:
        return STORED_AS[self.content_type]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def rebuild(upload: UploadedFile) -> CleanFile:
    """
    The file built anew, or a refusal that says what to do.

    Raises `FileRefused`, most often one of its subclasses.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise FileTooBig
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    name = display_name(upload.name or "")
    kind = agreed_type(name, upload.content_type or "", content)
    clean = _pdf(content) if kind == PDF else _picture(content, kind)
    return CleanFile(clean, kind, name)


def display_name(raw: str) -> str:
    """The last part of a path without control or direction characters; the extension survives the cut."""
    visible = "".join(sign for sign in raw if unicodedata.category(sign)[0] != "C")
    last = re.sub(r"[\"'<>|:*?]", "", re.split(r"[/\\]", visible)[-1]).strip(" .")
    path = PurePosixPath(last or "file")
    return path.stem[: MAX_NAME - len(path.suffix[:10])] + path.suffix[:10]


def agreed_type(name: str, declared: str, content: bytes) -> str:
    """The one type that extension, declaration and first bytes agree on."""
    by_name = EXTENSIONS.get(PurePosixPath(name).suffix.lower())
    if by_name is None:
        raise FileRefused
    by_bytes = next((kind for signature, kind in SIGNATURES.items() if content.startswith(signature)), None)
    declared = declared.partition(";")[0].strip().lower()
    if not by_name == by_bytes == SPELLINGS.get(declared, declared):
        raise FileTypesDisagree
    return by_name


def _picture(content: bytes, kind: str) -> bytes:
    """The same pixels in a picture that has never seen the original's metadata."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _repainted(content, kind)
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge from bomb
    except Exception as unreadable:  # decoders fail in every way on hostile bytes; each is the file's fault
        raise FileDamaged from unreadable


def _repainted(content: bytes, kind: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as original:
        if original.width * original.height > MAX_PIXELS:
            raise PictureTooLarge
        # A telephone's JPEG may carry a second frame (depth, thumbnail); only a PNG of many frames moves.
        if original.format == "PNG" and getattr(original, "n_frames", 1) > 1:
            raise PictureMoves
        upright = ImageOps.exif_transpose(original)
        pixels = upright.convert("RGBA" if kind == PNG and upright.has_transparency_data else "RGB")
    blank = Image.new(pixels.mode, pixels.size)
    blank.paste(pixels)
    out = io.BytesIO()
    if kind == JPEG:
        blank.save(out, "JPEG", quality=88)
    else:
        blank.save(out, "PNG")
    return out.getvalue()


def _pdf(content: bytes) -> bytes:
    """A PDF that shows pages and does nothing, written anew without its metadata."""
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as document:
            return _rewritten(document)
    except FileRefused:
        raise
    except pikepdf.PasswordError as locked:
        raise PdfLocked from locked
    except Exception as unreadable:  # a parser fails in every way on hostile bytes; each is the file's fault
        raise FileDamaged from unreadable


def _rewritten(document: pikepdf.Pdf) -> bytes:
    if document.is_encrypted:
        raise PdfLocked
    if len(document.pages) > MAX_PAGES:
        raise PdfTooLong
    _require_passive(document)
    for key in ("/Metadata", "/OpenAction"):
        if key in document.Root:
            del document.Root[key]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def _require_passive(document: pikepdf.Pdf) -> None:
    """
    Refuse scripts, launches, attachments and whatever acts by itself.

    A bare destination under /OpenAction ("open at page 1", written by most word
    processors) is no action; it is dropped on rewriting.
    """
    if len(document.objects) > MAX_PDF_OBJECTS:
        raise PdfTooLong
    opening = document.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        raise PdfActive
    for found in document.objects:
        for dictionary in _dictionaries(found):
            is_active = str(dictionary.get("/S", "")) in ACTIVE_ACTIONS
            if is_active or ACTIVE_KEYS.intersection(dictionary.keys()) or _is_attachment(dictionary):
                raise PdfActive


def _is_attachment(dictionary: Any) -> bool:
    return str(dictionary.get("/Type", "")) == "/EmbeddedFile" or str(dictionary.get("/Subtype", "")) in {
        "/FileAttachment",
        "/RichMedia",
    }


def _dictionaries(found: Any) -> Iterator[Any]:
    """Every dictionary directly inside one object; what is referred to comes by its own number."""
    waiting = [found]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            children = list(item)
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            yield item
            children = [child for _key, child in item.items()]
        else:
            continue
        waiting += [child for child in children if not getattr(child, "is_indirect", False)]
