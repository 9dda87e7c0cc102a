"""Races of reports: one of two signatures counts, and nothing that came late is sent unseen; each with its control."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from unittest import mock

import pytest

from tests import people
from tests.houses import house
from tests.racing import at_once
from tests.reports import past
from tests.reports.filled import DAY, NAMES, filled, opened
from zibo_youth.notifications.models import Notice
from zibo_youth.reports import services
from zibo_youth.reports.errors import FiguresOutdated, ReportSent
from zibo_youth.reports.models import MonthlyReport, ReportTransition
from zibo_youth.reports.services import signing

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SIGNATURES = 8


@pytest.fixture
def ready():
    """Filled in by one of two officers of the same district."""
    first, second = people.officer("zhangdian"), people.officer("zhangdian", name="吴越")
    people.city_staff()
    return filled(first, opened()), [first, second]


def sign_at_once(report, officers):
    def sign(n):
        mine = MonthlyReport.objects.select_related("organisation").get(pk=report.pk)
        return services.submit_report(actor=officers[n % 2], report=mine, **NAMES)

    return at_once(sign, crowd=SIGNATURES)


def test_of_many_signatures_at_one_instant_one_counts(ready):
    report, officers = ready
    answers = sign_at_once(report, officers)
    assert sum(isinstance(answer, MonthlyReport) for answer in answers) == 1
    assert sum(isinstance(answer, ReportSent) for answer in answers) == SIGNATURES - 1
    assert ReportTransition.objects.filter(to_state="submitted").count() == 1
    assert Notice.objects.filter(kind="reports.report_submitted").count() == 1


@pytest.mark.control
def test_the_control_without_the_lock_and_the_state_in_the_update_more_than_one_counts(ready):
    report, officers = ready

    def unguarded(*, actor, report, to, **changes):
        MonthlyReport.objects.filter(pk=report.pk).update(**changes)
        ReportTransition.objects.create(report=report, actor_id=actor.pk, from_state="draft", to_state=to)

    with mock.patch.multiple(signing, editable=lambda held: held, move=unguarded):
        sign_at_once(report, officers)
    assert ReportTransition.objects.filter(to_state="submitted").count() > 1


@pytest.mark.parametrize("guard", ["kept", "taken away"])
def test_what_came_after_the_checks_is_not_sent_unseen(ready, guard):
    """A late entry is committed between the checks of the officer and the signature; the control sends it unseen."""
    report, officers = ready
    station = house("flexible:2", opened_on=date(2020, 11, 1))
    guest = past.guests(1)[0]
    off = mock.patch.object(signing, "_require_current") if guard == "taken away" else nullcontext()

    def act(n):
        if n == 0:
            return past.stayed(guest, station, DAY)
        mine = MonthlyReport.objects.select_related("organisation").get(pk=report.pk)
        while not guest.stays.exists():
            pass
        return services.submit_report(actor=officers[0], report=mine, **NAMES)

    with off:
        answers = at_once(act, crowd=2)
    assert isinstance(answers[1], FiguresOutdated if guard == "kept" else MonthlyReport), answers[1]
