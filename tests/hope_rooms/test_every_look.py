"""
每一次查阅: N reads by each door are exactly N rows of access; no row, no read; plain SQL finds nothing.

Which doors there are is read from the sources (`reaching`): a new one stands in `LOOKS`, or a test fails.
"""

from dataclasses import dataclass
from itertools import count

import pgtrigger
import pytest
from django.db import connection, models
from django.db.models import F
from django.urls import reverse

from hope_rooms.models import Access, CareConsent, ChildFile, ChildVisit, ConcernAccess
from hope_rooms.services import children
from tests import building, hoping, people, spilling
from tests.hope_rooms import canary_doors as at
from tests.hope_rooms import reaching
from tests.hope_rooms.canary_life import lived
from tests.hope_rooms.test_canary_child import MODELS, role
from tests.once import for_a_module
from tests.people import signed_in
from tests.spilling import Search
from zibo_youth.core.calendar import today

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TIMES = 3


@pytest.fixture(autouse=True)
def as_the_portal():
    """The world is made once, as the portal's own role."""


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the world, not to one test."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """A whole life, a case that is screened, and one that is surveyed; of the same words."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        city = hoping.city()
        role("SET ROLE zibo_app")
        life = lived(city)
        asking = hoping.nominated(city, **spilling.TOLD)
        life.asking = children.start_screening(actor=city.officer, room=asking)
        both = [people.applicant("勘示三"), people.applicant("勘示四")]
        room = hoping.screened(city, **spilling.TOLD)
        life.next_surveyor, life.next_place = building.places(building.named(city, room, both))[0]
        yield life, Search(life.words)
        role("RESET ROLE")


@pytest.fixture
def life(world):
    return world[0]


# --- every door -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """Who asks how, how many rows of access it is, and whether the answer shows what was read."""

    who: str
    ask: at.Door
    rows: int = 1
    shows: bool = True


def corrected(life):
    where = reverse("hope_case_record", args=[life.room.child.code])
    told = {"purpose": "care", **spilling.TOLD, "grade": "五年级"}
    told.pop("address")
    return where, {"act": "person"} | {f"person-{name}": value for name, value in told.items()}


def age_checked(life):
    where = reverse("hope_case_facts", args=[life.asking.child.code])
    return where, {"act": "fact_age", "fact_age-on": today().isoformat()}


def named(life):
    number = people.id_number(born=hoping.born_for(10))
    told = {"place": life.city.town.pk, "id_number": number, "channel": "paper", "on": today().isoformat()}
    told |= {"guardian_name": "王示奶", "guardian_relation": "祖母", "guardian_mobile": "13900007777"}
    return reverse("hope_nominate"), told | spilling.TOLD


def way_to_next_survey(life):
    return reverse("hope_survey", args=[life.next_place.pk]), {"act": "address"}


VIEWS = "hope_rooms.views."
LOOKS = {
    VIEWS + "cases.case": Look("district", at.record("person", "home", "hardship")),
    VIEWS + "records.file": Look("district", at.photo),
    VIEWS + "records.file_list": Look("district", at.list_of_files, shows=False),
    VIEWS + "pairing_desk.visit": Look("district", at.report),
    VIEWS + "my_visits.child": Look("volunteer", at.name_of_own),
    VIEWS + "my_visits.visit": Look("volunteer", at.way_to),
    VIEWS + "surveys.survey": Look("next surveyor", way_to_next_survey),
    # Of the concern, and of the child for whom it is.
    VIEWS + "concerns.concern": Look("lead", at.concern, rows=2),
    VIEWS + "requests.one_request": Look("lead", at.copy),
    VIEWS + "counselling.child": Look("counsellor", at.own_notes),
    VIEWS + "counsellors.notes": Look("lead", at.notes_for_safeguarding),
    # Read to be written anew; read to be compared; written.
    VIEWS + "records.record": Look("district", corrected, rows=2, shows=False),
    VIEWS + "cases.facts": Look("district", age_checked, shows=False),
    VIEWS + "cases.nominate": Look("town", named, shows=False),
}
each_door = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


def test_every_door_that_opens_a_record_is_named_here():
    """A page, a call, an admin page, a task or a command that leads to a record and is asked by no test."""
    assert reaching.doors() == set(LOOKS)


def rows():
    return Access.objects.count() + ConcernAccess.objects.count()


def client_of(life, look):
    known = at.visitors(life) | {"next surveyor": life.next_surveyor}
    return signed_in(known[look.who], raise_request_exception=False)


@each_door
def test_so_many_looks_are_so_many_rows(world, look):
    life, search = world
    client, before = client_of(life, look), rows()
    for done in count(1):
        where, form = look.ask(life)
        answer = client.post(where, form)
        assert bool(search.within(answer)) is look.shows
        assert rows() - before == done * look.rows
        if done == TIMES:
            break


@each_door
def test_a_page_that_is_only_opened_is_no_look(life, look):
    before = rows()
    client_of(life, look).get(look.ask(life)[0])
    assert rows() == before


BROKEN = """
CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the log is broken'; END $$;
CREATE TRIGGER broken BEFORE INSERT ON hope_rooms_access FOR EACH ROW EXECUTE FUNCTION broken();
CREATE TRIGGER broken BEFORE INSERT ON hope_rooms_concernaccess FOR EACH ROW EXECUTE FUNCTION broken();
"""
MENDED = """
DROP TRIGGER broken ON hope_rooms_access; DROP TRIGGER broken ON hope_rooms_concernaccess; DROP FUNCTION broken();
"""


@each_door
def test_where_no_row_can_be_written_nothing_is_shown_and_nothing_done(world, look):
    life, search = world
    where, form = look.ask(life)
    before = rows()
    role(f"RESET ROLE; {BROKEN} SET ROLE zibo_app")
    try:
        answer = client_of(life, look).post(where, form)
    finally:
        role(f"RESET ROLE; {MENDED} SET ROLE zibo_app")
    assert answer.status_code == 500
    assert search.within(answer) == set()
    assert rows() == before


# --- the wall behind them ---------------------------------------------------------------------------

# Their rows are of class S1 and lists show them; what is sealed in a column of theirs is ciphertext, and
# `unsealing` says who opens it.
SHOWN_ROWS = {(ChildVisit, "report_sealed"), (CareConsent, "guardian_sealed")}


def sealed_columns():
    """Columns of the programme that hold ciphertext, or the name of a file that does."""
    for model in MODELS.values():
        for field in model._meta.concrete_fields:
            if "sealed" in field.name or (isinstance(field, models.FileField) and model is ChildFile):
                yield model, field.name


def count_of(model):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
        return cursor.fetchone()[0]


BEHIND_THE_WALL = sorted({model for model, _name in set(sealed_columns()) - SHOWN_ROWS}, key=str)


def test_what_is_sealed_lies_behind_the_wall_or_is_named():
    assert {model._meta.model_name for model in BEHIND_THE_WALL} >= {
        "childrecord",
        "childfile",
        "concernwords",
    }
    assert set(sealed_columns()) >= SHOWN_ROWS


@pytest.mark.parametrize("model", BEHIND_THE_WALL, ids=lambda model: model._meta.model_name)
def test_plain_sql_of_the_portals_role_finds_no_row_that_no_look_has_opened(world, model):
    # A look lasts for its transaction; here a whole module is one, so that another one asks.
    role("RESET ROLE")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE relname = %s", [model._meta.db_table])
        assert cursor.fetchone() == (True,), (
            f"{model.__name__} is sealed and PostgreSQL shows it to everybody"
        )
    everything = count_of(model)
    forget_the_looks()
    role("SET ROLE zibo_app")
    assert count_of(model) == 0
    if model._meta.model_name in ("childrecord", "childfile", "concernwords"):
        assert everything > 0


def forget_the_looks():
    """As if another transaction asked: the keys of this one are of another number."""
    with pgtrigger.ignore():
        for model in (Access, ConcernAccess):
            model.objects.update(transaction_no=-F("transaction_no"))


def unsealing():
    """Who in the programme breaks a seal, read from the sources."""
    there = {"zibo_youth.core.crypto.unseal", "zibo_youth.core.crypto.unseal_bytes"}
    return {full for full, named in reaching.spoken_of().items() if named & there}


def test_a_seal_is_broken_within_a_look_only():
    """Each of these stands in a block that has opened the record, or asks a row that only a look shows."""
    assert unsealing() == {
        "hope_rooms.models.child.ChildRecord",
        "hope_rooms.services.files.content_of",
        "hope_rooms.services.copies._visit",
        "hope_rooms.services.visit_reports.read_report",
        "hope_rooms.services.concerns.reading._plain",
        "hope_rooms.services.counselling.notes._plain",
    }


@pytest.mark.control
def test_the_control_a_door_that_nobody_has_named_is_seen(monkeypatch):
    monkeypatch.setattr(
        reaching, "OPENING", {"hope_rooms.services.guard._open"} | {"hope_rooms.board.columns"}
    )
    assert VIEWS + "rooms.room_board" in reaching.doors() - set(LOOKS)


@pytest.mark.control
def test_the_control_without_the_guard_a_look_leaves_no_row(world, monkeypatch):
    from contextlib import nullcontext

    from hope_rooms.services import visit_reports

    life, search = world
    monkeypatch.setattr(visit_reports.guard, "opened", lambda *asked: nullcontext())
    before, (where, form) = rows(), at.report(life)
    answer = signed_in(life.city.officer).post(where, form)
    assert search.within(answer) == {"report"}
    assert rows() == before
