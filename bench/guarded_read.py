"""
guarded-read: a child's page with the guard (right, consent, row of access, decryption) beside one without.

The page without it shows the same words from memory. Both are sent in turns, by the same officer, of the same
children. Each guarded one leaves its row; they are counted: a fast page that wrote nothing is no page.
"""

from __future__ import annotations

import statistics
import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from unittest import mock

from django.test import Client

from bench.seeding import crowd
from hope_rooms.data_classes import Part, Purpose
from hope_rooms.models import Access, Child
from hope_rooms.services import children, guard
from hope_rooms.services.consents import Guardian
from hope_rooms.views import cases
from zibo_youth.accounts import identity
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.second_factor import give_demo_device
from zibo_youth.core.calendar import today

CHILDREN, FEW = 40, 2
ROUNDS, MOST_TIMES = 400, 1.6
MOBILE, MARK, NAME = "+86135", "guarded-", "孩示量"
ASKED = {"parts": [Part.PERSON.value, Part.HOME.value], "purpose": Purpose.SUPERVISION.value, "note": "抽查"}


def run(*, quick: bool = False) -> dict[str, Any]:
    """Seed the cases, then send both pages in turns."""
    rounds = 2 if quick else ROUNDS
    officer = _officer()
    codes = [_case(officer, number) for number in range(FEW if quick else CHILDREN)]
    known = guard.read(officer, _child(codes[0]), Part.PERSON, Part.HOME, purpose=Purpose.SUPERVISION)
    client, before = _browser(officer), Access.objects.count()
    turns = []
    for turn in range(rounds):
        page = f"/hope-rooms/cases/{codes[turn % len(codes)]}/"
        turns.append((_seconds(client, page, nullcontext()), _seconds(client, page, _from_memory(known))))
    times = statistics.median(guarded / plain for guarded, plain in turns)
    written = Access.objects.count() - before
    row = {
        "pages": rounds,
        "rows of access": written,
        "guarded ms": 1000 * statistics.median(guarded for guarded, _plain in turns),
        "plain ms": 1000 * statistics.median(plain for _guarded, plain in turns),
        "times": times,
        "met": times <= MOST_TIMES and written == rounds,
    }
    return {
        "what": "a child's page behind the guard, beside the same page from memory",
        "rows": [row],
        "afterwards": [f"bar: {MOST_TIMES:g} x the page without the guard, and a row of access for each"],
    }


def _from_memory(known: guard.Record) -> AbstractContextManager[Any]:
    return mock.patch.object(cases.guard, "read", return_value=known)


def _seconds(client: Client, page: str, how: AbstractContextManager[Any]) -> float:
    with how:
        start = time.perf_counter()
        answer = client.post(page, ASKED)
        seconds = time.perf_counter() - start
    assert NAME in answer.content.decode()
    return seconds


def _officer() -> User:
    """Of a district, with the second factor that opens desks."""
    crowd(1, mobile=MOBILE, mark=MARK)
    officer: User = User.objects.get(person__id_index=f"{MARK}1")
    Membership.objects.create(
        person=officer.person,
        organisation=Organisation.objects.get(code="zhangdian"),
        role=Membership.Role.DISTRICT_OFFICER,
        from_on=today(),
    )
    officer.is_staff = True
    officer.save(update_fields=["is_staff"])
    give_demo_device(officer)
    return User.objects.get(pk=officer.pk)


def _case(officer: User, number: int) -> str:
    first = f"41990120150601{100 + number:03d}"
    told = children.Nomination(
        full_name=f"{NAME}{number}",
        id_number=first + identity.check_character(first),
        address="示范村一组",
        guardian=Guardian("监示量", "祖母"),
        guardian_mobile=f"{MOBILE}{number:08d}",
        channel="paper",
        agreed_on=today(),
        school="示范学校",
        grade="三年级",
    )
    unit = Organisation.objects.get(code="zhangdian")
    room = children.nominate_child(actor=officer, reporting_org=unit, town=None, told=told)
    return str(room.child.code)


def _child(code: str) -> Child:
    return Child.objects.get(code=code)


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="zibo_youth.accounts.backends.PortalBackend")
    return client
