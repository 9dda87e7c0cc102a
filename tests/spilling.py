"""
泄漏 (spills): a child whose every word is a canary, and the search for them in whatever comes out.

Words of rare characters that nobody writes by chance, a number and a telephone of nobody, and the
bytes of a picture. The search looks through what bytes may be wrapped in: JSON escapes, percent signs,
hexadecimal, base64, archives, PDF.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from django.contrib.sessions.models import Session
from django.db import connection
from pypdf import PdfReader

# By class (reference/welfare.md §7). What a test knows later only (numbers, bytes) is added to its own copy.
S2 = {"name": "小龘靐", "school": "麤鱻小学", "report": "厵爨灪见"}
S3 = {"address": "骉骦村齉号", "village": "骉骦村", "guardian": "癵灩纞", "hardship": "虋麷黸"}
S4 = {"health": "钃讟鸜", "concern": "齾龗龖", "note": "靐齱齵"}
WORDS = S2 | S3 | S4
# What a nomination takes of it.
TOLD = {"full_name": f"金{S2['name']}", "school": S2["school"], "address": S3["address"]}
SURELY_PACKED = re.compile(rb"[A-Za-z0-9+/_-]{32,}={0,2}")
DEEPEST = 3


def spelled(word: str | bytes) -> set[bytes]:
    """One word in the ways in which it may be written somewhere."""
    raw = word if isinstance(word, bytes) else word.encode()
    ways = {raw, raw.hex().encode(), raw.hex().upper().encode()}
    if isinstance(word, str):
        escaped = json.dumps(word)[1:-1].encode()
        ways |= {escaped, escaped.replace(b"\\", b"\\\\"), word.encode("gb18030"), word.encode("utf-16-le")}
        ways |= {quote(word).encode(), quote(word).lower().encode()}
        ways.add("".join(f"&#{ord(letter)};" for letter in word).encode())
    return ways


class Search:
    """For these words, by their names; ``seen`` is the names that stand in some bytes."""

    def __init__(self, words: dict[str, str | bytes]) -> None:
        self.ways = {way: name for name, word in words.items() for way in spelled(word)}

    def plainly(self, blob: bytes) -> set[str]:
        """What stands there as it is, in whichever spelling: enough for a page. A pattern takes ten times as long."""
        return {name for way, name in self.ways.items() if way in blob}

    def on(self, answer: Any) -> set[str]:
        """What a page of text shows."""
        return set().union(*map(self.plainly, parts_of(answer)))

    def within(self, answer: Any) -> set[str]:
        """What an answer of any kind holds, a file among them."""
        return set().union(*map(self.seen, parts_of(answer)))

    def seen(self, blob: bytes | str) -> set[str]:
        """What stands there, or in anything that is packed in there."""
        raw = blob.encode("utf-8", "surrogatepass") if isinstance(blob, str) else blob
        return {name for inner in unpacked(raw) for name in self.plainly(inner)}

    def among(self, blobs: Iterable[tuple[str, bytes | str]]) -> dict[str, set[str]]:
        """Where something was seen."""
        found: dict[str, set[str]] = {}
        for where, blob in blobs:
            if names := self.seen(blob):
                found.setdefault(where, set()).update(names)
        return found


def unpacked(blob: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes, and what lies in them: archives, papers, compressed and encoded runs."""
    yield blob
    if depth == DEEPEST:
        return
    for inner in _inside(blob):
        yield from unpacked(inner, depth + 1)


def _inside(blob: bytes) -> Iterator[bytes]:
    if blob.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
        return
    if blob.startswith(b"%PDF"):
        yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(blob)).pages).encode()
        return
    if blob.startswith(b"\x1f\x8b"):
        yield gzip.decompress(blob)
        return
    if blob[:1] == b"\x78":
        with suppress(zlib.error):
            yield zlib.decompress(blob)
    for run in SURELY_PACKED.findall(blob):
        yield from _decoded(run)


def _decoded(run: bytes) -> Iterator[bytes]:
    for alphabet in (b"+/", b"-_"):
        padded = run.rstrip(b"=") + b"=" * (-len(run.rstrip(b"=")) % 4)
        try:
            yield base64.b64decode(padded, altchars=alphabet, validate=True)
        except binascii.Error:
            continue


def parts_of(answer: Any) -> tuple[bytes, bytes]:
    """The whole of an answer: where it leads, its headers and cookies; and what it shows."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.items()) + answer.cookies.output()
    return head.encode(), b"".join(answer.streaming_content) if answer.streaming else answer.content


def tables() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, and what the sessions hold; read as the owner of the tables."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        for table in names:
            cursor.execute(f'SELECT string_agg(line::text, chr(10)) FROM "{table}" AS line')
            yield table, cursor.fetchone()[0] or ""
    for session in Session.objects.all():
        yield "django_session", json.dumps(session.get_decoded(), default=str)
