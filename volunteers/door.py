"""
签到码 (the code at the door): signed for one shift, one direction and one minute.

A QR code and six digits are made of the shift's seed and the minute; whoever knows
last hour's knows nothing of this minute's. The minute before still opens, because
a person needs time; older ones are told to be old.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.utils import timezone

from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now
from zibo_youth.core.crypto import blind_index

from .models import Scan, Shift, Signup
from .scan_errors import DoorCodeExpired, DoorCodeUnknown, DoorCodeWrong, DoorNotOpen, DoorShut

WINDOW_SECONDS = 60
IN, OUT = Scan.Kind.IN, Scan.Kind.OUT
LETTERS = {"i": IN, "o": OUT}
SHAPE = re.compile(r"([io])([0-9]{1,18})-([0-9]{1,12})-([A-Za-z0-9_-]{20})")


@dataclass(frozen=True, slots=True)
class DoorKey:
    """A code that was read and is good now: for which shift, which direction, of which minute."""

    shift: Shift
    kind: str
    window: int
    way: str


def window_of(moment: datetime) -> int:
    """The number of the minute."""
    return int(moment.timestamp()) // WINDOW_SECONDS


def _digest(shift: Shift, kind: str, window: int, purpose: str) -> bytes:
    return bytes.fromhex(blind_index(f"volunteers.door.{purpose}.{kind}", f"{shift.seed.hex}:{window}"))


def _signature(shift: Shift, kind: str, window: int) -> str:
    return base64.urlsafe_b64encode(_digest(shift, kind, window, "link")[:15]).decode()


def token_of(shift: Shift, kind: str, moment: datetime) -> str:
    """What the link of the QR code ends with in this minute."""
    window = window_of(moment)
    return f"{kind[0]}{shift.pk}-{window}-{_signature(shift, kind, window)}"


def digits_of(shift: Shift, kind: str, moment: datetime) -> str:
    """The six digits of this minute, for a telephone without a camera."""
    return _digits(shift, kind, window_of(moment))


def _digits(shift: Shift, kind: str, window: int) -> str:
    return f"{int.from_bytes(_digest(shift, kind, window, 'digits')[:8]) % 1_000_000:06d}"


def _standing() -> tuple[int, int]:
    """The minutes whose codes open now."""
    window = window_of(now())
    return window, window - 1


def read_token(token: str) -> DoorKey:
    """
    What a scanned link opens.

    Raises `DoorCodeUnknown` for what nobody has signed, and `DoorCodeExpired` for an old one.
    """
    found = SHAPE.fullmatch(token)
    shift = _shift(found[2]) if found else None
    if found is None or shift is None:
        raise DoorCodeUnknown
    kind, window = LETTERS[found[1]], int(found[3])
    if not compare_digest(found[4], _signature(shift, kind, window)):
        raise DoorCodeUnknown
    if window not in _standing():
        raise DoorCodeExpired
    return DoorKey(shift, kind, window, Scan.Way.SCAN)


def read_digits(shift: Shift, kind: str, digits: str) -> DoorKey:
    """What six digits open; every standing minute is compared, tries are counted by the caller."""
    given = digits.encode()
    fits = [window for window in _standing() if compare_digest(given, _digits(shift, kind, window).encode())]
    if not fits:
        raise DoorCodeWrong
    return DoorKey(shift, kind, fits[0], Scan.Way.CODE)


def _shift(number: str) -> Shift | None:
    return Shift.objects.select_related("post__project", "post__role").filter(pk=int(number)).first()


def own_signup(user: User, shift: Shift) -> Signup | None:
    """The user's own place on this shift, whatever became of it."""
    mine = Signup.objects.whole().filter(shift=shift, volunteer__person=user.person_id)
    return mine.exclude(state__in=["signed_off", "declined", "released"]).first() or mine.first()


def next_kind(signup: Signup) -> str:
    """Whether the volunteer comes or goes next."""
    return OUT if signup.state == Signup.State.CHECKED_IN else IN


def hours_of(shift: Shift, kind: str) -> tuple[datetime, datetime]:
    """From when until when the door takes this direction."""
    rules = settings.VOLUNTEERS
    opens = shift.starts_at - timedelta(minutes=rules["door_opens_minutes"])
    if kind == IN:
        return opens, shift.ends_at
    return opens, shift.ends_at + timedelta(minutes=rules["door_leaves_minutes"])


def check_door(shift: Shift, kind: str) -> None:
    """
    Raise `DoorShut` for a shift that is not held, `DoorNotOpen` outside the hours of its door.

    One that is suspended while it runs is left by the same door: nobody else comes, everybody goes.
    """
    held = {Shift.State.OPEN, Shift.State.CLOSED} | ({Shift.State.SUSPENDED} if kind != IN else set())
    if shift.state not in held:
        raise DoorShut(state=shift.get_state_display())
    opens, closes = hours_of(shift, kind)
    if not opens <= now() <= closes:
        start, end = timezone.localtime(opens), timezone.localtime(closes)
        raise DoorNotOpen(when=f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}")
