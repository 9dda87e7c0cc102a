"""
What an attacker tried against the election, and what stops it (docs/decisions/0059).

Each wall has its control: without it the attack succeeds.
"""

import re
from datetime import date

import pgtrigger
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import DatabaseError, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter

from tests import electing, people, volunteering
from tests.people import signed_in
from volunteers import ballot_box
from volunteers.association import elected, term_end
from volunteers.election_errors import (
    BoxForced,
    NotOfTheUnit,
    ObjectionWaiting,
    PassphrasesAlike,
    TooFewBallots,
)
from volunteers.forms.association import NewPassphrasesForm
from volunteers.models import BallotRound, Congress, Objection, Turnout
from volunteers.services import balloting, candidates, congress, objections
from volunteers.views import ballots as ballot_pages
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return people.city_staff()


# --- who writes to the database ---------------------------------------------------------------


def test_what_was_voted_and_counted_is_changed_by_nobody(city):
    office = electing.session(present=2, names=2)
    opened = electing.open_round(office, city)
    electing.vote(opened, office.delegates[0], 0)
    electing.vote(opened, office.delegates[1], 0)
    [first, second] = opened.names.all()
    turnout, rounds = Turnout.objects.filter(round=opened), BallotRound.objects.filter(pk=opened.pk)
    before = [
        lambda: turnout.first().delete(),
        lambda: turnout.update(delegate=office.delegates[0]),
        lambda: opened.names.filter(pk=first.pk).update(position=7),
        lambda: opened.names.filter(pk=second.pk).delete(),
        lambda: rounds.update(present=1),
        lambda: rounds.update(public_key=bytes(32)),
        lambda: rounds.update(salt=bytes(32)),
    ]
    for write in before:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    electing.count(opened, city)
    for write in (lambda: opened.names.update(votes=0), lambda: opened.names.update(is_elected=True)):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert [name.votes for name in opened.names.all()] == [2, 0]


def test_the_control_whoever_replaces_the_lock_reads_the_votes_after_it(city):
    office = electing.session(present=2, names=2)
    opened = electing.open_round(office, city)
    electing.vote(opened, office.delegates[0], 0)
    own = X25519PrivateKey.generate()
    with pgtrigger.ignore("volunteers.BallotRound:ballot_round_keeps_its_lock"):
        BallotRound.objects.filter(pk=opened.pk).update(public_key=ballot_box.public_part(own))
    electing.vote(opened, office.delegates[1], 1)
    opened.refresh_from_db()
    read = []
    for ballot in ballot_box._ballots(bytes(opened.box)):
        try:
            read += ballot_box.opened(ballot, own, opened.public_id.bytes)
        except InvalidTag:
            continue
    assert read == [frozenset({1})]


def test_a_ballot_that_was_put_into_the_box_is_found_at_the_count(city):
    office = electing.session(present=2, names=2)
    opened = electing.open_round(office, city)
    electing.vote(opened, office.delegates[0], 0)
    opened.refresh_from_db()
    forged = ballot_box.drop(bytes(opened.box), bytes(opened.public_key), b"another round", [1])
    BallotRound.objects.filter(pk=opened.pk).update(box=forged)
    Turnout.objects.create(round=opened, congress=opened.congress, delegate=office.delegates[1])
    with pytest.raises(BoxForced):
        electing.count(opened, city)
    opened.refresh_from_db()
    assert opened.state == BallotRound.State.CLOSED


# --- who runs the session ---------------------------------------------------------------------


def closed_after_the_first_voter(city):
    office = electing.session(present=3, names=2)
    opened = electing.open_round(office, city)
    electing.vote(opened, office.delegates[0], 1)
    balloting.close_round(actor=city, ballot_round=opened)
    return opened


def count(opened, city):
    return balloting.count_round(
        actor=city, ballot_round=opened, first=electing.FIRST, second=electing.SECOND
    )


def test_a_round_that_is_closed_after_its_first_voter_is_not_opened(city):
    opened = closed_after_the_first_voter(city)

    with pytest.raises(TooFewBallots) as refusal:
        count(opened, city)
    assert str(refusal.value) == "实到 3 人，只有 1 人投票，没有过半数，不能计票，本轮应作废"
    assert balloting.void_round(actor=city, ballot_round=opened).state == "void"


def test_the_control_counting_it_would_tell_how_the_first_one_voted(city, monkeypatch):
    monkeypatch.setattr(balloting, "_is_worth_counting", lambda held: None)
    opened = count(closed_after_the_first_voter(city), city)

    [only] = opened.turnout.all()
    assert [name.votes for name in opened.names.all()] == [0, 1]
    assert only.delegate_id


def test_the_button_of_an_old_page_does_nothing(city):
    held = electing.congress(state=Congress.State.ANNOUNCED, starts_on=today())
    season = electing.season(state="review")
    client = signed_in(city)
    for act in ("", "nominate", "announce", "review", "no such act"):
        client.post(reverse("volunteer_congress_step", args=[held.code]), {"act": act})
        client.post(reverse("volunteer_award_step", args=[season.code]), {"act": act})
    held.refresh_from_db()
    season.refresh_from_db()
    assert (held.state, season.state) == ("announced", "review")
    client.post(reverse("volunteer_award_step", args=[season.code]), {"act": "cancel"})
    season.refresh_from_db()
    assert season.state == "cancelled"


def test_a_unit_names_its_own_people(city):
    held = electing.congress(state=Congress.State.NOMINATING, notice_until=None)
    unit, office = electing.unit(held), electing.office(held)
    foreign, member = volunteering.crowd(2)
    electing.joined([member], unit.organisation)
    leader = people.leader(unit.organisation)
    with pytest.raises(NotOfTheUnit):
        congress.name_delegate(actor=leader, unit=unit, volunteer_no=foreign.volunteer_no)
    with pytest.raises(NotOfTheUnit):
        candidates.name_candidate(
            actor=leader, unit=unit, office=office, volunteer_no=foreign.volunteer_no, statement="服务"
        )
    assert congress.name_delegate(actor=leader, unit=unit, volunteer_no=member.volunteer_no).number == 1
    district = electing.unit(held, foreign.reporting_org)
    assert congress.name_delegate(actor=city, unit=district, volunteer_no=foreign.volunteer_no).number == 1


def test_one_person_does_not_hold_up_the_session_with_many_objections(city):
    held = electing.congress(state=Congress.State.NOTICE, notice_until=today())
    [named] = electing.candidates(electing.office(held), electing.unit(held), 1)
    one, other = (volunteering.user_of(each) for each in volunteering.crowd(2))
    first = objections.object_to_candidate(actor=one, candidate=named, text="事迹不实")
    with pytest.raises(ObjectionWaiting):
        objections.object_to_candidate(actor=one, candidate=named, text="事迹不实，再说一遍")
    objections.object_to_candidate(actor=other, candidate=named, text="我也有异议")
    objections.answer_objection(actor=city, objection=first, is_upheld=False, answer="经核实属实")
    objections.object_to_candidate(actor=one, candidate=named, text="有新的事实")
    assert Objection.objects.filter(candidate=named).count() == 3
    desk = signed_in(city).get(reverse("volunteer_congress_desk", args=[held.code])).content.decode()
    answer = signed_in(city).get(reverse("volunteer_objection", args=[first.pk])).content.decode()
    for page in (desk, answer):
        assert named.volunteer.person.full_name in page
        assert "事迹不实" in page


# --- passphrases ------------------------------------------------------------------------------

GOOD, OTHER = "门前大桥下游过一群鸭子", "correct horse battery"
PASSPHRASES = [
    ({}, []),
    ({"first": "短口令", "first_again": "短口令"}, ["first"]),
    ({"first": "20211128202111", "first_again": "20211128202111"}, ["first"]),
    ({"second": "aaaabbbbaaaabbbb", "second_again": "aaaabbbbaaaabbbb"}, ["second"]),
    ({"second_again": "correct horse batter"}, ["second_again"]),
    ({"first_again": ""}, ["first_again"]),
]


@pytest.mark.parametrize(("changes", "wrong"), PASSPHRASES)
def test_new_passphrases_are_typed_twice_and_not_guessed(changes, wrong):
    typed = {"first": GOOD * 2, "first_again": GOOD * 2, "second": OTHER, "second_again": OTHER}
    form = NewPassphrasesForm(typed | changes)
    assert sorted(form.errors) == wrong
    assert wrong or form.cleaned_data == {"first": GOOD * 2, "second": OTHER}


def test_another_keyboard_opens_the_same_box(city):
    salt = ballot_box.new_salt()
    narrow, wide = "Teller One 口令 12", "Ｔeller Ｏne\u3000口令 １２"
    assert [ballot_box.public_part(ballot_box.private_key(each, OTHER, salt)) for each in (narrow, wide)] == [
        ballot_box.public_part(ballot_box.private_key(narrow, OTHER, salt))
    ] * 2
    with pytest.raises(PassphrasesAlike):
        balloting.open_round(actor=city, office=electing.session(), first=narrow, second=wide)


# --- error reports ----------------------------------------------------------------------------

CHOSEN = 173


def report_of_a_vote_that_breaks_at(monkeypatch, module, name) -> str:
    """The report that Django would write of a 500 in the middle of a vote."""
    office = electing.session(present=1, names=1)
    opened = electing.open_round(office)
    with pgtrigger.ignore("volunteers.RoundCandidate:round_candidate_keeps_its_place"):
        opened.names.update(position=CHOSEN)

    monkeypatch.setattr(module, name, None)
    request = RequestFactory().post("/", {"choices": [str(CHOSEN)]})
    request.user = office.delegates[0].user
    with pytest.raises(TypeError) as failure:
        ballot_pages.ballot(request, opened.pk)
    reporter = ExceptionReporter(request, failure.type, failure.value, failure.value.__traceback__)
    return reporter.get_traceback_html()


def tells(report: str) -> bool:
    """Whether the number stands in it as a value, not as a line number."""
    return bool(re.search(rf"(\[|\{{|\(|&#x27;|, ){CHOSEN}(\]|\}}|\)|,|&#x27;)", report))


BREAKS = [(ballot_box, "_sealed"), (ballot_box, "public_part"), (balloting, "lock_round")]


@pytest.mark.parametrize(("module", "name"), BREAKS, ids=["box", "key", "lock"])
def test_an_error_report_tells_no_choice(monkeypatch, module, name):
    assert not tells(report_of_a_vote_that_breaks_at(monkeypatch, module, name))


def test_the_control_without_the_blanks_the_report_tells_it(monkeypatch):
    monkeypatch.setattr("django.views.debug.SafeExceptionReporterFilter.is_active", lambda *args: False)
    assert tells(report_of_a_vote_that_breaks_at(monkeypatch, ballot_box, "_sealed"))


# --- what the pages say -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts_on", "years", "last"),
    [
        (date(2026, 11, 28), 5, date(2031, 11, 27)),
        (date(2026, 1, 1), 3, date(2028, 12, 31)),
        (date(2028, 2, 29), 5, date(2033, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 28)),
        (date(2027, 3, 31), 1, date(2028, 3, 30)),
    ],
)
def test_a_term_ends_on_the_day_before_its_years_are_over(starts_on, years, last):
    assert term_end(Congress(starts_on=starts_on, term_years=years)) == last


def test_the_desk_reads_the_votes_at_once_the_public_after_the_announcement(city):
    office = electing.session(present=3, names=3, seats=2)
    opened = electing.open_round(office, city)
    for delegate in office.delegates:
        electing.vote(opened, delegate, 0)
    electing.count(opened, city)
    held = office.congress
    name = office.named[0].volunteer.person.full_name
    desk = signed_in(city).get(reverse("volunteer_congress_desk", args=[held.code])).content.decode()
    assert f'<th scope="row">{name}</th><td>3</td><td>当选</td>' in desk
    page = held.get_absolute_url()
    assert "当选" not in signed_in(None).get(page).content.decode()
    congress.announce(actor=city, congress=held)
    assert "当选" in signed_in(None).get(page).content.decode()
    assert [each.vacant for each in elected(held)] == [1]
    assert "空缺 1 席" in signed_in(None).get(reverse("volunteer_association")).content.decode()
