"""The door dies half-way: nothing is half done, and the next try does all of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Attendance, EntryScan, Registration, ScanUpload
from events.passes import code_of
from events.services.checkin import settling, uploads, walk_ins
from events.services.checkin.walk_ins import Arrival, walk_in
from tests import eventing, people
from zibo_youth.accounts.models import Person

pytestmark = pytest.mark.django_db


class Crash(Exception):
    """What kills a worker."""


def dies_at(monkeypatch, module, name, call):
    """The n-th call of a function of this module kills it."""
    calls, real = [], getattr(module, name)

    def act(*asked, **also):
        calls.append(asked)
        if len(calls) == call:
            raise Crash
        return real(*asked, **also)

    monkeypatch.setattr(module, name, act)


@pytest.fixture
def turn():
    return eventing.running(10)


def test_settling_that_dies_has_settled_nobody_and_the_next_run_settles_all(turn, monkeypatch):
    for user in people.crowd(3):
        eventing.come(eventing.register_before(user, turn))
    later = turn.ends_at + timedelta(hours=13)
    with monkeypatch.context() as dying:
        dies_at(dying, settling, "notify", 2)
        with pytest.raises(Crash):
            settling.settle_due(at=later)
    assert not Attendance.objects.exists()
    assert settling.settle_due(at=later) == 1
    assert Attendance.objects.attended().count() == 3


def test_a_file_that_dies_half_way_is_handed_in_again_whole(turn, monkeypatch):
    by = people.officer()
    here = [eventing.register_before(user, turn) for user in people.crowd(2)]
    clock = f"{timezone.localtime(turn.starts_at):%Y-%m-%d %H:%M:%S}"
    rows = [f"{code_of(one)},入场,{clock}," for one in here]
    content = "\n".join(["凭证码,动作,时间,设备记录号", *rows]).encode()
    sealed = uploads.preview_upload(actor=by, session=turn, content=content).sealed
    with monkeypatch.context() as dying:
        dies_at(dying, uploads, "record", 2)
        with pytest.raises(Crash):
            uploads.hand_in(actor=by, sealed=sealed, whole=True)
    assert not ScanUpload.objects.exists()
    assert not EntryScan.objects.exists()
    lines = uploads.hand_in(actor=by, sealed=sealed, whole=True)
    assert [line.result for line in lines] == ["recorded", "recorded"]


def test_a_walk_in_that_dies_holds_no_place(turn, monkeypatch):
    dies_at(monkeypatch, walk_ins, "record", 1)
    with pytest.raises(Crash):
        walk_in(
            actor=people.officer(),
            session=turn,
            arrival=Arrival("来宾", "13900000001", turn.quotas.get()),
        )
    turn.refresh_from_db()
    assert turn.taken == 0
    assert not Registration.objects.exists()
    assert not Person.objects.filter(full_name="来宾").exists()
