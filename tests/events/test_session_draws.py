"""A session's draw: committed before anybody enters, listed before the seed is told, and made again by anybody."""

import io
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError
from django.urls import reverse

from events import errors
from events.drawing import Entry, entries_of, listing_of, told
from events.models import Registration, Session, SessionDraw
from events.outcome import outcome_of
from events.services import drawing, registrations, sessions
from events.services.sessions import QuotaPlan
from tests import eventing, people
from tests.people import signed_in
from zibo_youth.accounts.models import Person
from zibo_youth.core import draw as lots
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def drawn_by(capacity=2, **fields):
    return eventing.session(capacity, by_draw=True, **fields)


def enter(users, turn, **fields):
    return [eventing.register(user, turn, **fields) for user in users]


def closed(turn):
    """Registration is over; its times are behind."""
    hours = {"closes_at": now() - timedelta(minutes=1), "opens_at": now() - timedelta(days=1)}
    Session.objects.filter(pk=turn.pk).update(**hours)
    turn.refresh_from_db()
    return turn


def listed(turn):
    return drawing.publish_list(actor=people.officer(), session=closed(turn))


def drawn(turn):
    listed(turn)
    with standing_at(now() + timedelta(hours=2, minutes=1)):
        return drawing.draw_places(actor=people.officer(), session=turn)


def states(turn):
    return Counter(turn.registrations.values_list("state", flat=True))


# --- pure ----------------------------------------------------------------------------------------


def test_a_number_that_stands_twice_counts_once():
    assert (
        listing_of([Entry(7, 1, 2), Entry(3, 1, 1), Entry(7, 1, 2)]) == "number,group,people\n3,1,1\n7,1,2\n"
    )


def test_a_party_that_does_not_fit_waits_and_the_next_one_is_looked_at():
    entries = {number: Entry(number, 1, people) for number, people in ((1, 2), (2, 3), (3, 1))}
    found = told([1, 2, 3], entries, 3, {1: 3})
    assert [each.has_places for each in found] == [True, False, True]


def test_who_left_keeps_the_line_and_gives_the_place_to_the_next():
    entries = {number: Entry(number, 1, 1) for number in (1, 2)}
    found = told([1, 2], entries, 1, {1: 1}, frozenset({1}))
    assert [(each.has_places, each.has_left) for each in found] == [(False, True), (True, False)]


def test_over_10_000_seeds_everybody_has_the_same_chance():
    """Ten for three places: each wins about 3,000 times; five deviations either way are 230."""
    listing = listing_of(Entry(number, 1, 1) for number in range(1, 11))
    entries = entries_of(listing)
    won = Counter(
        each.entry.number
        for seed in range(10_000)
        for each in told(lots.drawn_order(lots.digest(str(seed)), listing), entries, 3, {1: 3})
        if each.has_places
    )
    assert sum(won.values()) == 30_000
    assert all(abs(won[number] - 3_000) < 230 for number in range(1, 11)), won


# --- the way -------------------------------------------------------------------------------------


def test_entering_holds_no_place_however_many_are_free():
    turn, users = drawn_by(2), people.crowd(3)
    found = enter(users, turn)
    turn.refresh_from_db()
    assert ({each.state for each in found}, turn.taken) == ({"waiting"}, 0)
    assert verify()["first_in_the_queue_waits_for_places_that_are_free"] == 0
    assert set(Notice.objects.values_list("kind", flat=True)) == {"events.entered"}


def test_the_hash_of_the_seed_is_told_before_anybody_enters_and_the_seed_is_not(client):
    turn = drawn_by()
    page = client.get(reverse("event_draw", args=[turn.public_id])).content.decode()
    assert turn.draw.seed_hash == lots.digest(turn.draw.seed)
    assert turn.draw.seed_hash in page
    assert turn.draw.seed not in page


def test_the_draw_gives_every_place_and_ranks_the_rest():
    turn, users = drawn_by(3), people.crowd(8)
    enter(users, turn)
    drawn(turn)
    turn.refresh_from_db()
    assert (states(turn), turn.taken) == ({"registered": 3, "waiting": 5}, 3)
    ranks = turn.registrations.filter(state="waiting").order_by("rank").values_list("rank", flat=True)
    assert list(ranks) == [4, 5, 6, 7, 8]
    assert Notice.objects.filter(kind="events.drawn").count() == 3
    assert Notice.objects.filter(kind="events.not_drawn").count() == 5


def test_each_group_is_drawn_within_its_own_places():
    parts = (QuotaPlan("女生", 1, Person.Gender.FEMALE), QuotaPlan("男生", 2, Person.Gender.MALE))
    turn = drawn_by(3, quotas=parts)
    women = people.crowd(3, genders=(people.FEMALE,))
    men = people.crowd(3)
    for user in women:
        eventing.register(user, turn, "女生")
    for user in men:
        eventing.register(user, turn, "男生")
    drawn(turn)
    won = turn.registrations.filter(state="registered").values_list("quota__name", flat=True)
    assert sorted(won) == ["女生", "男生", "男生"]


def test_a_place_that_comes_free_goes_by_rank_and_a_latecomer_stands_behind():
    turn, users = drawn_by(1), people.crowd(4)
    enter(users[:3], turn)
    drawn(turn)
    Session.objects.filter(pk=turn.pk).update(closes_at=turn.starts_at)
    late = eventing.wait(users[3], turn)
    winner = turn.registrations.get(state="registered")
    eventing.cancel(winner)
    second = turn.registrations.get(rank=2)
    late.refresh_from_db()
    assert (second.state, late.state) == ("offered", "waiting")
    third, told = turn.registrations.get(rank=3), []
    for one in (third, late):
        page = signed_in(one.person.users.get()).get(one.get_absolute_url())
        told.append(page.context["place_in_queue"])
    assert told == [1, 2]


def test_the_minute_s_look_leaves_a_session_that_waits_for_its_draw_alone():
    turn = drawn_by(2)
    enter(people.crowd(2), turn)
    assert Session.objects.coming(now()).with_places().not_to_be_drawn().count() == 0
    drawn(turn)
    assert list(Session.objects.not_to_be_drawn()) == [turn]


def test_who_leaves_between_list_and_draw_has_no_place_and_is_told_of():
    turn, users = drawn_by(1), people.crowd(2)
    first, second = enter(users, turn)
    listed(turn)
    eventing.cancel(first)
    with standing_at(now() + timedelta(hours=3)):
        held = drawing.draw_places(actor=people.officer(), session=turn)
    second.refresh_from_db()
    assert (second.state, held.gone) == ("registered", str(first.pk))


def test_who_won_at_another_session_of_the_event_is_not_on_the_list():
    turn, users = drawn_by(1), people.crowd(2)
    sessions.plan_session(
        actor=people.officer(), event=turn.event, plan=eventing.session_plan(capacity=1, by_draw=True)
    )
    other = turn.event.sessions.exclude(pk=turn.pk).get()
    enter(users[:1], turn)
    drawn(turn)
    _won, other_one = enter(users, other)
    held = listed(other)
    assert list(entries_of(held.listing)) == [other_one.pk]


@pytest.mark.parametrize(
    "step", ["list before the end", "list twice", "nobody", "no list", "too early", "twice"]
)
def test_the_order_is_kept(step):
    turn, by = drawn_by(), people.officer()
    if step != "nobody":
        enter(people.crowd(1), turn)
    refusals = {
        "list before the end": (
            errors.RegistrationStillOpen,
            lambda: drawing.publish_list(actor=by, session=turn),
        ),
        "list twice": (errors.AlreadyListed, lambda: (listed(turn), listed(turn))),
        "nobody": (errors.NobodyEntered, lambda: listed(turn)),
        "no list": (errors.ListMissing, lambda: drawing.draw_places(actor=by, session=closed(turn))),
        "too early": (
            errors.DrawTooEarly,
            lambda: (listed(turn), drawing.draw_places(actor=by, session=turn)),
        ),
        "twice": (errors.DrawMade, lambda: (drawn(turn), drawing.draw_places(actor=by, session=turn))),
    }
    refusal, act = refusals[step]
    with pytest.raises(refusal):
        act()


# --- walls ---------------------------------------------------------------------------------------


def test_the_database_itself_gives_no_place_before_the_draw():
    turn, user = drawn_by(), people.applicant()
    with pytest.raises(IntegrityError, match="registration_waits_for_the_draw"):
        Registration.objects.create(session=turn, quota=turn.quotas.get(), person=user.person)


@pytest.mark.parametrize("field", ["seed", "seed_hash"])
def test_the_seed_is_never_changed(field):
    turn = drawn_by()
    with pytest.raises(InternalError, match="Cannot update"):
        SessionDraw.objects.filter(session=turn).update(**{field: "0" * 64})


def test_the_list_is_never_changed_once_published():
    turn = drawn_by()
    enter(people.crowd(1), turn)
    listed(turn)
    with pytest.raises(InternalError, match="Cannot update"):
        SessionDraw.objects.filter(session=turn).update(listing="number,group,people\n1,1,1\n")


def test_a_draw_is_made_once_by_the_database_too():
    turn = drawn_by()
    enter(people.crowd(1), turn)
    drawn(turn)
    with pytest.raises(InternalError, match="Cannot update"):
        SessionDraw.objects.filter(session=turn).update(places=9)


# --- again, by anybody ---------------------------------------------------------------------------


def test_anybody_makes_it_again_from_the_published_files(client, tmp_path):
    turn, users = drawn_by(2), people.crowd(6)
    entered = enter(users, turn)
    listed(turn)
    eventing.cancel(entered[0])
    with standing_at(now() + timedelta(hours=3)):
        held = drawing.draw_places(actor=people.officer(), session=turn)
    file = tmp_path / "list.csv"
    file.write_bytes(client.get(reverse("event_draw_list", args=[turn.public_id])).content)
    out = io.StringIO()
    part = turn.quotas.get().pk
    call_command("redraw", file, held.seed, places=2, group=[f"{part}=2"], gone=held.gone, stdout=out)
    list_line, seed_line, *lines = out.getvalue().splitlines()
    assert (list_line, seed_line) == (f"list {held.list_hash}", f"seed {held.seed_hash}")
    won = {int(line.split()[1]) for line in lines if line.endswith(" place")}
    assert won == set(turn.registrations.filter(state="registered").values_list("pk", flat=True))
    assert len(won) == 2
    assert [line.split()[1] for line in lines] == [str(each.entry.number) for each in outcome_of(held)]


def test_a_list_that_was_changed_by_one_line_gives_another_hash_and_order():
    entries = [Entry(number, 1, 1) for number in range(1, 40)]
    one, other = listing_of(entries), listing_of(entries[:-1])
    seed = lots.new_seed()
    assert lots.digest(one) != lots.digest(other)
    assert [n for n in lots.drawn_order(seed, one) if n < 39] != lots.drawn_order(seed, other)


def test_a_file_that_is_no_list_is_told_so(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("number,group,people\n1;1;1\n")
    with pytest.raises(CommandError, match="not a published list"):
        call_command("redraw", file, "00", places=1)


# --- pages ---------------------------------------------------------------------------------------


def test_the_desk_lists_and_draws_by_buttons(client):
    turn, users = drawn_by(1), people.crowd(2)
    enter(users, turn)
    closed(turn)
    desk, address = signed_in(people.officer()), reverse("managed_session", args=[turn.public_id])
    desk.post(address, {"act": "publish_list"})
    assert client.get(reverse("event_draw_list", args=[turn.public_id])).status_code == 200
    refused = desk.post(address, {"act": "draw"}).content.decode()
    assert "名单公布满 2 小时后才能抽签" in refused
    SessionDraw.objects.filter(session=turn).update(listed_at=now() - timedelta(hours=3))
    desk.post(address, {"act": "draw"})
    page = client.get(reverse("event_draw", args=[turn.public_id])).content.decode()
    assert SessionDraw.objects.get(session=turn).seed in page
    assert page.count("中签") >= 1


def test_before_the_list_there_is_no_file(client):
    turn = drawn_by()
    assert client.get(reverse("event_draw_list", args=[turn.public_id])).status_code == 404


def test_one_s_own_page_tells_the_number_and_no_place_in_a_queue():
    turn, user = drawn_by(), people.applicant()
    one = eventing.register(user, turn)
    page = signed_in(user).get(one.get_absolute_url()).content.decode()
    assert f"您的抽签号是 {one.pk}。" in page
    assert "候补中排第" not in page


def test_a_session_without_a_draw_has_no_such_page(client):
    turn = eventing.session()
    assert client.get(reverse("event_draw", args=[turn.public_id])).status_code == 404
    assert registrations.State.REGISTERED in {one.state for one in enter([people.applicant()], turn)}
