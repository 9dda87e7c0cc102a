"""A decision at one instant: of 64 officers one decides, and what holds it."""

import pytest
from django.db import connection

from events.models import RegistrationReview, RegistrationTransition, Session
from events.services import reviewing
from tests import eventing, people
from tests.racing import at_once, outcome

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def _decide(one, officers):
    """Half of them admit, the others refuse."""

    def act(number):
        review = RegistrationReview.objects.select_related("registration__session__event").get(
            registration=one
        )
        if number % 2:
            return reviewing.admit(actor=officers[number % 4], review=review)
        return reviewing.refuse(actor=officers[number % 4], review=review, reason="safety")

    return at_once(act)


def _decisions(one):
    return RegistrationTransition.objects.filter(registration=one, reason__in=["approved", "refused"]).count()


def test_of_64_decisions_one_is_made():
    one = eventing.register(people.applicant(), eventing.session(3, needs_review=True))
    answers = _decide(one, [people.officer() for _ in range(4)])
    assert outcome(answers)["RegistrationReview"] == 1
    assert set(outcome(answers)) <= {"RegistrationReview", "ReviewMoved", "RegistrationMoved"}
    assert _decisions(one) == 1


@pytest.mark.control
def test_without_the_lock_the_look_and_the_walls_it_is_decided_many_times(monkeypatch):
    """Negative control: nobody waits, nobody asks whether it is open, and no wall holds a state."""
    one = eventing.register(people.applicant(), eventing.session(3, needs_review=True))
    rows = Session.objects.select_related("event")
    monkeypatch.setattr(reviewing, "lock_session", lambda pk: rows.get(pk=pk))

    def unasked(actor, review, to, **told):
        RegistrationReview.objects.filter(pk=review.pk).update(reason=told.get("reason", ""))

    def moved(actor, registration, to, **how):
        reason = how.get("reason", "")
        RegistrationTransition.objects.create(registration=registration, to_state=to, reason=reason)
        return registration

    monkeypatch.setattr(reviewing, "_claim", unasked)
    monkeypatch.setattr(reviewing, "move_registration", moved)
    monkeypatch.setattr(reviewing, "settle", lambda session, **also: [])
    _decide(one, [people.officer() for _ in range(4)])
    connection.close()
    assert _decisions(one) > 1
