"""A press for a place of a round, through its page: few statements, one answer, and a refusal that keeps nothing."""

import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import rounding, volunteering
from volunteers.models import Application, ApplicationTransition
from volunteers.round_errors import RoundNotOpen
from volunteers.services.registration import leave
from zibo_youth.accounts.models import OneTimeKey
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db

# Session, log-in, key, facts under the volunteer's lock, place, answer.
STATEMENTS = 6


def signed_in(one):
    client = Client()
    client.force_login(volunteering.user_of(one), backend="zibo_youth.accounts.backends.PortalBackend")
    return client


def press(client, of, key=""):
    said = {"risks_read": "on", "statement": "能用英语引导", "one_time_key": key or str(uuid.uuid4())}
    return client.post(reverse("volunteer_round_apply", args=[of.pk]), said)


def test_a_press_is_few_statements_and_one_savepoint():
    of = rounding.call(1, shared=1)
    first, second, third = (signed_in(one) for one in rounding.students(None, 3))
    press(first, of)
    for client, state in ((second, "waitlisted"), (third, "waitlisted")):
        with CaptureQueriesContext(connection) as asked:
            assert press(client, of).status_code == 302
        said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
        assert len(said) <= STATEMENTS, "\n".join(sql[:160] for sql in said)
        # The request's own transaction is one more in a test, where the test holds the outermost.
        assert sum(query["sql"].startswith("SAVEPOINT") for query in asked) == 2
        assert Application.objects.latest("pk").state == state


def test_what_one_statement_writes_is_what_the_row_says():
    of = rounding.call(1, shared=1)
    home, shared = of.pools.counted()
    made = [
        *rounding.apply(of, *rounding.students(home, 2)),
        *rounding.apply(of, *rounding.students(None, 1)),
    ]

    for application in made:
        stored = Application.objects.get(pk=application.pk)
        assert {f.attname: getattr(application, f.attname) for f in Application._meta.concrete_fields} == {
            f.attname: getattr(stored, f.attname) for f in Application._meta.concrete_fields
        }
    assert [(each.pool_id, each.seat, each.cap) for each in made] == [
        (home.pk, 1, 1),
        (shared.pk, 1, 1),
        (None, None, None),
    ]
    moves = ApplicationTransition.objects.order_by("application").values_list(
        "from_state", "to_state", "actor"
    )
    assert list(moves) == [("", each.state, volunteering.user_of(each.volunteer).pk) for each in made]


def test_a_second_click_is_given_the_first_answer_and_a_second_press_the_sentence():
    of = rounding.call(shared=1)
    [one] = rounding.students(None, 1)
    client, key = signed_in(one), str(uuid.uuid4())

    first, again = press(client, of, key), press(client, of, key)
    assert first.url == again.url == Application.objects.get().get_absolute_url()
    refused = press(client, of)

    assert refused.status_code == 200
    assert "您已报名这次招募" in refused.content.decode()
    assert OneTimeKey.objects.count() == 1
    assert Notice.objects.filter(kind="volunteers.round_offer").count() == 1
    of.refresh_from_db()
    assert of.last_number == 1


def test_whoever_has_left_or_is_no_volunteer_takes_no_number():
    of = rounding.call(shared=1)
    [gone] = rounding.students(None, 1)
    leave(actor=gone.user, volunteer=gone)

    assert press(signed_in(gone), of).status_code == 200
    of.refresh_from_db()
    assert (of.last_number, Application.objects.count(), OneTimeKey.objects.count()) == (0, 0, 0)
    stranger = volunteering.people.applicant()
    assert press(volunteering.people.signed_in(stranger), of).url == reverse("volunteer_register")


def test_a_call_that_the_public_may_not_read_is_no_page_and_takes_no_number():
    hidden, drawn = rounding.draft(), rounding.call(shared=1)
    drawn.project.__class__.objects.filter(pk=drawn.project_id).update(state="cancelled")
    [one] = rounding.students(None, 1)

    for of in (hidden, drawn):
        assert press(signed_in(one), of).status_code == 404
        with pytest.raises(RoundNotOpen):
            rounding.apply(of, one)
    assert not Application.objects.exists()


def test_a_number_beyond_every_call_is_no_call():
    [one] = rounding.students(None, 1)
    answer = signed_in(one).post(
        reverse("volunteer_round_apply", args=[10**20]), {"one_time_key": str(uuid.uuid4())}
    )
    assert answer.status_code == 404


def test_the_audit_of_an_application_names_who_pressed():
    of = rounding.call(shared=1)
    [one] = rounding.students(None, 1)

    press(signed_in(one), of)

    events = apps.get_model("volunteers", "ApplicationEvent").objects
    [event] = events.filter(pgh_label="insert")
    assert event.pgh_context.metadata["user"] == one.user.pk
