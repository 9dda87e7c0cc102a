"""通知 (messages to a segment): shown with a count and a sample first, then sent once to each person."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction

from events.message_errors import NobodyToTell
from events.models import SegmentMessage, Session
from events.segments import people_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.sheets import opened, seal
from zibo_youth.notifications.outbox import notify

from .locks import lock_session

TELL = "events.tell_segment"
SALT = TELL
SAMPLE = 3


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """预览 (preview): how many, some of them by masked name, and the signed words to confirm it with."""

    people: int
    sample: list[str]
    sealed: str


def preview_message(
    *, actor: User, session: Session, segment: str, words: str, words_en: str = ""
) -> MessagePreview:
    """预览通知: nothing is sent. Raises `NotAllowed`, `NobodyToTell`."""
    policy.require(actor, TELL, session)
    rows = people_of(session, segment)
    count = rows.count()
    if not count:
        raise NobodyToTell
    sample = [person.masked_name for person in rows[:SAMPLE]]
    return MessagePreview(count, sample, seal(SALT, actor.pk, session.pk, segment, words, words_en))


@transaction.atomic
def send_message(*, actor: User, sealed: str) -> SegmentMessage:
    """
    发送通知 (send) what a preview showed, to whoever is in the segment now; the same preview sends once.

    Raises `NotAllowed`, `PreviewExpired`, `NobodyToTell`.
    """
    number, segment, words, words_en = opened(SALT, actor.pk, sealed)
    session = lock_session(number)
    policy.require(actor, TELL, session)
    key = hashlib.sha256(sealed.encode()).hexdigest()
    sent: SegmentMessage | None = SegmentMessage.objects.filter(key=key).first()
    if sent is not None:
        return sent
    people = list(people_of(session, segment))
    if not people:
        raise NobodyToTell
    told = {"segment": segment, "words": words, "words_en": words_en, "key": key, "sent_by": actor}
    made: SegmentMessage = SegmentMessage.objects.create(session=session, people=len(people), **told)
    for person in people:
        notify("events.segment_message", to=person, about=made)
    return made
