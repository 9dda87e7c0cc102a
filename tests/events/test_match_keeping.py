"""相亲会: thirty days after the evening everything goes but five numbers; holds, erasure, one's own copy."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection, transaction

from events.match_sight import chosen_by, figures_of
from events.models import (
    MatchBlock,
    MatchChoice,
    MatchPair,
    MatchProfile,
    MatchReport,
    MatchReview,
    MatchRound,
    Session,
)
from events.own_data import events_hold
from events.services import matchmaking
from tests import matching, people
from zibo_youth.accounts.models import LegalHold
from zibo_youth.accounts.services import erasing
from zibo_youth.accounts.terms import term
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.django_db
ROWS = (MatchChoice, MatchPair, MatchBlock, MatchReport, MatchReview, MatchProfile)


@pytest.fixture
def evening():
    """Two who matched and said yes again, one who chose in vain, one report, one block; it is released."""
    held = matching.turn()
    ada = matching.admitted(people.applicant("示甲", people.FEMALE), held)
    bea = matching.admitted(people.applicant("示乙", people.FEMALE), held)
    carl = matching.admitted(people.applicant("示丙"), held)
    matching.choose(ada, carl)
    matching.choose(bea, carl)
    matching.choose(carl, ada)
    matchmaking.mark_arrivals(actor=people.city_staff(), turn=held, badges=[ada.badge, carl.badge])
    held = matching.released(held)
    pair = MatchPair.objects.get()
    for own in (ada, carl):
        matchmaking.say_yes(actor=matching.user_of(own), turn=held, number=pair.pk)
    matchmaking.report(actor=matching.user_of(bea), turn=held, badge=carl.badge, words="示例")
    matchmaking.block(actor=matching.user_of(bea), turn=held, badge=carl.badge)
    return held, ada, bea, carl


def over(held, days):
    """The evening as if it had ended so long ago."""
    ends = now() - timedelta(days=days)
    Session.objects.filter(pk=held.session_id).update(
        opens_at=ends - timedelta(days=3),
        closes_at=ends - timedelta(days=2),
        cancel_until=ends - timedelta(days=2),
        starts_at=ends - timedelta(hours=2),
        ends_at=ends,
    )


def clear():
    keeping = term("match_profiles")
    return keeping.let_go(keeping.rows())


def test_after_thirty_days_everything_goes_but_five_numbers(evening, django_capture_on_commit_callbacks):
    held, ada, _bea, _carl = evening
    photo = ada.photo.name
    over(held, 29)
    assert (term("match_profiles").days, clear()) == (30, 0)
    over(held, 31)
    with django_capture_on_commit_callbacks(execute=True):
        assert clear() == 3
    assert {model: model.objects.count() for model in ROWS} == dict.fromkeys(ROWS, 0)
    assert not storages["private"].exists(photo)
    held.refresh_from_db()
    kept = (held.invited, held.attended, held.chose, held.pairs, held.both_yes)
    assert kept == (3, 2, 3, 1, 1)
    assert held.cleared_at is not None
    assert (held.seating, held.seating_list) == ({}, "")
    assert figures_of(held).pairs == 1
    assert clear() == 0


def test_the_portal_s_role_clears_what_it_is_not_shown(evening):
    held = evening[0]
    over(held, 31)
    with transaction.atomic():
        matching.as_app()
        assert MatchChoice.objects.count() == 0
        assert clear() == 3
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert MatchChoice.objects.count() == MatchPair.objects.count() == 0


def test_a_hold_keeps_a_person_s_profile_and_the_round_is_not_cleared(evening):
    held, ada, _bea, _carl = evening
    over(held, 31)
    LegalHold.objects.create(person=ada.person, reason="示例", placed_by=people.city_staff())
    assert clear() == 2
    assert MatchProfile.objects.get() == ada
    assert MatchRound.objects.get().cleared_at is None
    assert MatchRound.objects.get().chose == 3


def test_whoever_leaves_the_portal_leaves_nothing_of_the_evening(evening, django_capture_on_commit_callbacks):
    _held, ada, bea, carl = evening
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        matching.as_app()
        matchmaking.forget_profiles_of([carl.person_id])
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    assert set(MatchProfile.objects.all()) == {ada, bea}
    assert MatchPair.objects.count() == MatchBlock.objects.count() == MatchReport.objects.count() == 0
    assert MatchChoice.objects.filter(chooser=ada).count() == 1


def test_an_erasure_takes_the_profile_along(evening):
    carl = evening[3]
    erasing.erase(carl.person)
    assert not MatchProfile.objects.filter(pk=carl.pk).exists()


def test_one_s_own_copy_holds_one_s_own_choices_and_nobody_else_s(evening):
    _held, ada, bea, carl = evening
    [told] = events_hold(matching.user_of(bea))["matchmaking"]
    assert (told["choices"], told["matches"]) == ([carl.badge], [])
    [his] = events_hold(matching.user_of(carl))["matchmaking"]
    assert (his["choices"], his["matches"]) == ([ada.badge], [ada.badge])
    assert str(bea.badge) not in str(his)
    assert events_hold(matching.user_of(bea))["match_reports"][0]["words"] == "示例"
    assert chosen_by(bea) == [carl.pk]


def test_a_photograph_without_its_row_is_swept(evening):
    storage = storages["private"]
    storage.save("matchmaking/stray.png", matching.photo())
    later = now() + timedelta(hours=2)
    assert matchmaking.sweep_match_photos(at=later) == 1
    assert storage.exists(evening[1].photo.name)
