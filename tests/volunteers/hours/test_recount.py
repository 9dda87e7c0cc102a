"""Whatever is credited, confirmed, disputed and corrected in whatever order: totals equal a recount of the lines."""

from contextlib import suppress
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import hours as ours
from tests import people, volunteering
from tests.hours import WEEK, moment
from volunteers import hours as totals
from volunteers.models import HourDispute, HourEntry
from volunteers.services import corrections, hours
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["state", "confirm", "notice", "final", "dispute", "uphold", "refuse", "correct"]),
        st.integers(0, 4),
        st.sampled_from([0, 30, 60, 90]),
    ),
    min_size=1,
    max_size=25,
)


class Town:
    """One volunteer, two who decide, and the steps that may be tried."""

    def __init__(self):
        self.post = volunteering.post()
        self.one = volunteering.volunteer()
        self.leader, self.other = ours.leader_of(self.post), ours.leader_of(self.post)
        self.officer = people.officer("zhangdian")

    def try_to(self, step, which, minutes):
        entries = list(HourEntry.objects.filter(kind="credit").order_by("pk"))
        entry = entries[which % len(entries)] if entries else None
        dispute = HourDispute.objects.filter(state="asked").first()
        acts = {
            "state": lambda: hours.state_hours(
                actor=self.leader,
                volunteer=self.one,
                post=self.post,
                starts_at=moment(2, 8 + which),
                ends_at=moment(2, 10 + which),
                minutes=minutes,
                reason="无签到条件",
            ),
            "confirm": lambda: entry and hours.confirm_hours(actor=self.other, entry=entry),
            "notice": lambda: hours.start_notice(at=now()),
            "final": self._finalise,
            "dispute": lambda: (
                entry
                and corrections.dispute_hours(actor=volunteering.user_of(self.one), entry=entry, wrong="少记")
            ),
            "uphold": lambda: (
                dispute
                and corrections.uphold_dispute(
                    actor=self.officer, dispute=dispute, answer="属实", minutes=minutes
                )
            ),
            "refuse": lambda: (
                dispute and corrections.refuse_dispute(actor=self.officer, dispute=dispute, answer="不实")
            ),
            "correct": lambda: (
                entry
                and corrections.correct_hours(actor=self.officer, entry=entry, reason="误记", minutes=minutes)
            ),
        }
        with suppress(DomainError):
            acts[step]()

    def _finalise(self):
        with suppress(DomainError):
            hours.accept_manual_share(actor=self.officer, project=self.post.project, reason="无签到条件")
        hours.finalise(at=now() + WEEK)


def recount(one):
    """From the lines alone: what was ever final, less what was taken back of it."""
    lines = list(HourEntry.objects.filter(volunteer=one).values())
    once_final = {line["id"]: line["minutes"] for line in lines if line["final_at"]}
    taken = {line["reverses_id"]: line["minutes"] for line in lines if line["kind"] == "reversal"}
    return sum(once_final.values()) - sum(taken.get(number, 0) for number in once_final)


@pytest.mark.django_db
@settings(max_examples=25)
@given(steps=STEPS)
def test_totals_equal_a_recount(steps):

    with transaction.atomic():
        town = Town()
        for step, which, minutes in steps:
            town.try_to(step, which, minutes)
        assert totals.final_minutes(town.one) == recount(town.one)
        standing = HourEntry.objects.credits().filter(volunteer=town.one).order_by("starts_at")
        spans = list(standing.values_list("starts_at", "ends_at"))
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert all(
            entry.reversals.count() == 1 for entry in HourEntry.objects.filter(kind="credit", state="revoked")
        )
        transaction.set_rollback(True)
