"""Hazards at one instant: two officers closing, one join twice, two joins crossing, a claim against a reopening."""

import threading

import pytest
from django.db import connection
from django.db.models import Q

from safety.hazard_sight import part_in
from safety.models import HazardFix, HazardReport, HazardReporter, HazardReward, HazardTransition
from safety.services.hazards import confirming, due, mending, moves, reporting, rewarding, withdrawing
from tests import hazarding, people
from tests.races import walls
from tests.racing import at_once, outcome
from zibo_youth.core.calendar import now
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MANY = 16


def cleared():
    for model in (HazardTransition, HazardReporter, HazardReward):
        model.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE safety_hazardreport CASCADE")


@pytest.fixture
def without():
    yield from walls.taking_away(cleared)


def unlocked(number):
    """A look instead of a lock."""
    return HazardReport.objects.whole().select_related("assigned_to", "fix").get(pk=number)


def looked_at_slowly(number):
    """As `unlocked`, and time enough for everybody to look before anybody writes."""
    found = unlocked(number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5)")
    return found


def blind(actor, hazard, to, *, party, note="", reason="", **changes):
    """A move that does not ask what the row says by now."""
    HazardReport.objects.filter(pk=hazard.pk).update(state=to, **changes)
    moves.write_down(actor, hazard, to, party=party, before=hazard.state, note=note, reason=reason)
    return hazard


def took(hazard, to):
    return hazard.transitions.filter(to_state=to).count()


# --- two officers closing ------------------------------------------------------------------------


def closed_by_many():
    hazard = hazarding.Plant().verified()
    officers = [people.officer(name=f"周{number}") for number in range(MANY)]
    told = outcome(
        at_once(
            lambda n: confirming.close_hazard(actor=officers[n], hazard=hazard, words=f"第{n}人"), crowd=MANY
        )
    )
    return hazard, told


def test_of_many_officers_closing_one_does():
    hazard, told = closed_by_many()
    assert told == {"HazardReport": 1, "HazardMoved": MANY - 1}
    assert took(hazard, "closed") == 1


@pytest.mark.control
def test_without_the_look_at_the_old_state_everybody_closes(monkeypatch, without):
    """Negative control: lock and filtered UPDATE away, each of them believes it has closed."""
    without(triggers=("safety_hazardreport", "hazard_report_moves_as_allowed"))

    monkeypatch.setattr(confirming, "lock_hazard", unlocked)
    monkeypatch.setattr(confirming, "require_state", lambda hazard, *states: None)
    monkeypatch.setattr(confirming, "move", blind)
    hazard, told = closed_by_many()
    assert told == {"HazardReport": MANY}
    assert took(hazard, "closed") == MANY


# --- joining -------------------------------------------------------------------------------------


def joined_many_times():
    plant, other = hazarding.Plant(), people.applicant()
    first, mine = plant.reported(), plant.reported(other)
    told = outcome(
        at_once(lambda n: reporting.join_hazard(actor=other, own=mine, original=first), crowd=MANY)
    )
    first.refresh_from_db()
    return first, told


def test_a_join_pressed_many_times_is_one():
    first, told = joined_many_times()
    assert told["HazardReport"] == 1
    assert set(told) <= {"HazardReport", "HazardMoved", "HazardJoinedAlready", "HazardNotLike"}
    assert (first.followers, HazardReporter.objects.filter(hazard=first).count()) == (1, 2)


@pytest.mark.control
def test_without_lock_and_key_a_join_is_counted_again_and_again(monkeypatch, without):
    """Negative control."""
    without("hazard_reporter_joined_once")
    monkeypatch.setattr(reporting, "lock_two", lambda one, other: (unlocked(one), unlocked(other)))
    monkeypatch.setattr(reporting, "join", lambda actor, hazard, original, party: hazard)
    monkeypatch.setattr(reporting.hazard_sight, "part_in", part_of)
    first, _told = joined_many_times()
    assert first.followers > 1


def part_of(person, hazard):
    """The first part is read as ever; that somebody follows already is not looked at."""
    found = part_in(person, hazard)
    return "" if found == "follower" else found


def crossing():
    """Two reports of two people: each joins the other's."""
    plant, other = hazarding.Plant(), people.applicant()
    one, two = plant.reported(), plant.reported(other)
    pairs = [(plant.reporter, one, two), (other, two, one)]

    def act(number):
        by, own, original = pairs[number % 2]
        return reporting.join_hazard(actor=by, own=own, original=original)

    told = outcome(at_once(act, crowd=MANY))
    ends = HazardReport.objects.filter(pk__in=[one.pk, two.pk], state="duplicate")
    return told, ends.count()


def test_two_reports_that_join_each_other_end_as_one():
    told, joined = crossing()
    assert joined == 1
    assert not {"OperationalError", "IntegrityError"} & set(told)


@pytest.mark.control
def test_without_locks_and_wall_both_are_joined_to_nothing(monkeypatch, without):
    """Negative control: each is the other's duplicate, and nobody looks after either."""
    without(triggers=("safety_hazardreport", "hazard_report_joined_to_an_original"))
    monkeypatch.setattr(reporting, "JOINABLE", ("submitted", "duplicate"))
    monkeypatch.setattr(
        reporting, "similar_to", lambda own: list(HazardReport.objects.exclude(pk=own.pk).whole())
    )
    _told, joined = crossing()
    assert joined == 2


# --- a claim against a reopening -----------------------------------------------------------------


def claims_and_reopenings():
    """Half of them claim a fix once more, half send it back: in any order, each step once."""
    plant = hazarding.Plant()
    hazard = plant.claimed()

    def act(number):
        if number % 3 == 0:
            return hazarding.agrees(hazard, plant.officer, False)
        if number % 3 == 1:
            return hazarding.begin(hazard, plant.safety)
        return hazarding.claim(hazard, plant.safety)

    told = outcome(at_once(act, crowd=24))
    hazard.refresh_from_db()
    return hazard, told


def test_claims_and_reopenings_follow_one_another():
    hazard, told = claims_and_reopenings()
    assert not {"OperationalError", "IntegrityError", "InternalError"} & set(told)
    numbers = list(hazard.fixes.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert hazard.reopened_times <= 1
    assert took(hazard, "reopened") == hazard.reopened_times
    assert took(hazard, "closed") < hazard.fixes.count()
    if hazard.state == "fixed_claimed":
        assert hazard.fix.number == len(numbers)


@pytest.mark.control
def test_without_the_lock_one_claim_is_sent_back_twice_and_ends_unfixed(monkeypatch, without):
    """Negative control: each office sees a claim without an answer, and the second "no" of one claim ends it."""
    without(triggers=("safety_hazardreport", "hazard_report_moves_as_allowed"))
    without(triggers=("safety_hazardfix", "hazard_fix_stays_as_claimed"))
    monkeypatch.setattr(confirming, "lock_hazard", looked_at_slowly)
    monkeypatch.setattr(confirming, "move", blind)
    hazard, _told = claims_and_reopenings()
    assert hazard.fixes.count() == took(hazard, "reopened") == took(hazard, "closed") == 1


def claims_at_once(take_away=lambda: None):
    plant = hazarding.Plant()
    hazard = plant.mending()
    take_away()
    told = outcome(at_once(lambda n: hazarding.claim(hazard, plant.safety), crowd=MANY))
    return hazard, told


def test_of_claims_at_one_instant_one_stands():
    hazard, told = claims_at_once()
    assert told == {"HazardFix": 1, "HazardMoved": MANY - 1}
    assert hazard.fixes.count() == 1


@pytest.mark.control
def test_without_the_lock_two_claims_are_one_too_many(monkeypatch, without):
    """Negative control: several fixes of one number, and the report knows one of them."""
    without("hazard_fix_numbered_once")

    def take_away():
        monkeypatch.setattr(mending, "lock_hazard", unlocked)
        monkeypatch.setattr(mending, "move", lambda actor, hazard, to, **told: hazard)

    hazard, told = claims_at_once(take_away)
    assert told["HazardFix"] > 1, told
    assert HazardFix.objects.filter(hazard=hazard, number=1).count() > 1


# --- both sides at once, alerts, rewards ---------------------------------------------------------


def test_both_answers_at_one_instant_are_both_kept_and_it_is_verified():
    plant = hazarding.Plant()
    hazard = plant.claimed()
    acts = (
        lambda: hazarding.says(hazard, plant.reporter, True),
        lambda: hazarding.agrees(hazard, plant.officer),
    )
    at_once(lambda n: acts[n](), crowd=2)
    hazard.refresh_from_db()
    assert (hazard.state, took(hazard, "verified")) == ("verified", 1)


def test_many_workers_warn_once():
    hazard = hazarding.Plant().assigned()
    told = at_once(lambda n: due.watch_hazards(at=hazard.warn_at), crowd=MANY)
    assert sum(told) == 1
    assert Notice.objects.filter(kind="safety.hazard_half").count() == 1


def test_many_workers_settle_a_silence_once():
    plant = hazarding.Plant()
    hazard = hazarding.silence(hazarding.agrees(plant.claimed(), plant.officer))
    assert sum(at_once(lambda n: confirming.settle_silence(at=now()), crowd=MANY)) == 1
    assert took(hazard, "verified") == 1


def rewards_paid(settings):
    settings.SAFETY = settings.SAFETY | {"hazard_rewards": True}
    hazard = hazarding.Plant().verified()
    code, city = rewarding.claim_code(hazard), people.city_staff()
    return outcome(at_once(lambda n: rewarding.pay_reward(actor=city, code=code), crowd=MANY))


def test_a_claim_code_is_paid_once(settings):
    assert rewards_paid(settings) == {"HazardReward": 1, "RewardPaid": MANY - 1}


def test_a_form_sent_many_times_makes_one_report():
    by = people.applicant()
    told = outcome(at_once(lambda n: hazarding.report(by, key="k" * 40), crowd=MANY))
    assert told == {"HazardReport": 1, "HazardAlreadySent": MANY - 1}
    assert HazardReport.objects.filter(~Q(photo="")).count() == 1


# --- a picture that is taken back while a report goes on -----------------------------------------


def taken_back_meanwhile(monkeypatch):
    """The second "no" makes a new report with the old picture, while somebody takes that picture back."""
    plant = hazarding.Plant()
    old = plant.again(hazarding.agrees(plant.claimed(), plant.officer, False))
    goes_on, real = threading.Event(), confirming.continue_hazard

    def slowly(hazard):
        goes_on.set()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.7)")
        return real(hazard)

    def taken_back():
        goes_on.wait(timeout=60)
        return withdrawing.withdraw_photo(actor=plant.officer, hazard=old, reason="看得到工牌")

    monkeypatch.setattr(confirming, "continue_hazard", slowly)
    acts = (lambda: hazarding.agrees(old, plant.officer, False), taken_back)
    told = outcome(at_once(lambda n: acts[n](), crowd=2))
    assert told == {"HazardReport": 2}
    old.refresh_from_db()
    return old, old.goes_on


def test_a_picture_that_is_taken_back_is_shown_by_no_report_that_goes_on_in_this_instant(monkeypatch):
    assert [each.photo_is_clear for each in taken_back_meanwhile(monkeypatch)] == [False, False]


@pytest.mark.control
def test_without_the_lock_the_report_that_goes_on_shows_what_was_taken_back(monkeypatch):
    """Negative control: whoever takes it back looks before the new report is there, and writes after it."""
    monkeypatch.setattr(withdrawing, "lock_hazard", unlocked)
    assert [each.photo_is_clear for each in taken_back_meanwhile(monkeypatch)] == [False, True]
