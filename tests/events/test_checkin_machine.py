"""In, out, undo and files of devices in any order, against a model of a few lines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from events.board import board_of
from events.models import EntryScan
from events.passes import code_of, ticket_for
from events.services.checkin import scanning, uploads
from tests import eventing, people
from zibo_youth.core.calendar import standing_at
from zibo_youth.core.errors import DomainError
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
SEATS = st.integers(0, 2)


class Door(RuleBasedStateMachine):
    """The model: of each seat the list of what stands, in its order; the clock only goes on."""

    def __init__(self):
        super().__init__()
        self.turn = eventing.running(9)
        self.by = people.officer()
        self.seats = [eventing.register_before(user, self.turn) for user in people.crowd(3)]
        self.stands = {number: [] for number in range(3)}
        self.moment = self.turn.starts_at

    def _on(self):
        self.moment += timedelta(seconds=7)
        return standing_at(self.moment)

    def _would(self, seat, kind):
        inside = len(self.stands[seat]) % 2 == 1
        return inside != (kind == "in")

    @rule(seat=SEATS, kind=st.sampled_from(["in", "out"]))
    def scanned(self, seat, kind):
        one = self.seats[seat]
        ticket = ticket_for(self.turn, code_of(one))
        allowed = self._would(seat, kind)
        with self._on():
            try:
                scanning.scan(actor=self.by, session=self.turn, ticket=ticket, kind=kind)
            except DomainError:
                assert not allowed
                return
        assert allowed
        self.stands[seat].append((kind, self.moment))

    @rule(seat=SEATS, back=st.integers(0, 3))
    def undone(self, seat, back):
        rows = list(EntryScan.objects.filter(registration=self.seats[seat]).exclude(kind="undo"))
        rows = [row for row in rows if row.step is not None]
        if back >= len(rows):
            return
        scan = rows[len(rows) - 1 - back]
        last = EntryScan.objects.standing().filter(registration=self.seats[seat]).order_by("step").last()
        with self._on():
            try:
                scanning.undo_scan(actor=self.by, scan=scan, reason="扫错了")
            except DomainError:
                assert last != scan
                return
        assert last == scan
        self.stands[seat].pop()

    @rule(
        rows=st.lists(st.tuples(SEATS, st.sampled_from(["in", "out"]), st.integers(-60, 0)), max_size=4),
        whole=st.booleans(),
    )
    def handed_in(self, rows, whole):
        with self._on():
            self._hand_in(rows, whole)

    def _hand_in(self, rows, whole):
        told = [(seat, kind, self.moment + timedelta(seconds=ago)) for seat, kind, ago in rows]
        lines = [f"{code_of(self.seats[seat])},{kind},{at.isoformat()}," for seat, kind, at in told]
        content = "\n".join(["凭证码,动作,时间,设备记录号", *lines]).encode()
        stands = {seat: list(rows) for seat, rows in self.stands.items()}
        known = set(EntryScan.objects.filter(way="offline").values_list("registration", "kind", "at"))
        wrong = 0
        for seat, kind, at in sorted(told, key=lambda one: (one[0], one[2])):
            if (self.seats[seat].pk, kind, at) in known:
                continue
            known.add((self.seats[seat].pk, kind, at))
            last = stands[seat][-1:]
            inside = len(stands[seat]) % 2 == 1
            if (last and last[0][1] > at) or inside == (kind == "in"):
                wrong += 1
            else:
                stands[seat].append((kind, at))
        try:
            preview = uploads.preview_upload(actor=self.by, session=self.turn, content=content)
            assert preview.wrong == wrong
            uploads.hand_in(actor=self.by, sealed=preview.sealed, whole=whole)
        except DomainError:
            assert not rows or (whole and wrong)
            return
        self.stands = stands

    @invariant()
    def what_stands_is_what_the_model_says(self):
        for seat, one in enumerate(self.seats):
            rows = EntryScan.objects.standing().filter(registration=one).order_by("step")
            assert [(row.kind, row.at) for row in rows] == self.stands[seat]

    @invariant()
    def the_board_counts_as_the_model_does(self):
        told = board_of(self.turn)
        assert told.inside == sum(len(rows) % 2 for rows in self.stands.values())
        assert told.came == sum(bool(rows) for rows in self.stands.values())

    def teardown(self):
        broken = verify()
        assert not broken["entry_scans_with_a_step_left_out"]


@pytest.mark.long
def test_the_door_does_what_the_model_does():
    kept = settings(
        max_examples=15,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Door, settings=kept)
