"""What an event cost: told with what it rests on, to the cent, by its office only; not a matter of the public."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.errors import MoneyRestsOnNothing, NotAnAmount
from events.models import Event
from events.services.events import record_invested
from tests import eventing, people
from tests.people import signed_in
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_it_is_told_to_the_cent_and_told_anew():
    by, made = people.officer(), eventing.event()
    for amount in (Decimal("1082600.00"), Decimal("1082600.55")):
        told = record_invested(actor=by, event=made, amount=amount, source=" 决算表 ")
        assert (told.invested, told.invested_source) == (amount, "决算表")


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "NaN", "Infinity", "1e15"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(NotAnAmount):
        record_invested(
            actor=people.officer(), event=eventing.event(), amount=Decimal(amount), source="决算表"
        )


def test_money_without_a_source_is_refused_by_the_database():
    made = eventing.event()
    with pytest.raises(MoneyRestsOnNothing):
        record_invested(actor=people.officer(), event=made, amount=Decimal(5), source=" ")
    for wrong in (
        {"invested": 5},
        {"invested_source": "决算表"},
        {"invested": 0, "invested_source": "决算表"},
    ):
        with pytest.raises(IntegrityError, match="event_money_rests_on_something"), transaction.atomic():
            Event.objects.filter(pk=made.pk).update(**wrong)


def test_another_district_tells_nothing():
    with pytest.raises(NotAllowed):
        record_invested(
            actor=people.officer(of="huantai"), event=eventing.event(), amount=Decimal(5), source="决算表"
        )


def test_the_desk_tells_it_and_the_public_page_does_not(client):
    made = eventing.event()
    desk = signed_in(people.officer())
    address = reverse("managed_event", args=[made.public_id])
    desk.post(address, {"act": "invested", "invested-amount": "1082600.5", "invested-source": "决算表"})
    assert "共投入 1,082,600.50 元，依据：决算表" in desk.get(address).content.decode()
    assert "1,082,600" not in client.get(made.get_absolute_url()).content.decode()
