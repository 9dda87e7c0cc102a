"""
Any order of registering, waiting, leaving, offers, releases, capacities and hours: after every step all counts hold.

The machine knows no order that must be kept: what a service refuses is refused and leaves no trace. What it does
is judged by what stood before and what stands after, in plain Python: nobody who waited was overtaken by a party
that was no smaller, no group was passed more often than is published, and no place lies free for whoever could
have it.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings as portal
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from events.errors import CapacityBelowTaken
from events.invariants import sentences
from events.models import Registration, Session
from events.querysets import RegistrationQuerySet
from events.services import due, registrations, sessions
from events.services.sessions import QuotaPlan
from tests import eventing, people
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import DomainError

State = Registration.State
LIVE = (State.WAITING, State.OFFERED, State.REGISTERED)
PARTS = (
    QuotaPlan("女生", 4, Person.Gender.FEMALE, "Women"),
    QuotaPlan("男生", 4, Person.Gender.MALE, "Men"),
    QuotaPlan("不限", 5, 0, "Everybody"),
)
WHO, WHICH, PARTY = st.integers(0, 11), st.integers(0, 40), st.integers(1, 4)


class Evening(RuleBasedStateMachine):
    """One session of six places in three parts that add up to more, twelve people, one office; hours go by."""

    @initialize()
    def plan(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.moment = now()
        self.session = eventing.session(6, quotas=PARTS, most_together=4)
        self.office = people.officer()
        self.crowd = [people.applicant(gender=(people.FEMALE, people.MALE)[n % 2]) for n in range(12)]
        self._half_full()
        self.before = self._rows()

    def _half_full(self) -> None:
        """Places are held and a queue stands already: what comes free has takers of all sizes."""
        for who, party in enumerate((2, 1, 2, 1, 3, 2, 1, 3)):
            eventing.wait(
                self.crowd[who], self.session, "不限" if who < 2 else ("女生", "男生")[who % 2], seats=party
            )

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # --- what people do --------------------------------------------------------------------

    @rule(who=WHO, party=PARTY, is_open_to_all=st.booleans(), may_wait=st.sampled_from([True, True, False]))
    def register(self, who: int, party: int, is_open_to_all: bool, may_wait: bool) -> None:
        part = "不限" if is_open_to_all else ("女生", "男生")[who % 2]
        self._try(
            lambda: eventing.register(self.crowd[who], self._turn(), part, seats=party, may_wait=may_wait)
        )

    @rule(which=WHICH)
    def leave(self, which: int) -> None:
        if one := self._pick(which, *LIVE):
            self._try(lambda: eventing.cancel(one))

    @rule(which=WHICH)
    def accept(self, which: int) -> None:
        if one := self._pick(which, State.OFFERED):
            self._try(lambda: registrations.accept_offer(actor=self._user(one), registration=one))

    # --- what the office does --------------------------------------------------------------

    @rule(which=WHICH)
    def release(self, which: int) -> None:
        if one := self._pick(which, *LIVE):
            self._try(
                lambda: registrations.release_registration(
                    actor=self.office, registration=one, reason="材料不实"
                )
            )

    @rule(capacity=st.integers(1, 9))
    def resize(self, capacity: int) -> None:
        turn = self._turn()
        plan = replace(eventing.plan_of(turn), capacity=capacity)
        refused = self._try(lambda: sessions.change_session(actor=self.office, session=turn, plan=plan))
        assert isinstance(refused, CapacityBelowTaken) or turn.taken <= capacity or self._is_over()

    @rule(part=st.integers(0, 2), capacity=st.integers(1, 7))
    def resize_a_part(self, part: int, capacity: int) -> None:
        quota = list(self.session.quotas.order_by("pk"))[part]
        self._try(lambda: sessions.resize_quota(actor=self.office, quota=quota, capacity=capacity))

    @rule(hours=st.integers(1, 14))
    def hours_go_by(self, hours: int) -> None:
        self.moment += timedelta(hours=hours)
        self._try(lambda: registrations.lapse_offers(at=self.moment))
        self._try(lambda: due.end_waiting(at=self.moment))

    @rule()
    def the_nightly_look_finds_nothing_left_undone(self) -> None:
        with standing_at(self.moment):
            assert due.settle_sessions(at=self.moment) == 0

    # --- what must hold --------------------------------------------------------------------

    @invariant()
    def every_count_is_a_recount(self) -> None:
        if not hasattr(self, "session"):
            return
        with connection.cursor() as cursor:
            for name, (_meaning, rows) in sentences().items():
                if self._is_over() and name.startswith("first_in_the_queue"):
                    continue  # it asks the database's clock, on which the session is still to come
                cursor.execute(f"SELECT count(*) FROM ({rows}) AS found")
                assert cursor.fetchone()[0] == 0, name

    @invariant()
    def nobody_is_overtaken_by_a_party_that_is_no_smaller(self) -> None:
        """Whoever holds a place now, and did not before: everybody ahead of them who still waits had a reason."""
        if not hasattr(self, "session"):
            return
        before, after = self.before, self._rows()
        self.before = after
        free = self._free(before, after)
        for pk, one in after.items():
            if one.holds and not (pk in before and before[pk].holds):
                for other in after.values():
                    ahead = other.pk < pk and other.state == State.WAITING
                    if ahead and other.seats <= one.seats:
                        assert free[other.quota_id] < other.seats, (other.pk, pk)

    @invariant()
    def no_group_is_passed_more_often_than_is_published(self) -> None:
        if hasattr(self, "session"):
            skips = portal.EVENTS["group_skips"]
            assert all(one.skipped <= skips for one in self.before.values())

    @invariant()
    def no_place_lies_free_for_whoever_could_have_it(self) -> None:
        """Unless it is kept for a group ahead that was passed often enough, and may ever fit."""
        if not hasattr(self, "session") or self._is_over():
            return
        turn, rows = self._turn(), sorted(self._rows().values(), key=lambda one: one.pk)
        left = {part.pk: min(part.left, turn.left) for part in turn.quotas.all()}
        most = {part.pk: min(part.capacity, turn.capacity) for part in turn.quotas.all()}
        waiting = [one for one in rows if one.state == State.WAITING]
        for place, one in enumerate(waiting):
            kept = [
                group
                for group in waiting[:place]
                if group.skipped >= portal.EVENTS["group_skips"]
                and left[group.quota_id] < group.seats <= most[group.quota_id]
            ]
            assert kept or one.seats > left[one.quota_id], one.pk

    # --- how it is told --------------------------------------------------------------------

    def _try(self, act) -> DomainError | None:
        """What is refused must leave no trace; a broken wall that nobody explained rises."""
        with standing_at(self.moment):
            try:
                with transaction.atomic():
                    act()
            except DomainError as refused:
                return refused
        return None

    def _turn(self) -> Session:
        return Session.objects.select_related("event").get(pk=self.session.pk)

    def _is_over(self) -> bool:
        return self.moment >= self.session.starts_at

    def _rows(self) -> dict[int, Registration]:
        return {one.pk: one for one in self.session.registrations.select_related("quota")}

    def _pick(self, which: int, *states: str) -> Registration | None:
        found = list(
            self.session.registrations.filter(state__in=states).select_related("person").order_by("pk")
        )
        return found[which % len(found)] if found else None

    def _user(self, one: Registration):
        return next(user for user in self.crowd if user.person.pk == one.person_id)

    def _free(self, before, after) -> dict[int, int]:
        """Places of each part before anybody of this step took one: now free, and those newly held."""
        turn = self._turn()
        taken = [one for pk, one in after.items() if one.holds and not (pk in before and before[pk].holds)]
        total = turn.left + sum(one.seats for one in taken)
        parts = {part.pk: part.left for part in turn.quotas.all()}
        for one in taken:
            parts[one.quota_id] += one.seats
        return {part: min(total, left) for part, left in parts.items()}


Evening.TestCase.settings = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "10")),
    stateful_step_count=40,
    deadline=None,
    derandomize="MACHINE_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
TestEvening = pytest.mark.django_db(Evening.TestCase)


@pytest.mark.control
@pytest.mark.django_db
def test_the_control_that_offers_to_the_last_comer_is_found(monkeypatch):
    """A queue gone through from its end: the machine says that somebody was overtaken."""

    def last_first(rows):
        return rows.filter(state="waiting").order_by("-pk")

    monkeypatch.setattr(RegistrationQuerySet, "queue", last_first)
    evening = Evening()
    evening.plan()
    try:
        for who in (8, 9):
            evening.register(who=who, party=1, is_open_to_all=True, may_wait=True)
        evening.nobody_is_overtaken_by_a_party_that_is_no_smaller()
        evening.leave(which=1)
        with pytest.raises(AssertionError):
            evening.nobody_is_overtaken_by_a_party_that_is_no_smaller()
    finally:
        evening.teardown()
