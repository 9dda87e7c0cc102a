"""并入 as tables: which report may go into which, by the state of both, by whom, and where each stands."""

from functools import partial

import pytest

from safety.hazard_errors import HazardJoinedAlready, HazardJoinedToItself, HazardMoved, HazardNotLike
from safety.models import HazardReport
from safety.models.hazards.words import HAZARD_NEXT, HazardState
from safety.services.hazards import reporting, reviewing
from tests import hazarding, people, tabling
from tests.safety.test_hazard_machine import World
from zibo_youth.accounts import policy
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
S = HazardState
STATES = list(S)
OFFICE = ("officer", "city")
# Nothing is done with these any more, or it was proved as mended.
NO_ORIGINAL = (S.REJECTED, S.DUPLICATE, S.VERIFIED, S.CLOSED, S.TRANSFERRED)
MAY_GO = (S.SUBMITTED, S.ACCEPTED, S.MIRRORED)


def told(hazard):
    return hazard.state


def whole(hazard):
    return partial(HazardReport.objects.get, pk=hazard.pk)


def answer(state, into):
    """What an office is told that joins a report in this state into one in that state."""
    if into in NO_ORIGINAL:
        return HazardJoinedAlready
    if state not in MAY_GO:
        return HazardMoved
    # What is with the bureau stays with the bureau.
    return HazardJoinedAlready if state == S.MIRRORED != into else S.DUPLICATE


LINKING = {into: (OFFICE, tuple(answer(state, into) for state in STATES)) for into in STATES}


@pytest.mark.parametrize("state", STATES)
def test_an_office_joins_a_report_into_another_as_the_table_of_both_states_says(state):
    """Every pair of states, by everybody."""
    world = World()
    hazard = world.at(state)
    events = {}
    for into in STATES:
        original = world.at(into)
        events[into] = lambda by, of, to=original: reviewing.link_hazard(actor=by, hazard=of, original=to)
    wrong = tabling.disagreements(LINKING, events, STATES.index(state), world.by, whole(hazard))
    assert wrong == {}


def test_the_table_of_pairs_names_every_state_and_is_what_the_moves_say():
    assert tabling.holes(LINKING, STATES, OFFICE) == []
    assert set(LINKING) == set(STATES)
    assert {state for state, ends in HAZARD_NEXT.items() if S.DUPLICATE in ends} == set(MAY_GO)


# --- where both stand ----------------------------------------------------------------------------

# The second report, as it stands to the first; both wait for the office.
BESIDE = {
    "same plant": lambda world: world.plant.reported(people.applicant()),
    "same plant, other kind": lambda world: world.plant.reported(people.applicant(), category="electric"),
    "other plant": lambda world: world.other.reported(people.applicant()),
    "a place of the district": lambda world: hazarding.report(),
    "other district": lambda world: hazarding.Plant("linzi").reported(),
    "major, at the bureau": lambda world: world.plant.reported(people.applicant(), severity="major"),
    "itself": lambda world: None,
    "one that others joined": lambda world: an_original(world.plant, world.by["city"]),
    "reported by the same": lambda world: world.plant.reported(),
    "reported by the officer": lambda world: world.plant.reported(world.by["officer"]),
}
PLACES = list(BESIDE)


def an_original(plant, by):
    first, second = plant.reported(people.applicant()), plant.reported(people.applicant())
    reviewing.link_hazard(actor=by, hazard=second, original=first)
    return first


GOES = (S.DUPLICATE,) * 4
FIRST, OFFICER, CITY = ("reporter",), ("officer",), ("city",)
X, NOT, JOINED, SELF = NotAllowed, HazardNotLike, HazardJoinedAlready, HazardJoinedToItself
TABLE = {
    # Into the one beside; an office may join what the enterprise of was told wrongly, a reporter only what is like.
    "link_hazard": [
        (OFFICER, (*GOES, X, S.DUPLICATE, SELF, S.DUPLICATE, S.DUPLICATE, S.DUPLICATE)),
        (CITY,    (*GOES, S.DUPLICATE, S.DUPLICATE, SELF, S.DUPLICATE, S.DUPLICATE, S.DUPLICATE)),
    ],
    # The one beside into the first.
    "link_hazard: the other way": [
        (OFFICER, (*GOES, X, JOINED, SELF, JOINED, S.DUPLICATE, S.DUPLICATE)),
        (CITY,    (*GOES, S.DUPLICATE, JOINED, SELF, JOINED, S.DUPLICATE, S.DUPLICATE)),
    ],
    "join_hazard": (FIRST, (S.DUPLICATE, NOT, NOT, NOT, NOT, S.DUPLICATE, NOT, S.DUPLICATE, S.DUPLICATE, S.DUPLICATE)),
}  # fmt: skip


def events_with(other):
    return {
        "link_hazard": lambda by, own: reviewing.link_hazard(actor=by, hazard=own, original=other),
        "link_hazard: the other way": lambda by, own: reviewing.link_hazard(
            actor=by, hazard=other, original=own
        ),
        "join_hazard": lambda by, own: reporting.join_hazard(actor=by, own=own, original=other),
    }


def found_wrong(place):
    world = World()
    own = world.plant.reported()
    other = BESIDE[place](world) or own
    events, at = events_with(other), PLACES.index(place)
    of_own = tabling.disagreements(
        TABLE, {name: events[name] for name in ("link_hazard", "join_hazard")}, at, world.by, whole(own)
    )
    backwards = "link_hazard: the other way"

    def moved(_row):
        return HazardReport.objects.get(pk=other.pk).state

    return of_own | tabling.disagreements(
        TABLE, {backwards: events[backwards]}, at, world.by, whole(own), moved
    )


@pytest.mark.parametrize("place", PLACES)
def test_a_report_goes_into_one_beside_it_as_the_table_of_places_says(place):
    assert found_wrong(place) == {}


def test_the_table_of_places_is_whole():
    assert tabling.holes(TABLE, PLACES, {*FIRST, *OFFICER, *CITY}) == []
    assert tabling.verbs_of(TABLE) == {"link_hazard", "join_hazard"}


# --- a reporter's own ----------------------------------------------------------------------------


def own_answer(state, into):
    """Of a like report of somebody's own; a major one is like what is with the bureau alone."""
    if into in NO_ORIGINAL or (state == S.MIRRORED != into):
        return HazardNotLike
    return S.DUPLICATE if state in MAY_GO else HazardMoved


JOINING = {into: (FIRST, tuple(own_answer(state, into) for state in STATES)) for into in STATES}


@pytest.mark.parametrize("state", STATES)
def test_a_reporter_joins_the_own_report_into_a_like_one_as_the_table_of_both_states_says(state):
    """Every pair of states, by everybody: only whoever reported it, and only where an office might, too."""
    world = World()
    hazard = world.at(state)
    events = {}
    for into in STATES:
        original = world.at(into)
        events[into] = lambda by, of, to=original: reporting.join_hazard(actor=by, own=of, original=to)
    assert tabling.disagreements(JOINING, events, STATES.index(state), world.by, whole(hazard)) == {}


def test_the_control_an_office_that_is_not_asked_about_the_other_is_found_by_the_table(monkeypatch):
    """Negative control: of the two reports the right is asked for one."""
    real, asked = policy.require, []

    def of_every_first(*told):
        asked.append(told)
        if len(asked) % 2:
            real(*told)

    world = World()
    own, other = world.plant.reported(), hazarding.Plant("linzi").reported()
    monkeypatch.setattr(reviewing.policy, "require", of_every_first)
    events = {"link_hazard": events_with(other)["link_hazard"]}
    by = {"officer": world.by["officer"]}
    found = tabling.disagreements(TABLE, events, PLACES.index("other district"), by, whole(own))
    assert found == {"link_hazard": [("officer", S.DUPLICATE, NotAllowed)]}


def test_the_control_a_report_that_is_closed_and_takes_others_in_is_found_by_the_table(monkeypatch):
    """Negative control: the states of an original are not looked at."""
    monkeypatch.setattr(reporting, "JOINABLE", tuple(S))
    world = World()
    own, other = world.at(S.SUBMITTED), world.at(S.CLOSED)
    events = {S.CLOSED: lambda by, of: reviewing.link_hazard(actor=by, hazard=of, original=other)}
    found = tabling.disagreements(LINKING, events, STATES.index(S.SUBMITTED), world.by, whole(own))
    assert ("city", S.DUPLICATE, HazardJoinedAlready) in found[S.CLOSED]
