"""排班: offers of several days that are no places before their volunteer takes them; what a rule forbids stays out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from tests import people, rounding, shifting, volunteering
from tests.people import signed_in
from tests.shifting import clock
from volunteers.models import Signup
from volunteers.services import applications, lapses, offers, rosters, shifts
from volunteers.shift_errors import (
    AlreadySignedUp,
    RoundOnly,
    ShiftCollidesWith,
    ShiftFull,
    ShiftNotOpen,
    TooManyHours,
)
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.channels.sms import sms_text
from zibo_youth.notifications.kinds import kind_of
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return volunteering.organisation()


@pytest.fixture
def leader(team):
    return people.leader(team)


@pytest.fixture
def of(team):
    return rounding.call(shared=4, project=rounding.event(team))


@pytest.fixture
def days(of):
    """Three days of the event, a shift of three places each."""
    [post] = of.project.posts.all()
    return [volunteering.shift(post, starts_at=clock(9, day), capacity=3) for day in (11, 12, 13)]


def accepted(of, many):
    return [rounding.accept(each) for each in rounding.apply(of, *rounding.students(None, many))]


def offer(leader, of, applications, days):
    return rosters.offer_roster(actor=leader, round=of, applications=applications, shifts=days)


def take(application):
    return rosters.accept_roster(actor=volunteering.user_of(application.volunteer), application=application)


def states(application):
    rows = Signup.objects.filter(volunteer=application.volunteer).order_by("starts_at", "pk")
    return list(rows.values_list("state", flat=True))


def refusals(lines):
    return [type(line.refusal) if line.refusal else None for line in lines]


def kinds(application):
    told = Notice.objects.filter(to=application.volunteer.person, kind__contains="ros").order_by("pk")
    return list(told.values_list("kind", flat=True))


def test_a_roster_is_no_place_before_its_volunteer_takes_it(leader, of, days):
    one, two = accepted(of, 2)

    assert refusals(offer(leader, of, [one, two], days)) == [None] * 6

    assert states(one) == states(two) == ["offered"] * 3
    assert list(days[0].signups.order_by("seat").values_list("seat", flat=True)) == [1, 2]
    first = days[0].signups.get(volunteer=one.volunteer)
    assert first.offer_until - now() < timedelta(hours=12)
    assert first.transitions.get().actor == leader
    assert refusals(take(one)) == [None] * 3
    assert (states(one), states(two)) == (["signed_up"] * 3, ["offered"] * 3)
    assert kinds(one) == ["volunteers.roster_offer", "volunteers.roster_accepted"]
    assert not Notice.objects.filter(kind="volunteers.signup_confirmed").exists()
    assert take(one) == []


def test_what_collides_is_too_long_full_or_there_already_is_left_out_with_its_reason(leader, of, days):
    one, two = accepted(of, 2)
    [post] = of.project.posts.all()
    elsewhere = volunteering.shift(volunteering.post(), starts_at=clock(10, 12))
    shifting.sign_up(one.volunteer, elsewhere)
    late = volunteering.shift(post, starts_at=clock(13, 13), hours=9)
    small = volunteering.shift(post, starts_at=clock(9, 14), capacity=1)

    lines = offer(leader, of, [one, two], [*days, late, small])

    assert refusals(lines[:5]) == [None, ShiftCollidesWith, None, TooManyHours, None]
    assert refusals(lines[5:]) == [None, None, None, TooManyHours, ShiftFull]
    assert "10:00" in str(lines[1].refusal)
    assert refusals(offer(leader, of, [one], days)) == [AlreadySignedUp, ShiftCollidesWith, AlreadySignedUp]
    assert kinds(one) == ["volunteers.roster_offer"]


def test_a_line_that_came_to_be_forbidden_keeps_the_rest(leader, of, days):
    [one] = accepted(of, 1)
    offer(leader, of, [one], days)
    shifts.suspend_shift(actor=leader, shift=days[1], reason="大风")

    assert refusals(take(one)) == [None, ShiftNotOpen, None]

    assert states(one) == ["signed_up", "offered", "signed_up"]


def test_one_day_is_declined_and_goes_to_whoever_waits_and_the_rest_stays(leader, of, days):
    one, two, three, four = accepted(of, 4)
    offer(leader, of, [one, two, three], days)
    waiting = shifting.wait(four.volunteer, days[1])
    user = volunteering.user_of(one.volunteer)
    day = days[1].signups.get(volunteer=one.volunteer)

    rosters.decline_line(actor=user, application=one, signup=day)

    waiting.refresh_from_db()
    assert (states(one), waiting.state) == (["offered", "declined", "offered"], "offered")
    # Whoever waited goes before a roster.
    again = offer(leader, of, [one], days)
    assert refusals(again) == [AlreadySignedUp, ShiftFull, AlreadySignedUp]
    assert refusals(take(one)) == [None, None]


def test_what_nobody_answers_lapses_and_is_told_once(leader, of, days):
    [one] = accepted(of, 1)
    offer(leader, of, [one], days)
    end = max(Signup.objects.values_list("offer_until", flat=True))

    with standing_at(end):
        assert offers.lapse_offers(at=end) == 3
        assert refusals(take(one)) == []

    assert states(one) == ["declined"] * 3
    assert len(set(kinds(one))) == 2
    assert kinds(one)[-1] == "volunteers.roster_lapsed"
    assert not Notice.objects.filter(kind="volunteers.offer_lapsed").exists()
    assert not any(days[0].signups.holding())


def test_whoever_leaves_the_round_leaves_its_shifts(leader, of, days):
    one, other = accepted(of, 2)
    offer(leader, of, [one, other], days)
    take(one)
    assert lapses.release_lapsed(at=now()) == 0

    applications.withdraw(actor=volunteering.user_of(one.volunteer), application=one)
    assert lapses.release_lapsed(at=now()) == 3

    assert (states(one), states(other)) == (["released"] * 3, ["offered"] * 3)
    assert refusals(offer(leader, of, [one], days)) == [RoundOnly] * 3


def test_only_who_organises_offers_and_only_oneself_answers(leader, of, days):
    one, two = accepted(of, 2)
    with pytest.raises(NotAllowed):
        offer(people.leader(volunteering.organisation()), of, [one], days)
    offer(leader, of, [one, two], days)
    for user in (leader, volunteering.user_of(two.volunteer)):
        with pytest.raises(NotAllowed):
            rosters.accept_roster(actor=user, application=one)
    foreign = days[0].signups.get(volunteer=two.volunteer)
    with pytest.raises(NotAllowed):
        rosters.decline_line(actor=volunteering.user_of(one.volunteer), application=one, signup=foreign)
    # Shifts and people of another event are not looked at.
    other = rounding.call(shared=1)
    [post] = other.project.posts.all()
    assert offer(SYSTEM, of, accepted(other, 1), days) == []
    assert offer(SYSTEM, of, [one], [volunteering.shift(post, starts_at=clock(15, 14))]) == []


def test_the_pages_of_a_roster(leader, of, days):
    one, two = accepted(of, 2)
    desk = reverse("volunteer_roster_desk", args=[of.pk])
    client = signed_in(leader)
    assert one.volunteer.volunteer_no in client.get(desk).content.decode()
    assert client.post(desk, {"people": [one.pk]}).status_code == 200
    shifting.sign_up(one.volunteer, volunteering.shift(volunteering.post(), starts_at=clock(9, 12)))

    sent = client.post(desk, {"people": [one.pk, two.pk], "shifts": [day.pk for day in days]}, follow=True)
    told = sent.content.decode()
    assert "已发出 5 个班次的排班" in told
    assert f"{one.volunteer.volunteer_no} " in told
    assert "时间冲突" in told or "已有" in told

    page, own = reverse("volunteer_roster", args=[one.pk]), signed_in(volunteering.user_of(one.volunteer))
    assert signed_in(volunteering.user_of(two.volunteer)).get(page).status_code == 404
    assert "全部接受" in own.get(page).content.decode()
    last = days[2].signups.get(volunteer=one.volunteer)
    assert own.post(page, {"act": f"decline-{last.pk}"}).url == page
    for act in ("", "decline-", f"decline-{last.pk}", "decline-²", "nothing"):
        assert own.post(page, {"act": act}).status_code == 404
    assert "已接受 1 个班次" in own.post(page, {"act": "accept"}, follow=True).content.decode()
    assert states(one) == ["signed_up", "signed_up", "declined"]
    assert page in own.get(one.get_absolute_url()).content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_text_of_a_roster_is_one_message_with_its_deadline(leader, of, days, language):
    type(of).objects.filter(pk=of.pk).update(title="鲁" * 60, title_en="Fair " * 20)
    [one] = accepted(of, 1)
    offer(leader, of, [one], days)
    one.refresh_from_db()
    with translation.override(language):
        for kind in ("roster_offer", "roster_accepted", "roster_lapsed"):
            text = sms_text(kind_of(f"volunteers.{kind}"), one)
            assert len(text) <= 70, text
        assert ":" in sms_text(kind_of("volunteers.roster_offer"), one)
