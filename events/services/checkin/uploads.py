"""
离线记录 (offline records) handed in later: shown line by line first, then written as they were shown.

What a device claims never changes what stands: a claim that fits behind the last record becomes the
next step, 离线未核实 (unverified); one that contradicts stays beside the chain, to be seen. The preview is a
rehearsal in a transaction that is taken back. The same file twice changes nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from events.checkin_errors import (
    ScanFileConflicts,
    ScanFileEmpty,
    ScanFileHandedIn,
    ScanFileTooLong,
    ScanFileVerified,
)
from events.models import EntryScan, ScanUpload, Session
from events.passes import Ticket, ticket_for
from events.presence import day_at
from events.scan_sheet import SCANS, read_scans
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, explaining
from zibo_youth.core.sheets import opened, read_row, seal
from zibo_youth.core.workbooks import Row

from . import scanning
from .scanning import CHECK_IN, WALLS, Claim, Way, chain_of, check_door, record, standing
from .settling import settle_again

MOST_LINES = 500
RECORDED, SAME, DIFFERS, REFUSED = "recorded", "same", "differs", "refused"
WRONG = (DIFFERS, REFUSED)


@dataclass(slots=True)
class Line:
    """One row of a file: what it says, what becomes of it, and why not."""

    number: int
    code: str
    kind: str = ""
    at: datetime | None = None
    result: str = ""
    why: str = ""
    ticket: Ticket | None = None

    @property
    def is_wrong(self) -> bool:
        return self.result in WRONG


@dataclass(frozen=True, slots=True)
class Preview:
    """预览 (preview): every line, and the signed words to confirm it with."""

    lines: list[Line]
    sealed: str

    @property
    def wrong(self) -> int:
        return sum(line.is_wrong for line in self.lines)


def preview_upload(*, actor: User, session: Session, content: bytes) -> Preview:
    """
    预览 (dry run): nothing is kept.

    Raises `FileRefused`, `ScanFileEmpty`, `ScanFileTooLong`, `ScanFileHandedIn`, `CorrectionTooLate`.
    """
    policy.require(actor, CHECK_IN, session)
    scanning.check_corrections(session)
    rows, digest = read_scans(content), hashlib.sha256(content).hexdigest()
    if not rows:
        raise ScanFileEmpty
    if len(rows) > MOST_LINES:
        raise ScanFileTooLong(most=MOST_LINES)
    with explaining(**WALLS, scan_upload_of_a_file_once=ScanFileHandedIn), transaction.atomic():
        lines = _written(actor, session, digest, rows)
        transaction.set_rollback(True)
    plain = [[row.number, row.cells] for row in rows]
    return Preview(lines, seal(CHECK_IN, actor.pk, session.pk, digest, plain))


def hand_in(*, actor: User, sealed: str, whole: bool) -> list[Line]:
    """
    上传 (hand in) what a preview showed to this very person; ``whole``: all of it or nothing.

    What became of each line is told again: the door went on meanwhile. Raises `PreviewExpired`,
    `ScanFileHandedIn`, `ScanFileConflicts`, `CorrectionTooLate`.
    """
    number, digest, plain = opened(CHECK_IN, actor.pk, sealed)
    session = Session.objects.whole().get(pk=number)
    policy.require(actor, CHECK_IN, session)
    scanning.check_corrections(session)
    rows = [Row(place, cells) for place, cells in plain]
    with explaining(**WALLS, scan_upload_of_a_file_once=ScanFileHandedIn), transaction.atomic():
        lines = _written(actor, session, digest, rows)
        wrong = sum(line.is_wrong for line in lines)
        if whole and wrong:
            raise ScanFileConflicts(wrong=wrong)
        settle_again(session, {line.ticket.registration.pk for line in lines if line.ticket})
    return lines


@transaction.atomic
def verify_upload(*, actor: User, upload: ScanUpload) -> ScanUpload:
    """核实 (verify): somebody has compared the rows with paper or people. Raises `ScanFileVerified`."""
    policy.require(actor, CHECK_IN, upload.session)
    rows = ScanUpload.objects.filter(pk=upload.pk, verified_at=None)
    if not rows.update(verified_at=Now(), verified_by=actor):
        raise ScanFileVerified
    upload.refresh_from_db()
    return upload


@dataclass(frozen=True, slots=True)
class Ready:
    """A line that reads well: whose seat it is of, and what it claims."""

    line: Line
    ticket: Ticket
    claim: Claim

    @property
    def place(self) -> tuple[Any, ...]:
        """Registrations one after the other, so that two files lock them in one order; then the clock."""
        return self.ticket.registration.pk, self.ticket.seat, self.claim.at, self.line.number


def _written(actor: User, session: Session, digest: str, rows: list[Row]) -> list[Line]:
    """Every line in the order of its device's clock, on its own row of the chain or beside it."""
    upload = ScanUpload.objects.create(session=session, digest=digest, lines=len(rows), by=actor)
    lines = [Line(row.number, str(row.cells.get("code", ""))[:60]) for row in rows]
    read = [_read(session, upload, line, row) for line, row in zip(lines, rows, strict=True)]
    for one in sorted((one for one in read if one), key=lambda one: one.place):
        _write(actor, session, one)
    return lines


def _read(session: Session, upload: ScanUpload, line: Line, row: Row) -> Ready | None:
    """What a row says; None for one that is refused."""
    line.result = REFUSED
    values, problems = read_row(SCANS, row)
    if problems:
        line.why = "；".join(f"{label}：{why}" for label, why in problems)
        return None
    line.kind, line.at = values["kind"], values["at"]
    if values["at"] > now():
        line.why = _("设备时间晚于现在")
        return None
    try:
        line.ticket = ticket_for(session, values["code"])
        check_door(session, moment=values["at"])
    except DomainError as refusal:
        line.why = str(refusal)
        return None
    return Ready(line, line.ticket, Claim(values["kind"], Way.OFFLINE, values["at"], values["key"], upload))


def _write(actor: User, session: Session, one: Ready) -> None:
    """The next step, the same row again, or a claim beside the chain."""
    ticket, claim = one.ticket, one.claim
    if _is_known(ticket, claim):
        one.line.result = SAME
        return
    last = standing(chain_of(ticket.registration, ticket.seat, day_at(session, claim.at)))[-1:]
    if last and last[0].at > claim.at:
        clock = f"{timezone.localtime(last[0].at):%H:%M}"
        one.line.why = _("%(clock)s 已有更晚的记录") % {"clock": clock}
    else:
        try:
            with transaction.atomic():
                record(actor, session, ticket, claim)
            one.line.result = RECORDED
            return
        except DomainError as refusal:
            one.line.why = str(refusal)
    one.line.result = DIFFERS
    _beside(actor, session, one)


def _is_known(ticket: Ticket, claim: Claim) -> bool:
    rows = EntryScan.objects.filter(registration=ticket.registration, seat=ticket.seat, kind=claim.kind)
    same_key = bool(claim.key) and rows.filter(key=claim.key).exists()
    return same_key or rows.filter(way=Way.OFFLINE, at=claim.at).exists()


def _beside(actor: User, session: Session, one: Ready) -> None:
    """A claim that contradicts what stands: it has no step, and no key that a true row may come with."""
    EntryScan.objects.create(
        registration=one.ticket.registration,
        seat=one.ticket.seat,
        day=day_at(session, one.claim.at),
        kind=one.claim.kind,
        way=one.claim.way,
        at=one.claim.at,
        by_id=actor.pk,
        upload=one.claim.upload,
        note=one.line.why[:120],
    )
