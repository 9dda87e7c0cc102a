"""A span of nights, and requests that wait in it."""

from datetime import timedelta

from stations.models import Stay
from tests import people
from tests.houses import book
from zibo_youth.core.calendar import (
    after_workdays,
    today,
)

DAY = timedelta(days=1)


def span(days=14):
    return today() - 2 * DAY, today() - 2 * DAY + days * DAY


def handed_in(station, moments):
    """Stays that wait, handed in at these instants; the deadline is the policy's."""
    stays = [book(people.applicant(), station, nights=1) for _ in moments]
    for stay, moment in zip(stays, moments, strict=True):
        due = after_workdays(moment, 24)
        Stay.objects.filter(pk=stay.pk).update(submitted_at=moment, review_due_at=due)
    return stays
