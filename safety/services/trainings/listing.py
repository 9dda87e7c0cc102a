"""
导入培训名单 (import of a list): shown line by line first, then written as it was shown.

A list may name people of many enterprises; each enterprise's go onto its roster of the session, through the
events' own service, all of them in one transaction. Who is on the roster already is left alone, so that the
same list twice writes nothing twice, also at one instant: the session's lock is held for the whole list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events import roster_sheet
from events.entrance import of_session
from events.models import Quota, RosterPerson, Session
from events.roster_errors import NoRosters
from events.services.locks import lock_session
from events.services.rosters import bring_people
from events.services.rosters.editing import GROWS
from safety.models import Enterprise
from safety.trainee_sheet import TraineeLine, lines_of, read_trainees
from safety.training_errors import GroupRefused, NoTrainees, TraineesChanged
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, explaining
from zibo_youth.core.sheets import opened, seal
from zibo_youth.core.workbooks import Row

BRING = "events.register_group"
SALT = "safety.import_trainees"


@dataclass(frozen=True, slots=True)
class TraineePreview:
    """预览 (preview): every line, what no enterprise's part has room for, and the signed words to confirm."""

    lines: list[TraineeLine]
    refusals: list[str]
    sealed: str

    @property
    def wrong(self) -> list[TraineeLine]:
        return [line for line in self.lines if line.problems]

    @property
    def known(self) -> list[TraineeLine]:
        return [line for line in self.lines if line.is_known]

    @property
    def good(self) -> list[TraineeLine]:
        return [line for line in self.lines if line.is_good]


@dataclass(slots=True)
class Imported:
    """How many were written, how many were there already, and of which enterprises' rosters."""

    new: int = 0
    known: int = 0
    rosters: list[str] = field(default_factory=list)


def preview_trainees(*, actor: User, session: Session, content: bytes) -> TraineePreview:
    """
    预览名单 (dry run): nothing is kept; whether there is room is found by writing and taking it back.

    Raises `FileRefused`, `NoTrainees`, `NoRosters` and what keeps everybody from the session.
    """
    policy.require(actor, BRING)
    rows = read_trainees(content)
    if not rows:
        raise NoTrainees
    with transaction.atomic():
        locked = _open(session.pk)
        lines = _planned(actor, locked, lines_of(rows))
        refusals = [*_rehearsed(actor, locked, lines)]
        transaction.set_rollback(True)
    if refusals:
        return TraineePreview(lines, refusals, "")
    plain = [[line.number, line.cells] for line in lines if not line.problems]
    skipped = sum(bool(line.problems) for line in lines)
    return TraineePreview(lines, [], seal(SALT, actor.pk, session.pk, skipped, plain))


def import_trainees(*, actor: User, sealed: str, only_good: bool = False) -> Imported:
    """
    导入名单 (import), as a preview showed it to this very person; who is there already is left alone.

    Without ``only_good`` a single wrong line keeps everybody out. Raises `PreviewExpired`, `TraineesChanged`,
    `GroupRefused`, and what keeps everybody from the session.
    """
    number, skipped, plain = opened(SALT, actor.pk, sealed)
    policy.require(actor, BRING)
    if skipped and not only_good:
        raise TraineesChanged
    with explaining(**GROWS), transaction.atomic():
        session = _open(number)
        lines = _planned(actor, session, lines_of([Row(row, cells) for row, cells in plain]))
        if any(line.problems for line in lines):
            raise TraineesChanged
        made = Imported(known=sum(line.is_known for line in lines))
        for enterprise, people in _by_enterprise(lines):
            made.rosters.append(_bring(actor, session, enterprise, people))
            made.new += len(people)
    return made


def _open(number: int) -> Session:
    """The session's lock, and whether it takes people of organisations now."""
    session = lock_session(number)
    if not session.event.roster_most:
        raise NoRosters
    for refusal in of_session(session):
        raise refusal
    return session


# --- what the lines mean ---------------------------------------------------------------------


def _planned(actor: User, session: Session, lines: list[TraineeLine]) -> list[TraineeLine]:
    """Whose people they are, who is there already, and what the rules of the event say of the others."""
    _name_enterprises(actor, lines)
    for enterprise, people in _by_enterprise(lines):
        part = part_of(session, enterprise.organisation)
        if part is None:
            for line in people:
                line.refuse("uscc", _("这家企业在本场次没有名额，请先联系主办单位"))
            continue
        _look(session, part, enterprise, people)
    _look_for_twins(lines)
    return lines


def _name_enterprises(actor: User, lines: Iterable[TraineeLine]) -> None:
    """By the code; a list of somebody who answers for one enterprise need not say it."""
    mine = Enterprise.objects.within(policy.reach(actor, BRING).office()).supervised(today())
    known = {each.organisation.uscc: each for each in mine.select_related("organisation")}
    only = next(iter(known.values())) if len(known) == 1 else None
    for line in lines:
        said = line.values.get("uscc", "").upper()
        line.enterprise = known.get(said) if said else only
        if line.enterprise is None:
            wanted = _("没有这个代码的重点监管企业，或不在您的范围内") if said else _("必填")
            line.refuse("uscc", wanted)


def _by_enterprise(lines: Iterable[TraineeLine]) -> list[tuple[Enterprise, list[TraineeLine]]]:
    """Those that may be written, enterprise by enterprise in the order of their numbers."""
    found: dict[int, list[TraineeLine]] = defaultdict(list)
    enterprises: dict[int, Enterprise] = {}
    for line in lines:
        if line.is_good and line.enterprise is not None:
            found[line.enterprise.pk].append(line)
            enterprises[line.enterprise.pk] = line.enterprise
    return [(enterprises[number], found[number]) for number in sorted(found)]


def part_of(session: Session, company: Organisation) -> Quota | None:
    """The part kept for a company, or else the first that is open to everybody."""
    rows = list(session.quotas.order_by("pk"))
    own = [each for each in rows if each.organisation_id == company.pk]
    return next(iter([*own, *(each for each in rows if each.organisation_id is None)]), None)


def _look(session: Session, part: Quota, enterprise: Enterprise, people: Sequence[TraineeLine]) -> None:
    """The rules of the event for each, and who is on the roster of this very enterprise."""
    read = roster_sheet.lines_of(session, part, [line.as_roster_row() for line in people])
    there = set(
        RosterPerson.objects.live()
        .filter(session=session, registration__organisation=enterprise.organisation)
        .values_list("mark", flat=True)
    )
    for line, roster_line in zip(people, read, strict=True):
        line.line = roster_line
        if _is_complete(roster_line) and roster_line.mark in there:
            line.is_known = True
        else:
            line.problems += roster_line.problems


def _is_complete(line: roster_sheet.RosterLine) -> bool:
    return all(line.values.get(name) for name in ("full_name", "birth_date", "id_last4"))


def _look_for_twins(lines: Iterable[TraineeLine]) -> None:
    """The same person twice in the list, also of two enterprises."""
    first: dict[str, int] = {}
    for line in lines:
        if line.problems or line.line is None:
            continue
        mark = line.line.mark
        if mark in first:
            told = {"number": first[mark]}
            line.is_known = False
            line.refuse("full_name", _("和第 %(number)s 行是同一个人，请删去一行") % told)
        first.setdefault(mark, line.number)


# --- writing ---------------------------------------------------------------------------------


def _rehearsed(actor: User, session: Session, lines: Iterable[TraineeLine]) -> Iterable[str]:
    for enterprise, people in _by_enterprise(lines):
        try:
            with explaining(**GROWS), transaction.atomic():
                _bring(actor, session, enterprise, people)
        except DomainError as refusal:
            yield str(refusal)


def _bring(actor: User, session: Session, enterprise: Enterprise, people: Sequence[TraineeLine]) -> str:
    """Onto the roster; its public number."""
    company = enterprise.organisation
    policy.require(actor, BRING, company)
    part = part_of(session, company)
    read = [line.line for line in people if line.line is not None]
    if part is None:
        raise TraineesChanged
    try:
        one = bring_people(actor=actor, organisation=company, session=session, quota=part, lines=read)
    except DomainError as refusal:
        raise GroupRefused(enterprise=company, reason=refusal) from refusal
    return str(one.public_id)
