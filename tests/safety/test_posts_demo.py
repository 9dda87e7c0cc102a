"""The demonstration of the model posts: 30 teams named and reported, a year in scoring, one that is open."""

import pytest

from safety import demo
from safety.models import PostRound, PostScore, PostSheet, SafetyPost
from safety.post_invariants import SENTENCES
from tests import people
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.invariants import verify
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def told():
    people.city_staff()
    people.officer("zhangdian")
    demo.load(lambda _words: None)


def test_the_article_s_30_teams_are_named_and_what_is_open_waits_for_somebody(told):
    last = today().year - 1
    states = dict(PostRound.objects.values_list("year", "state"))
    assert states == {last: "reported", last + 1: "scoring", last + 2: "open"}
    assert SafetyPost.objects.filter(round__year=last, state="reported_up").count() == 30
    assert kpi("SA01").total(Month(last, 6).period).part == 30
    assert set(SafetyPost.objects.filter(round__year=last + 2).values_list("state", flat=True)) == {
        "draft",
        "unit_signed",
    }
    reviewer = User.objects.get(mobile="+8615400000021")
    owed = PostSheet.objects.of_person(reviewer.person_id).filter(state="assigned")
    assert owed.exists()
    assert not PostScore.objects.visible_to(reviewer).filter(sheet__post__in=owed.values("post")).exists()
    found = verify()
    assert {name: found[name] for name in SENTENCES} == dict.fromkeys(SENTENCES, 0)
