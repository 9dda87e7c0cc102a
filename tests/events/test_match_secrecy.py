"""
互选保密: whom somebody chose without being chosen is in nothing that comes out (booking.md §8, 23; decision 0078).

The same evening is lived twice, inside one transaction each: once Ada chooses Dan, once Eli; neither chose her.
Whatever anybody else is then shown, sent or left with must be the same to the byte: every page of every role, the
admin with its exports, the API, own data, mail, text messages, the log, Redis, and the text of every row of every
table and view. Random marks alone are evened out, so a difference is a leak, and the controls plant some.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core import mail
from django.db import connection, transaction
from django.test import Client, TestCase
from django.urls import reverse

from events.match_sight import acting_as, chosen_by, profile_of
from events.models import MatchBlock, MatchChoice, MatchPair, MatchProfile, MatchRound
from events.own_data import events_hold
from events.services import matchmaking
from tests import matching, people, spilling
from tests.accounts.test_list_exports import answered
from tests.hope_rooms.watching import Redis, Watch
from tests.lives import differences, even, in_order, large_numbers, role, tables, views
from tests.matrix import asking
from tests.once import for_a_module
from tests.people import signed_in
from zibo_youth.notifications import tasks
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.long]
EVENTS = [route for route in asking.routes() if "events/" in route]
# Clocks of their own: the demonstration's telephone, and workbooks of other programmes that carry the minute.
OTHER = ("logout", "demo/", "workbook", "template", "export", ".xlsx", "file")
PLAIN = [
    route
    for route in asking.routes()
    if "<" not in route and "(?P" not in route and not any(word in route for word in OTHER)
]
# Who is looked over the shoulder at everything that has an address of its own; the others at the events.
EVERYWHERE = ("city staff",)
# One of each kind: chosen or not, matched, of the office, of the house, of nobody.
LOOKING = ("nobody", "bea", "dan", "eli", "officer", "city staff", "administrator")


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the world, not to one test."""


class Evening:
    """One round of five; Bea and Carl choose each other, Ada is not chosen by anybody."""

    def __init__(self) -> None:
        large_numbers(6_000_000)
        self.turn = matching.turn()
        women, men = matching.guests(2, 3)
        names = ("ada", "bea", "carl", "dan", "eli")
        self.of: dict[str, MatchProfile] = {
            name: matching.fast(user, self.turn, 2101 + 111 * number)
            for number, (name, user) in enumerate(zip(names, (*women, *men), strict=True))
        }
        # Whatever is looked up once is looked up before either life begins.
        self.ada = matching.user_of(self.of["ada"])
        self.staff = people.city_staff()
        self.visitors = {name: matching.user_of(own) for name, own in self.of.items() if name != "ada"} | {
            "stranger": people.applicant(),
            "officer": people.officer(),
            "city staff": self.staff,
            "administrator": people.administrator(),
        }
        known = MatchProfile.objects.values_list("public_id", flat=True)
        self.known = {str(each) for each in known} | {each.hex for each in known}

    def marks(self, lines: Iterable[str]) -> str:
        """Of lines that are never the same twice: whom of the five each one names, by whatever number or word."""
        told: set[str] = set()
        for own in self.of.values():
            told |= {str(own.badge), str(own.pk), str(own.person_id), str(own.registration_id)}
            told |= {str(own.public_id), own.public_id.hex, own.person.full_name, own.person.mobile[-11:]}
        anybody = re.compile(
            "|".join(rf"(?<![0-9a-f]){re.escape(each)}(?![0-9a-f])" for each in sorted(told))
        )
        return "\n".join(sorted(" ".join(found) for line in lines if (found := anybody.findall(line))))


@pytest.fixture(scope="module")
def evening(django_db_setup, django_db_blocker, tmp_path_factory):
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        yield Evening()


def addresses(evening: Evening, *, everything: bool) -> Iterator[str]:
    """Of every page of the events, filled with this evening's things; for some, of every page of one address."""
    plain = PLAIN if everything else [route for route in PLAIN if route.startswith("events")]
    yield from (f"/{route}" for route in plain)
    turn = evening.turn
    for route in EVENTS:
        key = turn.public_id if "matchmaking/<uuid" in route else turn.session.public_id
        if "matchmaking/<uuid" in route or "sessions/<uuid" in route:
            yield "/" + route.replace("<uuid:public_id>", str(key)).replace("<slug:kind>", "csv")
    for own in evening.of.values():
        yield from (reverse(page, args=[own.public_id]) for page in ("match_photo", "match_review"))
    yield from _in_the_admin()


def _in_the_admin() -> Iterator[str]:
    for model in (each for each in admin.site._registry if each.__name__.startswith("Match")):
        for row in model._base_manager.values_list("pk", flat=True)[:6]:
            for page in ("change", "history"):
                yield reverse(f"admin:events_{model._meta.model_name}_{page}", args=[quote(row)])


def shown(evening: Evening, visitors: Iterable[str], *, everything: bool) -> Iterator[tuple[str, str]]:
    """What others than Ada find behind every address, and in their own data."""
    for who in visitors:
        user = evening.visitors.get(who)
        client = signed_in(user)
        for address in addresses(evening, everything=everything and who in EVERYWHERE):
            answer = client.get(address)
            told = b" ".join(spilling.parts_of(answer)).decode("utf-8", "replace")
            yield f"{who} {address}", f"{answer.status_code} {told}"
        if user is not None:
            yield f"{who}, own data", str(events_hold(user))
    yield from exported(evening)


def exported(evening: Evening) -> Iterator[tuple[str, str]]:
    """Every list of matchmaking that the city office may take away."""
    client = signed_in(evening.staff)
    for model in apps.get_app_config("events").get_models():
        if model not in admin.site._registry:
            continue
        address = reverse(f"admin:events_{model._meta.model_name}_changelist")
        answer = client.post(address, answered("csv"))
        yield (
            f"export {model._meta.model_name}",
            b" ".join(spilling.parts_of(answer)).decode("utf-8", "replace"),
        )


def lived(evening: Evening, chosen: str, leak=None) -> dict[str, str]:
    """The evening to its release, and everything that came of it; taken back afterwards."""
    watch, found = Watch(), {}
    with transaction.atomic():
        large_numbers(20_000_000)
        role("SET LOCAL ROLE zibo_app")
        mail.outbox.clear()
        with watch.around(), TestCase.captureOnCommitCallbacks(execute=True):
            _evening(evening, chosen)
            if leak:
                leak(evening, evening.of[chosen])
            tasks.deliver_notices(list(Notice.objects.order_by("pk").values_list("pk", flat=True)))
        found |= dict(shown(evening, ["city staff"] if leak else LOOKING, everything=not leak))
        found["log"] = evening.marks(watch.ears.lines)
        found["statements"] = evening.marks(sent.decode("utf-8", "replace") for sent in watch.statements.sent)
        found["redis"] = evening.marks(f"{where} {what!r}" for where, what in watch.redis.dump())
        found["mail"] = "\n".join(str(each.message()) for each in mail.outbox)
        role("RESET ROLE")
        rows = tables() | {f"view {name}": text for name, text in views()}
        transaction.set_rollback(True)
    told = {where: even(text, evening.known) for where, text in found.items()}
    return told | {where: in_order(even(text, evening.known)) for where, text in rows.items()}


def _evening(evening: Evening, chosen: str) -> None:
    address = reverse("match_choose", args=[evening.turn.public_id])
    told = signed_in(evening.ada).post(address, {"slot_1": str(evening.of[chosen].badge)}, follow=True)
    assert chosen_by(evening.of["ada"]) == [evening.of[chosen].pk]
    assert str(evening.of[chosen].badge) in told.content.decode()
    matching.choose(evening.of["bea"], evening.of["carl"])
    matching.choose(evening.of["carl"], evening.of["bea"])
    matchmaking.plan_seats(actor=evening.staff, turn=evening.turn)
    matching.released(evening.turn, evening.staff)


def test_nothing_that_comes_out_tells_whom_ada_chose(evening):
    dan, eli = lived(evening, "dan"), lived(evening, "eli")
    assert len(dan) > 400
    assert differences(dan, eli) == {}


def in_a_row(evening, chosen):
    MatchProfile.objects.filter(pk=evening.of["ada"].pk).update(note=f"{chosen.badge}")


def in_the_log(evening, chosen):
    logging.getLogger("events").info("chose %s", chosen.badge)


def in_redis(evening, chosen):
    Redis().server.set("events-leak", str(chosen.pk))


def on_a_page(evening, chosen):
    MatchProfile.objects.filter(pk=chosen.pk).update(single_declaration="divorced")


@pytest.mark.control
@pytest.mark.parametrize(
    ("leak", "where"),
    [
        (in_a_row, "table events_matchprofile"),
        (in_the_log, "log"),
        (in_redis, "redis"),
        (on_a_page, "city staff"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_control_a_leak_is_found(evening, leak, where):
    """Negative control: each way out is looked at."""
    try:
        dan, eli = (lived(evening, chosen, leak) for chosen in ("dan", "eli"))
    finally:
        Redis().server.delete("events-leak")
    assert any(found.startswith(where) for found in differences(dan, eli))


# --- PostgreSQL ----------------------------------------------------------------------------------


@pytest.fixture
def chosen(evening):
    """As the portal's role, which row-level security binds."""
    with transaction.atomic():
        matching.choose(evening.of["ada"], evening.of["dan"])
        matching.choose(evening.of["bea"], evening.of["carl"])
        matching.choose(evening.of["carl"], evening.of["bea"])
        matchmaking.block(
            actor=matching.user_of(evening.of["eli"]), turn=evening.turn, badge=evening.of["bea"].badge
        )
        matching.as_app()
        yield evening
        transaction.set_rollback(True)


def seen(person, model):
    with acting_as(person or 0):
        return model.objects.count()


def test_row_level_security_shows_a_choice_to_its_author_alone(chosen):
    assert MatchChoice.objects.count() == 0
    told = {name: seen(own.person_id, MatchChoice) for name, own in chosen.of.items()}
    assert told == {"ada": 1, "bea": 1, "carl": 1, "dan": 0, "eli": 0}
    assert seen(chosen.staff.person_id, MatchChoice) == 0


def test_nobody_writes_or_takes_back_a_choice_of_another(chosen):
    ada, dan = chosen.of["ada"], chosen.of["dan"]
    with acting_as(dan.person_id):
        assert MatchChoice.objects.filter(chooser=ada).delete()[0] == 0
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            MatchChoice(round=chosen.turn, chooser=ada, slot=2, sealed="x", token=ada.public_id).save()
    with acting_as(ada.person_id):
        assert MatchChoice.objects.update(slot=2) == 0


def test_the_portal_may_not_ask_for_the_pairs(chosen):
    with (
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT * FROM events_mutual_pairs(%s)", [chosen.turn.pk])


def test_pairs_are_shown_to_their_two_once_released_and_made_by_one_function(chosen):
    bea, carl = chosen.of["bea"], chosen.of["carl"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_make_pairs(%s)", [chosen.turn.pk])
        assert cursor.fetchone() == (0,)
    matching.released(chosen.turn, chosen.staff)
    told = {name: seen(own.person_id, MatchPair) for name, own in chosen.of.items()}
    assert told == {"ada": 0, "bea": 1, "carl": 1, "dan": 0, "eli": 0}
    with acting_as(bea.person_id), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        MatchPair.objects.create(round=chosen.turn, first=bea, second=chosen.of["dan"])
    assert profile_of(carl.person_id, chosen.turn) is not None


def test_a_block_is_shown_to_its_two(chosen):
    told = {name: seen(own.person_id, MatchBlock) for name, own in chosen.of.items()}
    assert told == {"ada": 0, "bea": 1, "carl": 0, "dan": 0, "eli": 1}


@pytest.mark.control
def test_the_control_without_row_level_security_everybody_sees_rows(chosen):
    """Negative control; and even then a row says nothing without the portal's key."""
    role("RESET ROLE")
    role("SET CONSTRAINTS ALL IMMEDIATE")
    role("ALTER TABLE events_matchchoice DISABLE ROW LEVEL SECURITY")
    matching.as_app()
    assert MatchChoice.objects.count() == 3
    text = str(list(MatchChoice.objects.filter(chooser=chosen.of["ada"]).values_list("sealed", "token")))
    assert str(chosen.of["dan"].pk) not in re.sub(r"UUID\('[^']+'\)|a1:[^']+", "", text)


def test_the_walls_stand_before_a_round_is_closed_by_its_clock(evening):
    """A choice is not taken back after the closing either: what was chosen then stands."""
    with transaction.atomic():
        matching.choose(evening.of["ada"], evening.of["dan"])
        matching.hours_moved(
            evening.turn,
            closes_at=evening.turn.opens_at + (evening.turn.closes_at - evening.turn.opens_at) / 4,
        )
        matching.as_app()
        with acting_as(evening.of["ada"].person_id):
            assert MatchChoice.objects.count() == 1
            assert MatchChoice.objects.all().delete()[0] == 0
        transaction.set_rollback(True)


def test_a_browser_of_nobody_finds_no_page(evening):
    client, turn = Client(), evening.turn
    pages = ("match_people", "match_choose", "match_result", "match_profile", "match_safety")
    answers = [client.get(reverse(page, args=[turn.public_id])).status_code for page in pages]
    assert answers == [302] * len(pages)
    assert MatchRound.objects.filter(pk=turn.pk).exists()
