"""发件箱: one statement in the caller's transaction, told once."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zibo_youth.notifications.models import Notice
from zibo_youth.notifications.outbox import notify

KIND = "stations.stay_approved"


class BookingFailed(Exception):
    """What goes wrong after the notice was written."""


def test_a_notice_costs_the_booking_one_statement(guest, stay):
    with CaptureQueriesContext(connection) as spent:
        notify(KIND, to=guest, about=stay)
    assert [query["sql"].split()[0] for query in spent] == ["INSERT"]

    with CaptureQueriesContext(connection) as usual:  # the control: what the ORM's own way costs
        Notice.objects.get_or_create(
            dedup_key="other",
            defaults={"kind": KIND, "to": guest, "about_model": "stations.stay", "about_pk": "1"},
        )
    assert len(usual) > 1


def test_says_a_thing_once_and_a_new_occasion_again(guest, stay, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert notify(KIND, to=guest, about=stay)
        assert not notify(KIND, to=guest, about=stay)
        assert notify(KIND, to=guest, about=stay, dedup="second return")
    assert Notice.objects.count() == 2


def test_two_colleagues_are_both_told(guest, stay, db):
    colleague = type(guest).objects.create(full_name="另一人")
    assert notify(KIND, to=guest, about=stay)
    assert notify(KIND, to=colleague, about=stay)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_booking_leaves_no_notice_and_no_nudge(guest, stay, nudged):
    @transaction.atomic
    def booking_that_fails() -> None:
        notify(KIND, to=guest, about=stay)
        raise BookingFailed

    with pytest.raises(BookingFailed):
        booking_that_fails()
    assert (Notice.objects.count(), nudged) == (0, [])

    with transaction.atomic():  # the control: a commit leaves both, and the nudge only afterwards
        notify(KIND, to=guest, about=stay)
        assert nudged == []
    assert nudged == [Notice.objects.get().pk]
