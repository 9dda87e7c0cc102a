"""Every event of a guarantee in every state, by every office and founder: allowed, or refused and nothing moved."""

import pytest
from django.db import transaction

from loans.models import Guarantee, GuaranteeRecovery
from loans.models.guarantee_moves import GuaranteeState
from loans.services import applications
from loans.services.guarantees import claims, giving, paying
from tests import applying, guaranteeing, people
from zibo_youth.core.errors import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def _contract(of, by, made):
    contract = applying.contract(signed_on=guaranteeing.today() - guaranteeing.AGO)
    applications.record_contract(actor=by, application=made.application, contract=contract)


def _reverse_recovery(of, by, made):
    row = GuaranteeRecovery.objects.effective().filter(claim__guarantee=made).first()
    if row is None:
        raise DomainError
    paying.reverse_recovery(actor=by, recovery=row, voucher="冲-追")


def _visit(of, by, made):
    on = guaranteeing.today()
    giving.record_visit(actor=by, application=made.application, on=on, finding="看过")


ACTS = {
    "visit": _visit,
    "approve": lambda of, by, made: applications.guarantee(
        actor=by, application=made.application, cover=guaranteeing.COVER
    ),
    "refuse": lambda of, by, made: applying.refuse(by, made.application),
    "letter": lambda of, by, made: giving.issue_letter(
        actor=by, guarantee=made, letter=guaranteeing.letter()
    ),
    "contract": _contract,
    "claim": lambda of, by, made: claims.file_claim(actor=by, guarantee=made, amount=applying.yuan(1_000)),
    "withdraw_claim": lambda of, by, made: claims.withdraw_claim(actor=by, guarantee=made, note="撤回"),
    "approve_claim": lambda of, by, made: claims.approve_claim(actor=by, guarantee=made),
    "refuse_claim": lambda of, by, made: claims.refuse_claim(actor=by, guarantee=made, note="不符"),
    "pay": lambda of, by, made: paying.pay_claim(actor=by, guarantee=made, told=guaranteeing.money(1_000)),
    "reverse_payment": lambda of, by, made: paying.reverse_payment(actor=by, guarantee=made, voucher="冲-付"),
    "recover": lambda of, by, made: paying.record_recovery(
        actor=by, guarantee=made, told=guaranteeing.money(100)
    ),
    "reverse_recovery": _reverse_recovery,
}
# By whose hand, from which states (claimed: before and after the guarantor's yes), and where it leads.
ALLOWED = {
    ("visit", "requested"): ("guarantor_officer", "site_visit"),
    ("visit", "site_visit"): ("guarantor_officer", "site_visit"),
    ("approve", "site_visit"): ("guarantor_officer", "approved"),
    ("refuse", "requested"): ("guarantor_officer", "refused"),
    ("refuse", "site_visit"): ("guarantor_officer", "refused"),
    ("letter", "approved"): ("guarantor_officer", "letter_issued"),
    ("contract", "letter_issued"): ("banker", "active"),
    ("claim", "active"): ("banker", "claimed"),
    ("withdraw_claim", "claimed"): ("banker", "active"),
    ("withdraw_claim", "agreed"): ("banker", "active"),
    ("approve_claim", "claimed"): ("guarantor_officer", "claimed"),
    ("refuse_claim", "claimed"): ("guarantor_officer", "active"),
    ("pay", "agreed"): ("guarantor_officer", "paid"),
    ("reverse_payment", "paid"): ("guarantor_officer", "claimed"),
    ("recover", "paid"): ("guarantor_officer", "recourse"),
    ("recover", "recourse"): ("guarantor_officer", "recourse"),
    ("reverse_recovery", "recourse"): ("guarantor_officer", "paid"),
}
STAGES = guaranteeing.STAGES | {"agreed": guaranteeing.agreed}
ACTORS = (
    *("founder", "founder_2", "officer", "foreign_officer", "city_staff", "administrator", "finance"),
    *("banker", "banker_2", "guarantor_officer", "guarantor_officer_2"),
)


def test_every_state_and_every_event_stands_here():
    assert set(STAGES) == {*GuaranteeState.values, "agreed"}
    assert {event for event, _state in ALLOWED} == set(ACTS)


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_who_may_do_what(stage):
    of = applying.lending(needs_guarantor=True)
    of.administrator = people.administrator()
    city = of.city_staff.person.memberships.get().organisation
    of.finance = people.staff("许示财", city, "finance_officer")
    of.guarantor_officer_2 = people.staff("柳示保", applying.organisation("guarantor"), "guarantor_officer")
    made = STAGES[stage](of)
    wrong = []
    for event, act in ACTS.items():
        whose, to = ALLOWED.get((event, stage), ("", ""))
        for actor in ACTORS:
            with transaction.atomic():
                got = _tried(act, of, getattr(of, actor), made)
                now = Guarantee.objects.get(pk=made.pk).state
                transaction.set_rollback(True)
            expected = actor == whose
            if got != expected or now != (to if expected else made.state):
                wrong.append((event, actor, expected, got, now))
    assert wrong == []


def _tried(act, of, by, made):
    try:
        with transaction.atomic():
            act(of, by, Guarantee.objects.whole().get(pk=made.pk))
    except DomainError:
        return False
    return True
