"""Every event of an application in every state, by every office and founder: allowed, or refused and nothing moved."""

import pytest
from django.db import transaction

from loans.models import LoanApplication
from loans.models.application_moves import EVENTS, REVIEWED_BY, ApplicationState
from loans.services import applications
from loans.services.applications import Terms
from tests import applying, guaranteeing, people
from tests.applying import yuan
from zibo_youth.accounts.policy import RIGHTS
from zibo_youth.core.errors import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TERMS = Terms(yuan(150_000), 24)


def _act(name, **told):
    return lambda of, by, made: getattr(applications, name)(actor=by, application=made, **told)


ACTS = {
    "submit": _act("submit_application"),
    "answer": _act("answer_more_info"),
    "accept": _act("accept_offer"),
    "decline": _act("decline_offer"),
    "withdraw": _act("withdraw_application"),
    "take": _act("take_application"),
    "pass_on": _act("pass_on"),
    "recommend": lambda of, by, made: applications.recommend(actor=by, application=made, bank=of.bank),
    "ask_guarantor": lambda of, by, made: applications.ask_guarantor(
        actor=by, application=made, guarantor=of.guarantor, terms=TERMS
    ),
    "offer": _act("offer", terms=TERMS),
    "guarantee": _act("guarantee", cover=guaranteeing.COVER),
    "contract": lambda of, by, made: applications.record_contract(
        actor=by, application=made, contract=applying.contract()
    ),
    **{f"ask_in_{state}": _act("ask_more", asked=applying.asked()) for state in REVIEWED_BY},
    **{f"refuse_in_{state}": lambda of, by, made: applying.refuse(by, made) for state in REVIEWED_BY},
}
# Who stands there, and the role of the matrix that they act in; a foreign one has the role and no part.
ACTORS = {
    "founder": "applicant",
    "founder_2": "",
    "officer": "district_officer",
    "foreign_officer": "",
    "city_staff": "city_staff",
    "banker": "bank_officer",
    "banker_2": "",
    "guarantor_officer": "guarantor_officer",
    "administrator": "administrator",
    "finance": "finance_officer",
}
# The portal's own event: no service brings it to a person.
BY_PERSONS = sorted(set(EVENTS) - {"expire"})


def test_every_event_has_its_act_here():
    assert sorted(ACTS) == BY_PERSONS


def allowed(event, state, actor, made):
    rule = EVENTS[event]
    role = ACTORS[actor]
    if state not in rule.sources or not role or not RIGHTS[rule.action].get(role):
        return False
    # A guarantor has a part once it is asked; a bank once it is recommended to.
    return {"banker": made.bank_id, "guarantor_officer": made.guarantor_id}.get(actor, True)


@pytest.mark.parametrize("state", sorted(ApplicationState.values))
def test_who_may_do_what(state):
    of = applying.lending()
    of.administrator = people.administrator()
    city = of.city_staff.person.memberships.get().organisation
    of.finance = people.staff("许示财", city, "finance_officer")
    made = applying.STAGES[state](of)
    if state == "guarantor_review":
        guaranteeing.visit(of, made)  # without it nobody says yes
    wrong = []
    for event in _events_of(state):
        for actor in ACTORS:
            fresh = LoanApplication.objects.get(pk=made.pk)
            expected = bool(allowed(event, state, actor, fresh))
            with transaction.atomic():
                got = _tried(ACTS[event], of, getattr(of, actor), fresh)
                moved = LoanApplication.objects.get(pk=made.pk).state
                transaction.set_rollback(True)
            if got != expected or (moved in EVENTS[event].targets and moved != state) != expected:
                wrong.append((event, actor, expected, got, moved))
    assert wrong == []


def _events_of(state):
    """To ask and to refuse are one service each: in a review they are that review's event."""
    others = {f"{act}_in_{each}" for act in ("ask", "refuse") for each in REVIEWED_BY if each != state}
    return [event for event in BY_PERSONS if state not in REVIEWED_BY or event not in others]


def _tried(act, of, by, made):
    try:
        with transaction.atomic():
            act(of, by, made)
    except DomainError:
        return False
    return True
