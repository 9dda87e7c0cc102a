"""资质 under load: an offer is accepted at the instant at which its proof is revoked."""

from collections import Counter
from datetime import timedelta

import pytest

from tests import people, volunteering
from tests.racing import at_once
from volunteers.errors import NotEligible, SignupMoved
from volunteers.models import RequirementItem, Signup, Volunteer
from volunteers.services import lapses, offers, vetting
from zibo_youth.core.calendar import now

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PAIRS = 32


@pytest.fixture
def offered():
    """So many volunteers with one proof each, and an offer that needs it; beside them who may revoke it."""
    officer = people.officer()
    post = volunteering.post(role="elder-care")
    post.role.requirements.set(post.role.requirements.model.objects.filter(code="agreement"))
    pairs = []
    for one in volunteering.crowd(PAIRS):
        item = volunteering.item(one, "agreement", checked_by=officer)
        signup = volunteering.signup(
            volunteering.shift(post), one, state="offered", offer_until=now() + timedelta(hours=2)
        )
        pairs.append((one.user, signup, item))
    return officer, pairs


def race(officer, pairs):
    def act(number):
        user, signup, item = pairs[number // 2]
        if number % 2:
            return offers.accept_offer(actor=user, signup=signup)
        return vetting.revoke_item(actor=officer, item=item, reason="证明有误")

    return at_once(act, PAIRS * 2)


def held_without_proof():
    good = RequirementItem.objects.filter(state="passed").values("volunteer")
    return Signup.objects.filter(state__in=["offered", "signed_up"]).exclude(volunteer__in=good).count()


def test_whoever_comes_first_nobody_serves_without_the_proof(offered):
    officer, pairs = offered
    answers = race(officer, pairs)

    revoked, accepted = answers[::2], answers[1::2]
    assert {type(answer) for answer in revoked} == {int}, Counter(map(repr, revoked))
    assert {type(answer) for answer in accepted} <= {Signup, NotEligible, SignupMoved}
    assert held_without_proof() == 0
    assert Signup.objects.filter(state="released").count() == PAIRS
    assert not RequirementItem.objects.filter(state="passed").exists()


@pytest.mark.control
def test_the_control_without_the_volunteers_lock_a_revocation_meets_an_acceptance(offered, monkeypatch):
    """Whoever decides about fitness and whoever takes a place no longer wait for each other."""

    def seen(number):
        return Volunteer.objects.get(pk=number)

    for module in (lapses, offers, vetting):
        monkeypatch.setattr(module, "lock_volunteer", seen)
    officer, pairs = offered
    for _attempt in range(5):
        answers = race(officer, pairs)
        if held_without_proof() or any(isinstance(answer, Exception) for answer in answers[::2]):
            return
        _again(pairs)
    pytest.fail("every revocation came before or after, as if the lock were there")


def _again(pairs):
    for _user, signup, item in pairs:
        Signup.objects.filter(pk=signup.pk).delete()
        RequirementItem.objects.filter(pk=item.pk).delete()
        signup.pk = item.pk = None
        signup.save(force_insert=True)
        item.save(force_insert=True)
