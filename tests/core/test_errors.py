"""Refusals: a constraint's name becomes a sentence; what nobody explained stays a fault."""

import pytest
from django import forms
from django.db import IntegrityError, transaction

from stations.models import Closure
from tests.houses import soon
from zibo_youth.core.errors import DomainError, explaining, shown_on, violated_constraint

pytestmark = pytest.mark.django_db


class TooShort(DomainError):
    """A refusal of the tests."""

    code = "too_short"
    message = "至少 %(nights)s 晚"
    field = "until_on"


@transaction.atomic
def close_for_no_night(station):
    return Closure.objects.create(station=station, from_on=soon(), until_on=soon(), reason="检修")


def test_a_violated_constraint_is_told_in_words(station):
    with pytest.raises(TooShort) as refused, explaining(closure_lasts_a_night=TooShort(nights=1)):
        close_for_no_night(station)
    assert str(refused.value) == "至少 1 晚"
    assert violated_constraint(refused.value.__cause__) == "closure_lasts_a_night"


def test_the_transaction_goes_on_after_a_refusal(station):
    with pytest.raises(TooShort), explaining(closure_lasts_a_night=TooShort(nights=1)):
        close_for_no_night(station)
    assert not Closure.objects.exists()


def test_a_constraint_that_nobody_explained_rises_as_it_is(station):
    with pytest.raises(IntegrityError, match="closure_lasts_a_night"), explaining(another_wall=TooShort()):
        close_for_no_night(station)


def test_a_class_is_as_good_as_a_refusal(station):
    class Plain(TooShort):
        message = "太短"

    with pytest.raises(Plain, match="太短"), explaining(closure_lasts_a_night=Plain):
        close_for_no_night(station)


class Form(forms.Form):
    until_on = forms.CharField(required=False)


@pytest.mark.parametrize(
    ("field", "place"), [("until_on", "until_on"), ("elsewhere", "__all__"), ("", "__all__")]
)
def test_a_form_shows_the_refusal_beside_the_field_it_names(field, place):
    class Refusal(TooShort):
        pass

    Refusal.field = field
    form = Form({})
    assert form.is_valid()
    with shown_on(form):
        raise Refusal(nights=2)
    assert form.errors.as_data()[place][0].code == "too_short"
    assert form.errors[place] == ["至少 2 晚"]
