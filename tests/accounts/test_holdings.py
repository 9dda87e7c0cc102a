"""注销之后: every table that leads to people is named, and after an erasure no canary sings."""

import dataclasses
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.test import TestCase

from stations.models import Evidence, Stay, StayTransition
from tests import people
from tests.canary import CANARY, marked_person, tables_of_people, unnamed, where
from zibo_youth.accounts import holdings, services
from zibo_youth.accounts.models import ErasureRecord, Person, User
from zibo_youth.accounts.services import erasing
from zibo_youth.core.calendar import now
from zibo_youth.core.invariants import verify
from zibo_youth.notifications.models import Notice, SmsMessage

pytestmark = pytest.mark.django_db

WHAT_TO_DO = """
Foreign keys lead from these tables to a person, or these columns take words, and nobody has said what
becomes of them when the account is closed. Add the table to the holdings.py of its app: as a Holding with
the columns that are emptied (`blank`), or whose rows go (`drop`), or with a reason why a column tells
nothing (`keep`); as a paper of an office (`papers`) where no applicant is told of. Give it a row in
tests/districts.py or tests/canary.py. docs/decisions/0040 tells the rule.
"""


def test_every_table_that_leads_to_people_is_named_by_its_app():
    named = {holding.model for holding in holdings.holdings()} | set(holdings.papers())
    assert {model._meta.label for model in tables_of_people() - named} == set(), WHAT_TO_DO
    assert {model._meta.label for model in named - tables_of_people() - set(holdings.papers())} == set()


def test_every_column_that_takes_words_is_named():
    found = {holding.model._meta.label: sorted(unnamed(holding)) for holding in holdings.holdings()}
    assert {table: columns for table, columns in found.items() if columns} == {}, WHAT_TO_DO


def test_the_control_a_column_that_nobody_named_is_found():
    [stays] = [each for each in holdings.holdings() if each.model is Stay]
    assert unnamed(dataclasses.replace(stays, blank={}, keep={})) >= {"purpose_detail", "reference"}


def test_no_column_is_named_that_is_not_there():
    for holding in holdings.holdings():
        columns = {f.name for f in holding.model._meta.concrete_fields}
        assert set(holding.blank) | set(holding.then) | set(holding.keep) | set(holding.files) <= columns


@pytest.fixture
def marked():
    return marked_person()


def test_after_an_erasure_nothing_in_any_table_tells_of_the_person(
    marked, django_capture_on_commit_callbacks
):
    before = where(CANARY)
    files = list(Evidence.objects.filter(person=marked.guest.person).values_list("file", flat=True))
    kept = {model: model._base_manager.count() for model in (Person, Stay)}
    assert len(before) > 30, before

    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(marked.guest.person)

    assert where(CANARY, marked.guest.mobile, marked.name) == {}
    assert not any(storages["private"].exists(name) for name in files)
    assert {model: model._base_manager.count() for model in kept} == kept
    assert not SmsMessage.objects.filter(key__startswith="canary").exists()
    assert not Notice.objects.filter(to=marked.guest.person).exists()
    inside = [str(session.get_decoded()) for session in Session.objects.all()]
    assert not any(marked.guest.mobile in text or f"'{marked.guest.pk}'" in text for text in inside)
    assert ErasureRecord.objects.filter(person_number=marked.guest.person_id).exists()


def blanked():
    """Columns that are emptied, by the table they stand in."""
    found = {}
    for holding in holdings.holdings():
        names = set(holding.blank) & {f.name for f in holding.model._meta.concrete_fields}
        for column in sorted(names):
            if column in {"birth_date", "graduation_year", "arrival_time", "signed_on", "graduates_on"}:
                continue
            if not holding.model._meta.get_field(column).choices:
                found.setdefault(holding.model, []).append(column)
    return found


def left_out_in_turn():
    """One column of each table at a time, so that what is found in a table is found for this column."""
    columns = blanked()
    for turn in range(max(map(len, columns.values()))):
        yield {model: names[turn] for model, names in columns.items() if turn < len(names)}


def still_holds(model, column):
    """Whether the column itself, of a row or of its history, still says the word."""
    events = holdings.history_of(model)
    return any(
        rows.alias(as_told=Cast(column, TextField())).filter(as_told__contains=CANARY).exists()
        for rows in (model._base_manager.all(), *([events.objects.all()] if events else []))
    )


def tables_of(model):
    events = holdings.history_of(model)
    return {model._meta.db_table, *([events._meta.db_table] if events else [])}


def test_the_control_each_column_that_is_left_out_is_found(marked, monkeypatch):
    """What is emptied is emptied because it is named, and the search sees it otherwise."""
    whole, unseen = holdings.holdings(), set()
    for left_out in left_out_in_turn():
        rest = [
            dataclasses.replace(
                each, blank={k: v for k, v in each.blank.items() if k != left_out.get(each.model)}
            )
            for each in whole
        ]
        monkeypatch.setattr(holdings, "holdings", lambda rest=rest: rest)
        with transaction.atomic():
            erasing.wipe(marked.guest.person)
            found = where(CANARY)
            for model, column in left_out.items():
                if not (tables_of(model) & set(found) and still_holds(model, column)):
                    unseen.add(f"{model.__name__}.{column}")
            transaction.set_rollback(True)
    assert unseen == set()


def test_a_second_look_empties_what_a_request_in_flight_wrote_behind_the_erasure(marked):
    erasing.erase(marked.guest.person)
    Stay.objects.filter(guest=marked.guest.person).update(purpose_detail=CANARY)
    assert where(CANARY) == {"stations_stay": 1, "stations_stayevent": 1}

    assert services.erase_again() == 1

    assert where(CANARY) == {}


def test_of_whoever_left_nothing_of_others_goes(marked):
    other = people.applicant("林远")
    SmsMessage.objects.create(key="other", mobile=other.mobile, kind="k", text="林远")
    before = where("林远", other.mobile)

    erasing.erase(marked.guest.person)

    assert where("林远", other.mobile) == before


def broken():
    return {name for name, count in verify().items() if count and "eras" in name}


def test_the_invariants_hold_after_an_erasure_and_see_what_is_left(marked):
    erasing.erase(marked.guest.person)
    assert broken() == set()

    Stay.objects.filter(guest=marked.guest.person).update(contact_mobile="+8613900000000")
    User.objects.filter(pk=marked.guest.pk).update(is_active=True)
    assert broken() == {"erased_person_of_whom_something_is_told", "erased_person_who_can_log_in"}


def test_the_invariants_see_a_person_of_the_journal_who_is_back(marked):
    person = marked.guest.person
    ErasureRecord.objects.create(person_number=person.pk, public_id=person.public_id, erased_at=now())
    assert verify()["person_in_the_journal_and_not_erased"] >= 1


def test_what_an_office_writes_long_after_goes_in_the_next_night(marked):
    person = marked.guest.person
    erasing.erase(person)
    Person.objects.filter(pk=person.pk).update(erased_at=now() - timedelta(days=300))
    assert holdings.told_of(Person.objects.erased()) == set()

    Notice.objects.create(kind="stations.placement_declined", to=person, dedup_key="late")
    StayTransition.objects.filter(stay__guest=person).update(note="某某打来电话")
    assert holdings.told_of(Person.objects.erased()) == {person.pk}
    assert services.erase_again() == 1
    assert where("某某打来电话") == {}
    assert not Notice.objects.filter(to=person).exists()


def test_a_part_removes_files_that_tell_of_whoever_leaves(marked, monkeypatch):
    """As a list that was exported and waits to be taken: a programme's own hook finds it."""
    kept = storages["private"].save("exports/list.csv", ContentFile(marked.guest.mobile.encode()))
    left = []

    def forget_lists(leaving):
        left.append(leaving.people)
        transaction.on_commit(lambda: storages["private"].delete(kept))

    monkeypatch.setattr(holdings, "_parts", holdings._parts | {"lists": holdings.Part(after=forget_lists)})
    with TestCase.captureOnCommitCallbacks(execute=True):
        erasing.erase(marked.guest.person)
    assert marked.guest.person_id in left[0]
    assert not storages["private"].exists(kept)
