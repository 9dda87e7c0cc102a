"""
无记名: an attacker with every table, every history, the places of rows on disk, logs and sessions finds no link.

The attack is the same everywhere: everything that is stored is searched for what ties a delegate to a
choice. The controls store a vote the linked way, and the very same attack finds it.
"""

import hashlib
import itertools
import json
import logging
import re

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import electing, people, volunteering
from tests.people import signed_in
from volunteers import ballot_box
from volunteers.models import BallotRound, Turnout
from volunteers.services import balloting

pytestmark = pytest.mark.django_db

NAMES = 3
CHOICES = [(0,), (1,), (0,), (2,), (1,), ()]


@pytest.fixture
def voted(caplog):
    """Six delegates who voted in a browser, in a round of three names; the office, the round, the logs."""
    caplog.set_level(logging.DEBUG)
    office = electing.session(present=len(CHOICES), names=NAMES, seats=1)
    opened = electing.open_round(office)
    caplog.clear()
    for delegate, choices in zip(office.delegates, CHOICES, strict=True):
        press(signed_in(delegate.user), opened, choices)
    opened.refresh_from_db()
    return office, opened, caplog.text


def press(client: Client, opened: BallotRound, choices) -> None:
    client.get(reverse("volunteer_ballot", args=[opened.pk]))
    sent = {"choices": [str(place) for place in choices], "one_time_key": "a" * 32}
    answer = client.post(reverse("volunteer_ballot", args=[opened.pk]), sent)
    assert answer.status_code == 302, answer.content.decode()


def dump() -> dict[str, list[dict]]:
    """Every row of every table as a backup or a superuser sees it, with xmin and ctid."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT xmin::text AS _xmin, ctid::text AS _ctid, t.* FROM {quoted} t")
            heads = [column.name for column in cursor.description]
            found[table] = [dict(zip(heads, row, strict=True)) for row in cursor.fetchall()]
    return found


def plain_ballots(table: list[dict]) -> list[dict]:
    """Rows from which a choice can be read without a key: a small number, a set, or a guessable hash of one."""
    guesses = guessable()
    return [row for row in table if any(_says(value, guesses) for value in row.values())]


def guessable() -> set[str]:
    """What a choice looks like when it is hashed or written down: there are few, so all are tried."""
    found = set()
    for size in range(NAMES + 1):
        for choice in itertools.combinations(range(NAMES), size):
            for said in (list(choice), [str(place) for place in choice]):
                text = json.dumps({"choices": said})
                found |= {hashlib.sha256(text.encode()).hexdigest(), text}
    return found


def _says(value: object, guesses: set[str]) -> bool:
    text = bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value)
    return any(guess in text for guess in guesses) or '"choices"' in text or "choices=" in text


def by_transaction(
    tables: dict[str, list[dict]], turnout: str, choices: str, column: str
) -> dict[int, object]:
    """Delegate → choice, through rows that one transaction wrote."""
    wrote = {row["_xmin"]: row["delegate_id"] for row in tables[turnout]}
    return {wrote[row["_xmin"]]: row[column] for row in tables[choices] if row["_xmin"] in wrote}


def by_order(tables: dict[str, list[dict]], turnout: str, choices: str, column: str) -> dict[int, object]:
    """Delegate → choice, where as many rows lie in the same order on disk."""
    voters, said = (sorted(tables[name], key=lambda row: _place(row["_ctid"])) for name in (turnout, choices))
    if len(voters) != len(said):
        return {}
    return {voter["delegate_id"]: row[column] for voter, row in zip(voters, said, strict=True)}


def _place(ctid: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", ctid))


def test_what_a_vote_leaves_is_a_name_on_the_roll_and_a_box_of_one_length(voted):
    _office, opened, _logs = voted
    tables = dump()

    assert set(tables["volunteers_turnout"][0]) == {
        "_xmin",
        "_ctid",
        "id",
        "round_id",
        "congress_id",
        "delegate_id",
    }
    assert ballot_box.count_of(bytes(opened.box)) == len(CHOICES)
    ballots = ballot_box._ballots(bytes(opened.box))
    assert ballots == sorted(ballots)
    assert len(set(ballots)) == len(CHOICES)
    for name, rows in tables.items():
        assert not plain_ballots(rows), name


def test_no_history_no_key_no_notice_and_no_session_is_made_of_a_vote(voted):
    _office, _opened, _logs = voted
    tables = dump()
    events = [model for model in apps.get_models() if model._meta.db_table.endswith("event")]
    assert not [
        model for model in events if re.search("ballot|turnout|roundcandidate", model._meta.model_name)
    ]
    kept = json.dumps(tables["accounts_onetimekey"], default=str)
    assert "ballots" not in kept
    assert tables["accounts_onetimekey"] == []
    told = [row for row in tables["notifications_notice"] if row["about_model"] == "volunteers.turnout"]
    assert told == []
    contexts = [row for row in tables["pghistory_context"] if "ballots" in json.dumps(row, default=str)]
    assert contexts == []


def test_logs_tell_that_somebody_voted_and_never_how(voted):
    _office, opened, logs = voted
    assert f"association/ballots/{opened.pk}/" in logs
    assert "choices" not in logs
    for row in (bytes(opened.box), bytes(opened.public_key)):
        assert row.hex()[:40] not in logs


def test_two_copies_of_the_open_box_differ_by_ballots_that_only_two_passphrases_open(voted):
    _office, opened, _logs = voted
    key = ballot_box.private_key(electing.FIRST, electing.SECOND, bytes(opened.salt))
    assert ballot_box.public_part(key) == bytes(opened.public_key)
    for one in ((electing.FIRST, ""), ("", electing.SECOND), (electing.SECOND, electing.FIRST)):
        wrong = ballot_box.private_key(*one, bytes(opened.salt))
        with pytest.raises(InvalidTag):
            ballot_box.opened(bytes(opened.box), wrong, opened.public_id.bytes)
    kept = json.dumps(
        dump(), default=lambda value: bytes(value).hex() if isinstance(value, memoryview) else str(value)
    )
    assert key.private_bytes_raw().hex() not in kept
    for phrase in (electing.FIRST, electing.SECOND):
        assert phrase not in kept
        assert hashlib.sha256(phrase.encode()).hexdigest() not in kept


def test_the_place_on_disk_and_the_transaction_tell_nothing_when_it_is_counted(voted):
    _office, opened, _logs = voted
    counted = electing.count(opened)
    tables = dump()

    assert [name.votes for name in counted.names.all()] == [2, 2, 1]
    [row] = [row for row in tables["volunteers_ballotround"] if row["id"] == opened.pk]
    assert [bytes(row[name]) for name in ("box", "salt", "public_key")] == [b"", b"", b""]
    assert by_transaction(tables, "volunteers_turnout", "volunteers_roundcandidate", "votes") == {}
    assert by_order(tables, "volunteers_turnout", "volunteers_roundcandidate", "votes") == {}
    for name, rows in tables.items():
        assert not plain_ballots(rows), name


# --- controls: the same attack against a ballot that is stored the linked way -----------------------


@pytest.fixture
def linked():
    """A ballot in clear beside the turnout, each pair in its own transaction."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE control_turnout (id serial, delegate_id int)")
        cursor.execute("CREATE TABLE control_ballot (id uuid DEFAULT gen_random_uuid(), choice text)")
        for delegate, choices in enumerate(CHOICES):
            cursor.execute("SAVEPOINT one")  # a subtransaction has an xmin of its own
            cursor.execute("INSERT INTO control_turnout (delegate_id) VALUES (%s)", [delegate])
            said = json.dumps({"choices": list(choices)})
            cursor.execute("INSERT INTO control_ballot (choice) VALUES (%s)", [said])
            cursor.execute("RELEASE SAVEPOINT one")
    return {delegate: json.dumps({"choices": list(choices)}) for delegate, choices in enumerate(CHOICES)}


def test_the_control_random_numbers_alone_hide_nothing(linked):
    tables = dump()

    assert by_transaction(tables, "control_turnout", "control_ballot", "choice") == linked
    assert by_order(tables, "control_turnout", "control_ballot", "choice") == linked
    assert len(plain_ballots(tables["control_ballot"])) == len(CHOICES)


def test_the_control_a_one_time_key_would_keep_a_hash_that_can_be_guessed(linked):
    said = json.dumps({"choices": ["1"]})
    row = {"fingerprint": hashlib.sha256(said.encode()).hexdigest()}
    assert plain_ballots([row]) == [row]


def test_the_control_a_box_without_a_lock_on_it_is_read(voted):
    _office, opened, _logs = voted
    key = ballot_box.private_key(electing.FIRST, electing.SECOND, bytes(opened.salt))
    said = ballot_box.opened(bytes(opened.box), key, opened.public_id.bytes)
    assert sorted(map(sorted, said)) == sorted(map(list, CHOICES))


# --- the door ---------------------------------------------------------------------------------


def test_a_second_press_is_the_same_vote(voted):
    office, opened, _logs = voted
    client = signed_in(office.delegates[0].user)
    press(client, opened, (2,))
    assert Turnout.objects.filter(round=opened).count() == len(CHOICES)


def test_a_stranger_finds_no_ballot_and_the_passphrase_pages_leave_no_key(voted):
    _office, opened, _logs = voted
    stranger = volunteering.user_of(volunteering.volunteer())
    assert signed_in(stranger).get(reverse("volunteer_ballot", args=[opened.pk])).status_code == 404
    city = people.city_staff()
    balloting.close_round(actor=city, ballot_round=opened)
    client = signed_in(city)
    sent = {"first": electing.FIRST, "second": electing.SECOND, "one_time_key": "b" * 32}
    answer = client.post(reverse("volunteer_count", args=[opened.pk]), sent)
    assert answer.status_code == 302
    assert dump()["accounts_onetimekey"] == []
    opened.refresh_from_db()
    assert opened.state == BallotRound.State.COUNTED
