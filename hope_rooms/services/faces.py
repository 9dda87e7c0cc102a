"""
五张脸 (five faces): a child answers after a visit by the code of a card, without a log-in or a name.

A code that nobody has, a card that was replaced and a visit that was answered give one and the same
answer. The pair does not see what was answered; staff does, and looks after a child who is unhappy twice.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from hope_rooms.face_errors import AlreadyLookedAfter
from hope_rooms.models import Child, ChildAnswer, ChildVisit
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import User
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed

from .words import said

MAKE, LOOK_AFTER = "hope_rooms.make_card", "hope_rooms.look_after_answer"
State = ChildVisit.State
MADE = (State.REPORTED, State.COUNTED, State.REJECTED)
DIGITS = 12


def make_card(*, actor: User, child: Child) -> str:
    """
    制作卡片 (make a card): its code, told once; the card before it opens nothing any more.

    Twelve digits from the system's randomness: whoever tries `wrong_cards` in each quarter of an hour
    needs a million years for one of four hundred.
    """
    policy.require(actor, MAKE, child)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    Child.objects.filter(pk=child.pk).update(card_index=_index_of(code), card_made_at=Now())
    child.refresh_from_db()
    return code


def _index_of(code: str) -> str:
    """Keyed: twelve digits alone would be tried through in an hour by whoever has the table."""
    return crypto.secret_digest("child_card", code)


def spoken(code: str) -> str:
    """In groups of four, as it stands on the card."""
    return " ".join(code[first : first + 4] for first in range(0, len(code), 4))


def visit_of(code: str, address: str) -> ChildVisit | None:
    """
    The visit that waits for the child's answer, or None, which tells nothing of the code.

    Raises `TooOften` after many codes from one address that no card has.
    """
    key = limits.named("child-card", address)
    if limits.counted(key, limits.QUARTER) >= settings.HOPE_ROOMS["wrong_cards"]:
        raise TooOften
    digits = "".join(each for each in code if each.isdecimal())
    child = Child.objects.filter(card_index=_index_of(digits)).first() if len(digits) == DIGITS else None
    if child is None:
        limits.count(key, limits.QUARTER)
        return None
    return _waiting(child)


def _waiting(child: Child) -> ChildVisit | None:
    """The newest visit that was made, if it is not long ago and has no answer."""
    over = Q(state=State.PLANNED, ends_at__lte=now(), shift__signups__checked_in_at__isnull=False)
    rows = ChildVisit.objects.filter(Q(state__in=MADE) | over, pairing__child=child)
    since = now() - timedelta(days=settings.HOPE_ROOMS["face_days"])
    newest = rows.filter(starts_at__range=(since, now())).order_by("-starts_at", "-pk").first()
    return newest if newest and not newest.answers.exists() else None


def answer(*, code: str, address: str, face: int) -> bool:
    """
    回答 (answer), once for a visit; False where nothing waits. A second press changes nothing.

    Raises `TooOften`.
    """
    visit = visit_of(code, address)
    if visit is None:
        return False
    with transaction.atomic():
        ChildAnswer.objects.get_or_create(visit=visit, defaults={"face": face})
    return True


def look_after(*, actor: User, answer: ChildAnswer, words: str) -> ChildAnswer:
    """
    已了解 (looked after): somebody who is not of the pair has asked, and says how.

    Raises `ReasonMissing`, `WordsNotSafe`, `AlreadyLookedAfter`.
    """
    policy.require(actor, LOOK_AFTER, answer)
    if not ChildAnswer.objects.filter(pk=answer.pk).hidden_from(actor).exists():
        raise NotAllowed
    waiting = ChildAnswer.objects.filter(pk=answer.pk, looked_at__isnull=True)
    if not waiting.update(looked_at=Now(), looked_by=actor, looked_words=said(words)):
        raise AlreadyLookedAfter
    answer.refresh_from_db()
    return answer
