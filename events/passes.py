"""
入场凭证 (the pass): a code for each seat of a registration, signed, and with nothing personal in it.

``1234-2-K7M3Q9ZD``: the number of the registration, which seat of it (1 is the registrant, or the first
on a roster), and a keyed digest of the registration's random seed. Nothing is stored: whoever has the
database but not the key makes none. A registration that holds no place any more is refused by its state,
whatever was scanned before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hmac import compare_digest

from zibo_youth.core.crypto import blind_index

from .checkin_errors import PassOfAnotherSession, PassUnknown
from .models import EntryScan, Registration, Session
from .words import moment_words

# Crockford's 32 signs: none that is read for another.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
LONGEST = 300
CODE = re.compile(rf"([1-9][0-9]{{0,17}})-([1-9][0-9]{{0,2}})-([{SIGNS}]{{{LENGTH}}})")
NUMBER = re.compile(r"([1-9][0-9]{0,17})(?:-([1-9][0-9]{0,2}))?")
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class Ticket:
    """One seat of a registration as it was shown at the door, and how it is known."""

    registration: Registration
    seat: int
    way: str

    @property
    def name(self) -> str:
        """Whom to expect, while the name is kept."""
        return name_of(self.registration, self.seat)

    @property
    def code(self) -> str:
        return code_of(self.registration, self.seat)


def name_of(registration: Registration, seat: int) -> str:
    """
    The name of one seat: the registrant, then companions; of a group, who is on its roster, in order.

    Reads ``companions`` and ``roster`` once where they are prefetched.
    """
    if registration.organisation_id is not None:
        listed = [one.full_name for one in registration.roster.all() if one.left_at is None]
        return next(iter(listed[seat - 1 : seat]), "")
    if seat == 1:
        return str(registration.person)
    return next((one.full_name for one in registration.companions.all() if one.number == seat - 1), "")


def code_of(registration: Registration, seat: int = 1) -> str:
    """The code of one seat."""
    return f"{registration.pk}-{seat}-{_signature(registration, seat)}"


def _signature(registration: Registration, seat: int) -> str:
    digest = int(blind_index("events.pass", f"{registration.public_id.hex}:{seat}")[:16], 16)
    return "".join(SIGNS[digest >> 5 * place & 31] for place in range(LENGTH))


def read_pass(text: str) -> Ticket:
    """
    What a scanned link, a typed code or a typed number opens.

    A number alone is no proof: the desk compares the name. Raises `PassUnknown`.
    """
    said = unicodedata.normalize("NFKC", text[:LONGEST]).strip().rstrip("/").rpartition("/")[2].upper()
    number = NUMBER.fullmatch(said)
    if number:
        return Ticket(_found(number[1]), _seat(number[2]), EntryScan.Way.NUMBER)
    head, _dash, signature = said.rpartition("-")
    found = CODE.fullmatch(f"{head}-{signature.translate(READ_AS)}")
    if found is None:
        raise PassUnknown
    registration, seat = _found(found[1]), int(found[2])
    if not compare_digest(found[3], _signature(registration, seat)):
        raise PassUnknown
    return Ticket(registration, seat, EntryScan.Way.SCAN)


def _seat(said: str | None) -> int:
    return int(said or 1)


def _found(number: str) -> Registration:
    rows = Registration.objects.whole().prefetch_related("companions", "roster")
    found: Registration | None = rows.filter(pk=int(number)).first()
    if found is None:
        raise PassUnknown
    return found


def ticket_for(session: Session, text: str) -> Ticket:
    """
    As `read_pass`, and of this session: of another one, a signed code is told which, a number is unknown.

    Raises `PassUnknown`, `PassOfAnotherSession`.
    """
    ticket = read_pass(text)
    if ticket.seat > ticket.registration.seats:
        raise PassUnknown
    if ticket.registration.session_id == session.pk:
        return ticket
    if ticket.way == EntryScan.Way.NUMBER:
        raise PassUnknown
    other = ticket.registration.session
    raise PassOfAnotherSession(session=f"{other.event.local_title} {moment_words(other.starts_at)}")
