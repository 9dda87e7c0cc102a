"""确认之后 (reference/welfare.md §9.19): everything with children goes at once, events stay, and nothing says why."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from hope_rooms.models import AccessGrant, ChildrenHold, ChildVisit, Concern, Pairing, PairMember
from hope_rooms.services import pairings
from hope_rooms.services.concerns import freeing, handling
from hope_rooms.services.pair_moves import close_names
from tests import pairing, volunteering, worrying
from tests.people import signed_in
from tests.worrying import REFERENCE, WHY
from volunteers import children_gates, eligibility
from volunteers.errors import NotArrangedNow
from volunteers.models import Signup
from volunteers.services import rolls, signups
from zibo_youth.accounts.models import Membership
from zibo_youth.core.calendar import at, now, today
from zibo_youth.core.errors import Busy
from zibo_youth.notifications.models import Notice

LEAVES_NO_PLACE = ("signed_off", "declined", "released")


@pytest.fixture
def v(pair):
    return pair[1]


@pytest.fixture
def world(city, team, pair, v, living):
    """V has a child with a visit agreed, a child to whom V is named, a shift with children, and an event post."""
    pairing.planned(living, pair)
    named = pairing.proposed(city, team, [pairing.adult(), v])
    third = at(today() + timedelta(3), time(9))
    lesson = volunteering.signup(volunteering.shift(team.post, starts_at=third), v)
    event = volunteering.signup(volunteering.shift(starts_at=third + timedelta(days=2)), v)
    return {"living": living, "named": named, "lesson": lesson, "event": event}


def held(v):
    return Signup.objects.filter(volunteer=v).exclude(state__in=LEAVES_NO_PLACE)


def granted(v):
    return AccessGrant.objects.filter(person=v.person, state="granted")


def test_scenario_19_all_childrens_places_vanish_at_once_and_the_event_stays(city, world, pair, v):
    concern = worrying.acknowledged(pairing.login(pair[0]), city.lead, v)
    assert held(v).count() == 3
    assert granted(v).exists()

    concern, freed = handling.confirm_concern(actor=city.lead, concern=concern, words=WHY)

    assert (freed.pairings, freed.places, freed.grants) == (2, 2, 2)
    assert list(held(v)) == [world["event"]]
    assert not PairMember.objects.standing().filter(volunteer=v).exists()
    states = {each.pk: each.state for each in Pairing.objects.all()}
    assert states == {world["living"].pk: "rematching", world["named"].pk: "requested"}
    assert ChildVisit.objects.get().state == "cancelled"
    assert not granted(v).exists()
    assert ChildrenHold.objects.standing().get().person == v.person


def test_v_cannot_be_paired_sign_up_or_be_marked_until_it_is_lifted(city, team, pair, v, world):
    concern = worrying.confirmed(pairing.login(pair[0]), city.lead, v)
    days = [at(today() + timedelta(ahead), time(9)) for ahead in (6, 7)]
    lesson, event = volunteering.shift(team.post, starts_at=days[0]), volunteering.shift(starts_at=days[1])
    asked = pairing.requested(city, team)

    def pair_v():
        two = [pairing.adult(), v]
        return pairings.propose_pair(actor=team.leader, pairing=asked, volunteers=two, unrelated=True)

    with pytest.raises(NotArrangedNow):
        pair_v()
    with pytest.raises(NotArrangedNow):
        signups.sign_up(actor=pairing.login(v), shift=lesson)
    came = volunteering.signup(volunteering.shift(team.post, starts_at=now() + timedelta(minutes=5)), v)
    with pytest.raises(NotArrangedNow):
        rolls.mark(actor=team.leader, signup=came, kind="in")
    assert signups.sign_up(actor=pairing.login(v), shift=event).state == "signed_up"

    handling.close_concern(actor=city.lead, concern=concern, words=WHY)

    assert pair_v().state == "proposed"
    assert signups.sign_up(actor=pairing.login(v), shift=lesson).state == "signed_up"


@pytest.mark.parametrize("way", [handling.find_unfounded, handling.close_concern])
def test_the_hold_of_one_concern_ends_with_it_and_another_stands(city, living, pair, v, way):
    first = worrying.confirmed(pairing.login(pair[0]), city.lead, v)
    worrying.confirmed(pairing.login(pair[0]), city.lead, v)
    way(actor=city.lead, concern=first, words=WHY)
    assert ChildrenHold.objects.standing().count() == 1
    assert freeing.is_held(v)


def test_unfounded_before_a_confirmation_frees_nothing(city, world, pair, v):
    concern = worrying.acknowledged(pairing.login(pair[0]), city.lead, v)
    handling.find_unfounded(actor=city.lead, concern=concern, words=WHY)
    assert held(v).count() == 3
    assert not ChildrenHold.objects.exists()


def test_a_paused_pair_and_a_subject_named_after_the_confirmation_are_freed_too(city, living, pair, v):
    Pairing.objects.update(state="paused")
    concern = worrying.confirmed(pairing.login(pair[0]), city.lead)
    assert not ChildrenHold.objects.exists()

    handling.name_in_concern(actor=city.lead, concern=concern, subject=v.person)

    assert Pairing.objects.get().state == "rematching"
    assert freeing.is_held(v)


@pytest.mark.parametrize("broken", ["rematch", "choose_anew", "give_back", "_shut"])
def test_when_it_fails_in_the_middle_nothing_is_freed_and_nothing_decided(
    city, world, pair, v, monkeypatch, broken
):
    concern = worrying.acknowledged(pairing.login(pair[0]), city.lead, v)
    before = (held(v).count(), granted(v).count(), Notice.objects.count())

    def fails(*_args, **_named):
        raise RuntimeError(broken)

    monkeypatch.setattr(freeing, broken, fails)
    with pytest.raises(RuntimeError, match=broken):
        handling.confirm_concern(actor=city.lead, concern=concern, words=WHY)

    assert Concern.objects.get().state == "acknowledged"
    assert (held(v).count(), granted(v).count(), Notice.objects.count()) == before
    assert not ChildrenHold.objects.exists()
    assert Pairing.objects.get(pk=living_of(world)).state == "active"


def living_of(world):
    return world["living"].pk


def test_a_pairing_that_came_while_we_waited_is_seen_and_the_button_is_pressed_again(
    city, world, pair, v, monkeypatch
):
    concern = worrying.acknowledged(pairing.login(pair[0]), city.lead, v)
    monkeypatch.setattr(freeing, "_locked_pairings", lambda person: [])
    with pytest.raises(Busy):
        handling.confirm_concern(actor=city.lead, concern=concern, words=WHY)
    assert Concern.objects.get().state == "acknowledged"


def test_the_control_without_the_gate_v_signs_up_again(city, team, pair, v, living, monkeypatch):
    worrying.confirmed(pairing.login(pair[0]), city.lead, v)
    monkeypatch.setattr(children_gates, "_gates", [])
    assert signups.sign_up(actor=pairing.login(v), shift=volunteering.shift(team.post)).state == "signed_up"
    assert eligibility.children_gates is children_gates


def test_whoever_is_with_a_child_now_is_told_of_to_the_lead(city, living, pair, v):
    visit = pairing.planned(living, pair)
    pairing.there(visit, v, now())
    concern = worrying.acknowledged(pairing.login(pair[0]), city.lead, v)
    shown = signed_in(city.lead).get(concern.get_absolute_url()).content.decode()
    assert "涉及的人现在正和孩子在一起" in shown
    close_names(living)


# --- what V and V's people read


def test_vs_notices_and_pages_tell_no_reason(city, world, pair, v):
    user = pairing.login(v)
    Notice.objects.all().delete()
    concern = worrying.confirmed(pairing.login(pair[0]), city.lead, v, code=world["living"].child.code)

    kinds = set(Notice.objects.addressed_to(user).values_list("kind", flat=True))
    assert kinds == {"volunteers.place_rearranged", "volunteers.shift_cancelled"}
    client = signed_in(user)
    pages = [reverse(name) for name in ("messages", "my_children", "my_volunteer_shifts", "call_now")]
    pages += [world["lesson"].get_absolute_url(), world["lesson"].shift.get_absolute_url()]
    for page in pages:
        shown = client.get(page).content.decode()
        for word in (concern.number, str(concern.public_id), REFERENCE, "关切", "涉及", "鸑鷟", "何示护"):
            assert word not in shown, (page, word)


def test_what_was_done_is_done_in_the_portals_own_name(city, world, pair, v):
    concern = worrying.acknowledged(pairing.login(pair[0]), city.lead, v)
    moves = [each.transitions for each in (world["living"], world["named"], world["lesson"])]
    before = [rows.count() for rows in moves]
    handling.confirm_concern(actor=city.lead, concern=concern, words=WHY)
    for rows, count in zip(moves, before, strict=True):
        [made] = rows.order_by("pk")[count:]
        assert (made.actor, made.note) in ((None, "陪伴安排有调整"), (None, ""))


def test_a_leader_who_is_the_subject_is_not_told_of_the_place(city, team, pair, v, world):
    Membership.objects.create(
        person=v.person, organisation=team.organisation, role="volunteer_leader", from_on=today()
    )
    worrying.confirmed(pairing.login(pair[0]), city.lead, v)
    lost = Notice.objects.filter(kind="volunteers.slot_lost")
    assert lost.filter(to=team.leader.person).exists()
    assert not lost.filter(to=v.person).exists()
