"""State × event × role of a hazard: who may take which step from where, and what every other try is told."""

import pytest
from django.db import InternalError, transaction

from safety.hazard_errors import HazardMoved
from safety.models import HazardReport
from safety.models.hazards.words import HAZARD_NEXT, HazardState
from safety.services.hazards import assigning, bureau, confirming, mending, reviewing
from safety.services.hazards.reviewing import Verdict
from tests import guarding, hazarding, people
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
S = HazardState


class World:
    """One plant of Zhangdian and everybody who could act on its hazards, or could not."""

    def __init__(self):
        self.plant = hazarding.Plant()
        self.other = hazarding.Plant()
        self.by = {
            "reporter": self.plant.reporter,
            "another applicant": people.applicant(),
            "safety officer": self.plant.safety,
            "safety officer of another": self.other.safety,
            "officer": self.plant.officer,
            "officer elsewhere": people.officer("linzi"),
            "city": people.city_staff(),
            "bureau": guarding.emergency_officer(),
            "administrator": people.administrator(),
        }

    def at(self, state):
        plant, officer = self.plant, self.plant.officer
        make = {
            S.SUBMITTED: plant.reported,
            S.ACCEPTED: plant.accepted,
            S.REJECTED: lambda: reviewing.refuse_hazard(
                actor=officer, hazard=plant.reported(), rejection="unclear", words="看不清"
            ),
            S.DUPLICATE: lambda: reviewing.link_hazard(
                actor=officer, hazard=plant.reported(), original=plant.reported(people.applicant())
            ),
            S.ASSIGNED: plant.assigned,
            S.RECTIFYING: plant.mending,
            S.FIX_CLAIMED: plant.claimed,
            S.REOPENED: lambda: hazarding.agrees(plant.claimed(), officer, False),
            S.VERIFIED: plant.verified,
            S.CLOSED: lambda: confirming.close_hazard(actor=officer, hazard=plant.verified(), words="归档"),
            S.TRANSFERRED: lambda: assigning.transfer_hazard(
                actor=officer, hazard=plant.assigned(), to="市住建局", number="", words="属在建工程"
            ),
            S.MIRRORED: lambda: plant.reported(severity="major"),
        }
        hazard = make[state]()
        hazard.refresh_from_db()
        return hazard


OFFICE, CITY = ("officer", "city"), ("city",)
TO_MEND = (S.ASSIGNED, S.RECTIFYING, S.REOPENED)
# event → from which states, by whom, to which state; none: given to somebody, and given to another where it was
EVENTS = {
    "accept": ((S.SUBMITTED,), OFFICE, S.ACCEPTED),
    "refuse": ((S.SUBMITTED,), OFFICE, S.REJECTED),
    "find major": ((S.SUBMITTED, S.ACCEPTED, *TO_MEND), OFFICE, S.MIRRORED),
    "assign": ((S.ACCEPTED, *TO_MEND), OFFICE, None),
    "transfer": (TO_MEND, OFFICE, S.TRANSFERRED),
    "word": ((S.TRANSFERRED,), OFFICE, S.TRANSFERRED),
    "close transferred": ((S.TRANSFERRED,), OFFICE, S.CLOSED),
    "begin": ((S.ASSIGNED, S.REOPENED), ("safety officer",), S.RECTIFYING),
    "claim": ((S.RECTIFYING,), ("safety officer",), S.FIX_CLAIMED),
    "reporter: not mended": ((S.FIX_CLAIMED,), ("reporter",), S.REOPENED),
    "reporter: mended": ((S.FIX_CLAIMED,), ("reporter",), S.FIX_CLAIMED),
    "officer: not mended": ((S.FIX_CLAIMED,), OFFICE, S.REOPENED),
    "officer: mended": ((S.FIX_CLAIMED,), OFFICE, S.FIX_CLAIMED),
    "close": ((S.VERIFIED,), OFFICE, S.CLOSED),
    "bureau: progress": ((S.MIRRORED,), ("bureau",), S.MIRRORED),
    "bureau: return": ((S.MIRRORED,), ("bureau",), S.ACCEPTED),
    "bureau: no hazard": ((S.MIRRORED,), ("bureau",), S.REJECTED),
    "bureau: close": ((S.MIRRORED,), ("bureau",), S.CLOSED),
}


def act(world, event, hazard, by):
    on = {"actor": by, "hazard": hazard}
    acts = {
        "accept": lambda: reviewing.accept_hazard(**on, verdict=Verdict("general")),
        "refuse": lambda: reviewing.refuse_hazard(**on, rejection="unclear", words="看不清"),
        "find major": lambda: reviewing.escalate_to_bureau(**on, words="可能爆炸"),
        "assign": lambda: assigning.assign_hazard(**on, person=world.plant.safety.person),
        "transfer": lambda: assigning.transfer_hazard(**on, to="市住建局", number="1", words="属在建工程"),
        "word": lambda: assigning.record_word(**on, words="对方已立项"),
        "close transferred": lambda: assigning.close_transferred(**on, words="对方已办结"),
        "begin": lambda: mending.begin_mending(**on),
        "claim": lambda: hazarding.claim(hazard, by),
        "reporter: not mended": lambda: hazarding.says(hazard, by, False),
        "reporter: mended": lambda: hazarding.says(hazard, by, True),
        "officer: not mended": lambda: hazarding.agrees(hazard, by, False),
        "officer: mended": lambda: hazarding.agrees(hazard, by, True),
        "close": lambda: confirming.close_hazard(**on, words="归档"),
        "bureau: progress": lambda: bureau.record_progress(**on, number="Y-1", words="已到现场"),
        "bureau: return": lambda: bureau.return_hazard(**on, severity="serious", words="不属重大"),
        "bureau: no hazard": lambda: bureau.refuse_major(**on, rejection="no_hazard", words="误报"),
        "bureau: close": lambda: bureau.close_major(**on, words="已排除"),
    }
    return acts[event]()


def tried(world, event, hazard, by):
    """What the act answers, and nothing of it stays."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act(world, event, hazard, by)
            hazard.refresh_from_db()
            return hazard.state, hazard.transitions.last().to_state
        except (NotAllowed, HazardMoved) as refusal:
            return type(refusal)
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", list(HazardState))
def test_each_event_is_taken_by_its_roles_in_its_states_alone(state):
    """The wrong state is refused to whoever may; the wrong role is refused in every state, and nothing moves."""
    world = World()
    hazard = world.at(state)
    for event, (starts, roles, ends) in EVENTS.items():
        for name, by in world.by.items():
            told = tried(world, event, hazard, by)
            hazard.refresh_from_db()
            assert hazard.state == state
            if state not in starts:
                assert told in (NotAllowed, HazardMoved), (event, name)
                assert name not in roles or told is HazardMoved, (event, name)
            else:
                to = ends or (S.ASSIGNED if state == S.ACCEPTED else state)
                assert told == ((to, to) if name in roles else NotAllowed), (event, name)


def test_the_table_of_moves_is_what_the_events_do():
    """Nothing in `HAZARD_NEXT` that no event takes; joining, confirming and continuing are told beside."""
    told = {
        (start, end)
        for starts, _roles, end in EVENTS.values()
        for start in starts
        if end not in (start, None)
    }
    told |= {(S.ACCEPTED, S.ASSIGNED), (S.FIX_CLAIMED, S.VERIFIED), (S.FIX_CLAIMED, S.CLOSED)}
    told |= {(start, S.DUPLICATE) for start in (S.SUBMITTED, S.ACCEPTED, S.MIRRORED)}
    assert told == {(start, end) for start, ends in HAZARD_NEXT.items() for end in ends}


@pytest.mark.parametrize("state", list(HazardState))
def test_the_database_refuses_every_other_move(state):
    """Whatever path it comes by."""
    world = World()
    hazard = world.at(state)
    for to in HazardState:
        if to != state and to not in HAZARD_NEXT.get(state, ()):
            with pytest.raises(InternalError), transaction.atomic():
                HazardReport.objects.filter(pk=hazard.pk).update(state=to)
