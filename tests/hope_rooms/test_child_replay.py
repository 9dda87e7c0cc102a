"""INV-12 for children: a restored backup brings a record back; the journal beside the database erases it again."""

import pytest
from django.core.management import call_command
from django.db import transaction

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.models import Child, ChildErasure, ChildRecord
from hope_rooms.records import ChildPerson
from hope_rooms.services import guard, holds
from hope_rooms.services.child_journal import beside, lines, write_journal
from hope_rooms.services.forgetting import Cause, Erasing, Extent, forget
from tests import hoping
from tests.accounts.test_erasure_replay import dump, restored
from zibo_youth.accounts.policy import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
ALL = Erasing(Extent.ALL, Cause.LEFT)


@pytest.fixture(autouse=True)
def as_the_portal():
    """Backups are the owner's; it sees what no other role sees."""


@pytest.fixture
def city(db):
    return hoping.city()


@pytest.fixture
def child(city):
    return hoping.nominated(city).child


@pytest.fixture
def journal(settings):
    return beside(settings.ERASURE_JOURNAL)


def parts(child):
    return ChildRecord.objects.filter(child=child).exclude(sealed="").count()


def test_after_a_restore_the_journal_erases_again_once(child, tmp_path, capsys):
    dump(tmp_path / "before.dump")
    forget(SYSTEM, child, ALL)
    erased_at = child.erasures.get().erased_at

    with restored(tmp_path / "before.dump"):
        assert parts(child) == 3
        call_command("replay_erasures")
        call_command("replay_erasures")

        assert parts(child) == 0
        assert child.erasures.get().erased_at == erased_at
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("儿童信息")]
    assert told == [
        "儿童信息：再次清除 1 份，已清除 0 份，备份中没有 0 份",
        "儿童信息：再次清除 0 份，已清除 1 份，备份中没有 0 份",
    ]


def test_the_control_without_the_journal_the_record_is_back(child, tmp_path):
    dump(tmp_path / "before.dump")
    forget(SYSTEM, child, ALL)
    beside(tmp_path / "erasures.jsonl").unlink()

    with restored(tmp_path / "before.dump"):
        call_command("replay_erasures")
        assert parts(child) == 3


def test_a_hold_of_the_backup_is_named_and_keeps(city, child, journal, capsys):
    forget(SYSTEM, child, ALL)
    other = hoping.nominated(city).child
    holds.place_hold(actor=city.lead, child=other, reason="示函")
    journal.write_text(journal.read_text().replace(str(child.public_id), str(other.public_id)))

    with pytest.raises(SystemExit):
        call_command("replay_erasures")

    assert f"{other.code} 未能清除：child_held" in capsys.readouterr().err
    assert parts(other) == 3


def test_what_came_after_the_erasure_is_not_erased_again(city, child):
    forget(SYSTEM, child, Erasing(Extent.DETAIL, Cause.INELIGIBLE))
    hoping.agree(city, child, "photos")
    guard.write(city.officer, child, ChildPerson("示新", "2012-01-01"), purpose=Purpose.CARE)

    call_command("replay_erasures")

    assert guard.read(city.officer, child, Part.PERSON, purpose=Purpose.CARE).parts


def test_a_line_is_written_after_the_commit_once_and_for_its_owner_alone(child, journal):
    with transaction.atomic():
        forget(SYSTEM, child, ALL)
        transaction.set_rollback(True)
    assert not journal.exists()

    forget(SYSTEM, child, ALL)

    assert write_journal() == 0
    assert [line.child for line in lines(journal)] == [str(child.public_id)]
    assert journal.stat().st_mode & 0o077 == 0
    with journal.open("a") as file:
        file.write('\n{"child": "x", "ext')  # a disk that was full
    ChildErasure.objects.create(child=child, extent="all", cause="guardian", erased_at=child.registered_at)
    assert write_journal() == 1
    assert [line.cause for line in lines(journal)] == ["left", "guardian"]


def test_a_child_that_the_backup_does_not_know_is_counted(child, journal, capsys):
    forget(SYSTEM, child, ALL)
    journal.write_text(
        journal.read_text().replace(str(child.public_id), "00000000-0000-0000-0000-000000000000")
    )

    call_command("replay_erasures")

    assert "备份中没有 1 份" in capsys.readouterr().out
    assert Child.objects.filter(pk=child.pk).exists()
