"""
导入重点监管企业 (import of the register): shown line by line, then written as it was shown, whole.

By the unified social credit code: a new one is taken in, a known one changed where the list says otherwise,
and the same list twice changes nothing twice. What is not on the list stays as it is. Whoever is named by a
telephone number serves from today on, if they have logged in with it; whether they have, nobody is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from safety.enterprise_sheet import (
    CHANGED,
    NEW,
    OF_COMPANY,
    OF_ENTERPRISE,
    SAME,
    EnterpriseLine,
    lines_of,
    read_enterprises,
    since_of,
)
from safety.errors import NoEnterprises, OfficerUnknown, RegisterChanged
from safety.models import Enterprise
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import AlreadyAppointed
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today
from zibo_youth.core.sheets import opened, seal
from zibo_youth.core.workbooks import Row

from .enterprises import (
    MANAGE,
    Described,
    correct_company,
    describe_enterprise,
    name_safety_officer,
    register_enterprise,
)

SALT = "safety.import_enterprises"


@dataclass(frozen=True, slots=True)
class EnterprisePreview:
    """预览 (preview): every line and what it would do, and the signed words to confirm it with."""

    lines: list[EnterpriseLine]
    sealed: str

    @property
    def wrong(self) -> list[EnterpriseLine]:
        return [line for line in self.lines if line.problems]

    def of(self, standing: str) -> list[EnterpriseLine]:
        return [line for line in self.lines if not line.problems and line.standing == standing]

    @property
    def new(self) -> list[EnterpriseLine]:
        return self.of(NEW)

    @property
    def changed(self) -> list[EnterpriseLine]:
        return self.of(CHANGED)

    @property
    def telling(self) -> list[EnterpriseLine]:
        """Lines with something to tell: what changes from what to what, and who is named."""
        return [line for line in self.lines if line.changes and not line.problems]

    @property
    def names_officers(self) -> bool:
        return any(line.officers for line in self.lines)

    @property
    def same(self) -> list[EnterpriseLine]:
        return self.of(SAME)


def preview_enterprises(*, actor: User, content: bytes) -> EnterprisePreview:
    """
    预览清单 (dry run): nothing is kept; with a wrong line there is nothing to confirm.

    Raises `NotAllowed`, `FileRefused`, `NoEnterprises`.
    """
    policy.require(actor, MANAGE)
    rows = read_enterprises(content)
    if not rows:
        raise NoEnterprises
    lines = lines_of(rows, districts_of(actor))
    if any(line.problems for line in lines):
        return EnterprisePreview(lines, "")
    plain = [[row.number, row.cells] for row in rows]
    return EnterprisePreview(lines, seal(SALT, actor.pk, plain, _standings(lines)))


def import_enterprises(*, actor: User, sealed: str) -> EnterprisePreview:
    """
    导入 (import), as a preview showed it to this very person; what was written meanwhile is left alone.

    Returns what it did. Raises `NotAllowed`, `PreviewExpired`, `RegisterChanged`.
    """
    plain, shown = opened(SALT, actor.pk, sealed)
    policy.require(actor, MANAGE)
    rows = [Row(number, cells) for number, cells in plain]
    with transaction.atomic():
        districts = districts_of(actor)
        lock_districts(districts)
        lines = lines_of(rows, districts)
        if any(line.problems for line in lines) or not _is_as_shown(lines, shown):
            raise RegisterChanged
        for line in lines:
            _write(actor, line)
    return EnterprisePreview(lines, "")


def lock_districts(districts: Sequence[Organisation]) -> None:
    """Two imports of one district follow one another: the second sees what the first wrote."""
    rows = Organisation.objects.select_for_update(no_key=True, of=("self",))
    list(rows.filter(pk__in=[each.pk for each in districts]).order_by("pk"))


def districts_of(actor: User) -> list[Organisation]:
    """Districts and zones that somebody may write the register of, in the order of their numbers."""
    reach = policy.reach(actor, MANAGE).office()
    rows = Organisation.objects.reporting().select_related("area").order_by("pk")
    return list(rows if reach.everything else rows.filter(pk__in=reach.districts))


def _standings(lines: Sequence[EnterpriseLine]) -> list[list[Any]]:
    return [[line.number, line.standing, _changes_of(line)] for line in lines]


def _changes_of(line: EnterpriseLine) -> list[list[str]]:
    return [[change.field, change.old, change.new] for change in line.changes]


def _is_as_shown(lines: Sequence[EnterpriseLine], shown: list[list[Any]]) -> bool:
    """What was to be written either is still, from the same to the same, or stands already."""
    return len(lines) == len(shown) and all(
        line.standing == SAME or [line.standing, _changes_of(line)] == told
        for line, (_number, *told) in zip(lines, shown, strict=True)
    )


def _write(actor: User, line: EnterpriseLine) -> None:
    if line.standing == SAME or line.district is None:
        return
    told = _described(line)
    if line.known is None:
        made = register_enterprise(actor=actor, district=line.district, told=told)
    else:
        made = line.known
        if line.is_changed_in(OF_ENTERPRISE):
            made = describe_enterprise(actor=actor, enterprise=made, told=told)
        if line.is_changed_in(OF_COMPANY):
            made = correct_company(actor=actor, enterprise=made, district=line.district, told=told)
    for number in line.officers:
        _name(actor, made, number)


def _described(line: EnterpriseLine) -> Described:
    """An address that the list leaves open stays as it is."""
    address = line.values.get("address", "")
    if line.known is not None and not address:
        address = line.known.organisation.address
    return Described(
        uscc=line.values["uscc"],
        name=line.values["name"],
        since=since_of(line.known, today()),
        address=address,
        **{name: line.values[name] for name in OF_ENTERPRISE},
    )


def _name(actor: User, enterprise: Enterprise, number: str) -> None:
    """A number without an account names nobody, and is answered as any other: a list is no directory."""
    with suppress(OfficerUnknown, AlreadyAppointed):
        name_safety_officer(actor=actor, enterprise=enterprise, mobile=number)
