"""A registration through the API: few statements, and what one statement writes is what the row says."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Registration, RegistrationTransition
from tests import eventing, people
from tests.people import signed_in
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db

# Session, log-in, the hour's count, key, the parts with session and event, lock and place, answer.
STATEMENTS = 7


def ask(client, turn, key):
    told = json.dumps({"session": str(turn.public_id), "wait": True})
    return client.post(
        "/api/v1/events/me/registrations/",
        told,
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_a_registration_is_few_statements_whether_it_finds_a_place_or_waits():
    turn = eventing.session(2)
    clients = [signed_in(user) for user in people.crowd(4)]
    ask(clients[0], turn, "the-first-of-all-1234")
    for number, state in ((1, "registered"), (2, "waiting"), (3, "waiting")):
        with CaptureQueriesContext(connection) as asked:
            answer = ask(clients[number], turn, f"a-key-of-their-own-{number}")
        assert (answer.status_code, answer.json()["state"]) == (201, state)
        said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
        assert len(said) <= STATEMENTS, "\n".join(sql[:160] for sql in said)


def test_row_transition_and_notice_agree():
    turn = eventing.session(1)
    for user, state, told in zip(
        people.crowd(2), ("registered", "waiting"), ("events.registered", "events.waiting"), strict=True
    ):
        made = eventing.wait(user, turn)
        stored = Registration.objects.get(pk=made.pk)
        for field in Registration._meta.concrete_fields:
            assert getattr(made, field.attname) == getattr(stored, field.attname), field.name
        [move] = RegistrationTransition.objects.filter(registration=made)
        assert (move.from_state, move.to_state, move.actor_id) == ("", state, user.pk)
        [notice] = Notice.objects.filter(about_pk=str(made.pk), about_model="events.registration")
        assert (notice.kind, notice.to_id) == (told, user.person_id)


def test_the_audit_names_who_registered():
    turn, user = eventing.session(1), people.applicant()
    ask(signed_in(user), turn, "a-key-for-the-audit-1")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT context.metadata->>'user' FROM events_registrationevent AS told"
            " JOIN pghistory_context AS context ON context.id = told.pgh_context_id"
        )
        assert cursor.fetchall() == [(str(user.pk),)]
