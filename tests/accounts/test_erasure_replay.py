"""INV-12: a restored backup brings the erased back; the journal beside the database erases them again."""

import subprocess
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.canary import CANARY, at_rest, marked_person, where
from tests.houses import book, house
from tests.people import applicant, city_staff
from zibo_youth.accounts import services
from zibo_youth.accounts.models import ErasureRecord, ErasureRequest, Person
from zibo_youth.accounts.services import erasing, journal
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.invariants import verify
from zibo_youth.embedded.programs import find_programs

pytestmark = pytest.mark.django_db(transaction=True)


def dump(file):
    run("pg_dump", "-Fc", "--no-comments", "-f", str(file), connection.settings_dict["NAME"])


def run(program, *arguments):
    told = connection.get_connection_params()
    target = ["-h", told["host"], "-U", told["user"]] + (
        ["-p", str(told["port"])] if told.get("port") else []
    )
    known = {"PGPASSWORD": told.get("password") or ""}
    path = find_programs().postgres_bin / program
    subprocess.run([str(path), *target, *arguments], check=True, env=known, cwd="/", capture_output=True)


@contextmanager
def restored(file):
    """The portal on the database of the dump, one for each process of tests; the other one stays as it is."""
    name = connection.settings_dict["NAME"]
    before = f"{name}_before_the_erasure"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {before}")
        cursor.execute(f"CREATE DATABASE {before}")
    run("pg_restore", "--no-owner", "--no-comments", "-d", before, str(file))
    connection.close()
    connection.settings_dict["NAME"] = before
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {before}")


@pytest.fixture
def marked(db):
    world = marked_person()
    at_rest(world)
    return world


def erased(world):
    person = world.guest.person
    with transaction.atomic():
        erasing.erase(person)
    assert services.erase_again() == 1  # the night's job writes the journal
    return person


def test_after_a_restore_the_journal_erases_again_and_no_canary_is_left(marked, tmp_path, capsys):
    dump(tmp_path / "before.dump")
    person = erased(marked)
    assert where(CANARY) == {}

    with restored(tmp_path / "before.dump"):
        assert len(where(CANARY)) > 20
        assert not ErasureRecord.objects.filter(person_number=person.pk).exists()

        call_command("replay_erasures")
        call_command("replay_erasures")

        assert where(CANARY, marked.name) == {}
        back = Person.objects.get(pk=person.pk)
        assert (back.is_erased, back.erased_at) == (True, person.erased_at)
        assert ErasureRecord.objects.filter(person_number=person.pk).count() == 1
        assert verify()["erased_person_of_whom_something_is_told"] == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "再次注销 1 人，已注销 0 人，备份中没有 1 人",
        "再次注销 0 人，已注销 1 人，备份中没有 1 人",
    ]


def test_the_control_without_the_journal_the_canary_is_back(marked, tmp_path):
    dump(tmp_path / "before.dump")
    erased(marked)
    (tmp_path / "erasures.jsonl").unlink()
    with restored(tmp_path / "before.dump"):
        call_command("replay_erasures")
        assert len(where(CANARY)) > 20


def line_of(person, at=None):
    return journal.Line(person.pk, str(person.public_id), at or now())


def test_who_came_back_after_the_erasure_is_not_erased_again():
    user = applicant()
    erasing.erase(user.person)
    erased_at = Person.objects.get(pk=user.person_id).erased_at
    Person.objects.filter(pk=user.person_id).update(returned_at=now(), full_name="陈一帆")

    done = journal.replay([line_of(user.person, erased_at)])

    assert (done.now, done.before) == (0, 1)
    assert Person.objects.get(pk=user.person_id).full_name == "陈一帆"


def test_whom_something_live_hangs_on_is_named_and_kept(settings, capsys):
    other = applicant("林远")
    book(other, house())
    settings.ERASURE_JOURNAL.write_text(f"{line_of(other.person)}\n")
    with pytest.raises(SystemExit):
        call_command("replay_erasures")
    assert "erase_stay_open" in capsys.readouterr().err
    assert not Person.objects.get(pk=other.person_id).is_erased


def test_an_open_request_in_the_backup_has_been_carried_out():
    on_line, on_paper = applicant("林远"), applicant("陈一帆")
    services.ask_to_close(actor=on_line, person=on_line.person)
    services.record_closing(actor=city_staff(), person=on_paper.person, paper="信")
    journal.replay([line_of(on_line.person), line_of(on_paper.person)])
    assert set(ErasureRequest.objects.values_list("person", "state")) == {
        (on_line.person_id, "done"),
        (on_paper.person_id, "withdrawn"),
    }


def test_the_job_writes_each_erasure_once_for_its_owner_alone(settings):
    user = applicant()
    services.ask_to_close(actor=user, person=user.person)
    with standing_at(now() + timedelta(days=8)):
        assert services.close_due_accounts() == 1
    assert journal.write_journal() == 0

    [line] = journal.lines()
    assert (line.person, line.public_id) == (user.person_id, str(user.person.public_id))
    assert settings.ERASURE_JOURNAL.stat().st_mode & 0o077 == 0
    with settings.ERASURE_JOURNAL.open("a") as file:
        file.write('\n{"person": 1, "publ')  # a disk that was full
    assert journal.lines() == [line]

    other = applicant("林远")
    erasing.erase(other.person)
    assert journal.write_journal() == 1
    assert [each.person for each in journal.lines()] == [user.person_id, other.person_id]
