"""
上传名册 (upload): shown line by line first, then registered as it was shown: everybody, or the good lines.

A roster is one registration of many places, so that the queue's rules for groups hold for it as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from events.entrance import Wish, of_session
from events.errors import PartyTooLarge, QuotaElsewhere, QuotaOfAnOrganisation
from events.models import Quota, Registration, RosterPerson, Session
from events.roster_errors import (
    NoRosters,
    RosterChanged,
    RosterEmpty,
    RosterThere,
    RosterTooLong,
)
from events.roster_sheet import RosterLine, lines_of, read_roster
from events.services.locks import lock_session
from events.services.registrations import person_of, placed
from events.services.taking import take_places
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.errors import explaining
from zibo_youth.core.sheets import opened, seal
from zibo_youth.core.workbooks import Row

BRING = "events.register_group"
SALT = BRING


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """预览 (preview): every line with what is wrong with it, and the signed words to confirm it with."""

    lines: list[RosterLine]
    sealed: str

    @property
    def wrong(self) -> list[RosterLine]:
        return [line for line in self.lines if line.problems]

    @property
    def good(self) -> list[RosterLine]:
        return [line for line in self.lines if not line.problems]


def preview_roster(
    *, actor: User, organisation: Organisation, session: Session, quota: Quota, content: bytes
) -> RosterPreview:
    """
    预览名册 (dry run): nothing is kept.

    Raises `NotAllowed`, `FileRefused`, `RosterThere`, and as `upload_roster` of the whole list.
    """
    policy.require(actor, BRING, organisation)
    _open_for(session, quota, organisation)
    _none_yet(session, organisation)
    rows = read_roster(content)
    long_enough(session, quota, len(rows))
    lines = lines_of(session, quota, rows)
    plain = [[row.number, row.cells] for row in rows]
    good = [line.number for line in lines if not line.problems]
    sealed = seal(SALT, actor.pk, organisation.pk, session.pk, quota.pk, good, plain)
    return RosterPreview(lines, sealed)


def upload_roster(
    *, actor: User, sealed: str, only_good: bool = False, may_wait: bool = False
) -> Registration:
    """
    集体报名 (register a roster), as a preview showed it to this very person.

    Without ``only_good`` a single wrong line keeps everybody out. Raises `NotAllowed`, `PreviewExpired`,
    `RosterChanged`, `RosterThere`, `RosterEmpty`, `RosterTooLong`, refusals of the session, and
    `SessionFull` where there is no place for all and ``may_wait`` is false.
    """
    of, turn, part, good, plain = opened(SALT, actor.pk, sealed)
    organisation = Organisation.objects.get(pk=of)
    policy.require(actor, BRING, organisation)
    rows = [Row(number, cells) for number, cells in plain]
    with (
        explaining(
            registration_one_roster_per_organisation=RosterThere,
            roster_person_once_per_session=RosterChanged,
        ),
        transaction.atomic(),
    ):
        session = lock_session(turn)
        quota = Quota.objects.get(pk=part)
        _open_for(session, quota, organisation)
        _none_yet(session, organisation)
        lines = [line for line in lines_of(session, quota, rows) if not line.problems]
        if [line.number for line in lines] != good or not (only_good or len(lines) == len(rows)):
            raise RosterChanged
        return _registered(actor, organisation, session, quota, lines, may_wait)


def _registered(
    actor: User,
    organisation: Organisation,
    session: Session,
    quota: Quota,
    lines: Sequence[RosterLine],
    may_wait: bool,
) -> Registration:
    long_enough(session, quota, len(lines))
    person = person_of(actor)
    wish = Wish(quota=quota, companions=("",) * (len(lines) - 1))
    taken = take_places(actor, person, session, wish, organisation=organisation)
    one = placed(actor, taken, may_wait=may_wait)
    write_people(one, lines, after=0)
    return one


def write_people(one: Registration, lines: Sequence[RosterLine], *, after: int) -> None:
    """Their rows, numbered after ``after``."""
    RosterPerson.objects.bulk_create(
        RosterPerson(registration=one, session=one.session, number=number, mark=line.mark, **line.values)
        for number, line in enumerate(lines, after + 1)
    )


def _open_for(session: Session, quota: Quota, organisation: Organisation) -> None:
    if not session.event.roster_most:
        raise NoRosters
    for refusal in of_session(session):
        raise refusal
    if quota.session_id != session.pk:
        raise QuotaElsewhere
    if quota.organisation_id not in (None, organisation.pk):
        raise QuotaOfAnOrganisation(quota=quota.local_name)


def _none_yet(session: Session, organisation: Organisation) -> None:
    if Registration.objects.live().filter(session=session, organisation=organisation).exists():
        raise RosterThere


def long_enough(session: Session, quota: Quota, asked: int) -> None:
    """Somebody, and neither more than an organisation may bring, nor than the part ever holds."""
    most = session.event.roster_most
    if not asked:
        raise RosterEmpty
    if asked > most:
        raise RosterTooLong(most=most, asked=asked)
    holds = min(session.capacity, quota.capacity)
    if asked > holds:
        raise PartyTooLarge(most=holds, asked=asked)
