"""关切: nothing stands in the way of a report; each state, each office, never the subject."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction

from hope_rooms.concern_errors import (
    CalledInTheFuture,
    ConcernMoved,
    DecisionMissing,
    LeadDecides,
    SubjectStands,
)
from hope_rooms.errors import AccessRefused
from hope_rooms.models import Access, Concern, ConcernAccess, ConcernCall, ConcernWords
from hope_rooms.models.concern import CONCERN_NEXT
from hope_rooms.services.concerns import alerts, handling, reading, reports
from tests import hoping, pairing, people, volunteering, worrying
from tests.worrying import HANDLERS, REFERENCE, WHY, WORDS, levels, told_to
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed

STATES = list(Concern.State.values)
EVENTS = {
    "acknowledge": (handling.acknowledge, "acknowledged"),
    "confirm": (handling.confirm_concern, "confirmed"),
    "unfounded": (handling.find_unfounded, "unfounded"),
    "close": (handling.close_concern, "closed"),
}
OTHERS = ("officer", "town_officer", "city_staff", "finance", "foreign_officer")


def in_state(state, city, reporter, **told):
    """A concern that was brought there by the lead."""
    concern = worrying.reported(reporter, **told)
    for event in {
        "reported": (),
        "acknowledged": ("acknowledge",),
        "confirmed": ("acknowledge", "confirm"),
        "unfounded": ("acknowledge", "unfounded"),
        "closed": ("acknowledge", "confirm", "close"),
    }[state]:
        happen(event, city.lead, concern)
    concern.refresh_from_db()
    return concern


def happen(event, actor, concern):
    act, _to = EVENTS[event]
    words = {} if event == "acknowledge" else {"words": WHY}
    return act(actor=actor, concern=concern, **words)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_the_lead_goes_each_way_that_is_there_and_no_other(city, living, reporter, state, event):
    concern, to = in_state(state, city, reporter), EVENTS[event][1]
    if to in CONCERN_NEXT.get(state, ()):
        happen(event, city.lead, concern)
        assert Concern.objects.get().state == to
        return
    with pytest.raises(ConcernMoved):
        happen(event, city.lead, concern)
    assert Concern.objects.get().state == state


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("state", STATES)
def test_no_other_office_takes_a_step_in_any_state(city, living, reporter, state, who, event):
    concern = in_state(state, city, reporter)
    with pytest.raises(NotAllowed):
        happen(event, getattr(city, who), concern)
    with pytest.raises(NotAllowed):
        happen(event, reporter, concern)
    assert Concern.objects.get().state == state


@pytest.mark.parametrize("who", HANDLERS)
def test_each_of_the_three_may_take_it_on_and_then_decides(city, living, reporter, who):
    concern, actor = worrying.reported(reporter), getattr(city, who)
    for event in ("acknowledge", "confirm", "close"):
        happen(event, actor, concern)
    assert Concern.objects.get().state == "closed"
    assert Concern.objects.get().decided_by == actor.person


@pytest.mark.parametrize("event", ["confirm", "unfounded"])
@pytest.mark.parametrize("who", ["deputy", "director"])
def test_what_another_took_on_is_left_to_them_and_to_the_lead(city, living, reporter, who, event):
    concern = in_state("acknowledged", city, reporter)
    with pytest.raises(LeadDecides):
        happen(event, getattr(city, who), concern)
    assert Concern.objects.get().state == "acknowledged"


@pytest.mark.parametrize("event", ["confirm", "unfounded"])
def test_a_decision_says_why(city, living, reporter, event):
    concern = in_state("acknowledged", city, reporter)
    with pytest.raises(DecisionMissing):
        EVENTS[event][0](actor=city.lead, concern=concern, words=" ")


def test_the_database_itself_refuses_a_way_that_is_not_there(city, living, reporter):
    worrying.reported(reporter)
    with pytest.raises(Error, match="reported"), transaction.atomic():
        Concern.objects.update(
            state="closed",
            closed_at=now(),
            acknowledged_at=now(),
            acknowledged_by=city.lead.person,
            decided_at=now(),
            decided_by=city.lead.person,
        )


# --- the report


def test_a_report_without_a_word_is_a_report_and_the_lead_hears_at_once(city, living, reporter):
    concern = reports.report_concern(actor=reporter, told=reports.Told())

    assert (concern.state, concern.account_at, concern.child) == ("reported", None, None)
    assert concern.account_due_at - now() > timedelta(hours=23)
    assert told_to(city.lead) == 1
    assert told_to(city.deputy) == told_to(city.director) == 0


def test_account_and_calls_are_added_later(city, living, reporter):
    concern = reports.report_concern(actor=reporter, told=reports.Told())
    reports.add_account(actor=reporter, concern=concern, words=WORDS)
    reports.add_call(actor=reporter, concern=concern, call=reports.Call("12345", now(), REFERENCE))
    reports.add_call(actor=city.lead, concern=concern, call=reports.Call("12355", now()))

    assert Concern.objects.get().account_at
    assert set(ConcernCall.objects.values_list("called", "reference")) == {
        ("12345", REFERENCE),
        ("12355", ""),
    }
    assert [each.words for each in reading.read_words(actor=city.lead, concern=concern)] == [WORDS]


def test_a_call_lies_in_the_past_and_nothing_is_kept_of_a_refused_report(city, living, reporter):
    call = reports.Call("110", now() + timedelta(hours=1))
    with pytest.raises(CalledInTheFuture):
        reports.report_concern(actor=reporter, told=reports.Told(words=WORDS, call=call))
    assert not Concern.objects.exists()
    assert told_to(city.lead) == 0


def test_who_neither_serves_nor_surveys_nor_holds_an_office_reports_nothing(city):
    with pytest.raises(NotAllowed):
        worrying.reported(people.applicant())


@pytest.mark.parametrize("who", ["officer", "town_officer", "finance", "lead", "city_staff"])
def test_every_office_reports(city, living, who):
    assert worrying.reported(getattr(city, who), code=living.child.code).pk


def test_the_child_is_one_whom_the_reporter_may_know_of(city, living, reporter):
    foreign = hoping.nominated(city).child

    known = worrying.reported(reporter, code=f" {living.child.code.lower()} ")
    unknown = worrying.reported(reporter, code=foreign.code)

    assert known.child == living.child
    assert unknown.child is None
    [passage] = reading.read_words(actor=city.lead, concern=unknown)
    assert foreign.code in passage.words


def test_the_subject_is_one_of_the_reporters_own_list(city, living, pair, reporter):
    stranger = volunteering.volunteer()
    assert worrying.reported(reporter, pair[1]).subject == pair[1].person
    assert worrying.reported(reporter, stranger).subject is None
    assert worrying.reported(reporter, pair[0]).subject is None


def test_the_childs_21st_birthday_is_written_down(city, team, pair):
    living = pairing.active(city, team, pair)
    concern = worrying.acknowledged(pairing.login(pair[0]), city.lead, code=living.child.code)
    born = hoping.born_for(hoping.TEN_YEARS)
    assert concern.keep_until == date(born.year + 21, born.month, born.day)
    assert Access.objects.filter(basis="system", purpose="retention").count() == 1


# --- reading


def sealed_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM hope_rooms_concernwords")
        return cursor.fetchone()[0]


def test_each_look_is_a_row_and_no_row_is_no_look(city, living, reporter):
    concern = worrying.acknowledged(reporter, city.lead)
    assert sealed_rows() == 0

    with transaction.atomic():
        [passage] = reading.read_words(actor=city.lead, concern=concern)

    assert passage.words == WORDS
    assert ConcernAccess.objects.get().user == city.lead


@pytest.mark.parametrize(("who", "looks"), [("lead", 1), ("deputy", 0), ("director", 0)])
def test_a_concern_of_a_child_writes_the_childs_row_too(city, living, reporter, who, looks):
    concern = worrying.reported(reporter, code=living.child.code)
    before = Access.objects.count()
    assert reading.read_words(actor=getattr(city, who), concern=concern)
    assert ConcernAccess.objects.count() == 1
    found = Access.objects.filter(child=living.child, purpose="safeguarding", data_class=4)
    assert (found.count(), Access.objects.count() - before) == (looks, looks)


@pytest.mark.parametrize("who", OTHERS)
def test_no_other_office_and_not_the_reporter_reads(city, living, reporter, who):
    concern = worrying.reported(reporter)
    for reader in (getattr(city, who), reporter):
        with pytest.raises(NotAllowed):
            reading.read_words(actor=reader, concern=concern)
    assert not ConcernAccess.objects.exists()


def test_the_database_itself_opens_nothing_for_the_subject(city, living, reporter):
    concern = worrying.reported(reporter, subject=city.lead.person_id)
    assert concern.subject == city.lead.person
    with pytest.raises(AccessRefused):
        reading._open(city.lead, concern)
    reading._open(city.deputy, concern)


def test_when_writing_the_row_down_fails_nothing_is_read(city, living, reporter, monkeypatch):
    concern = worrying.reported(reporter)
    monkeypatch.setattr(reading, "OPEN", "SELECT 1 / 0, %s, %s, %s")
    with pytest.raises(Error), transaction.atomic():
        reading.read_words(actor=city.lead, concern=concern)
    assert sealed_rows() == 0


def test_the_portals_role_writes_no_access_and_changes_no_words(city, living, reporter):
    concern = worrying.reported(reporter)
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        ConcernAccess.objects.create(concern=concern, user=city.lead)
    assert ConcernWords.objects.update(sealed="x") == 0
    assert ConcernWords.objects.all().delete()[0] == 0
    assert reading.read_words(actor=city.lead, concern=concern)[0].words == WORDS


def test_no_table_holds_the_account_in_plain_text(city, living, reporter):
    concern = worrying.confirmed(reporter, city.lead)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} AS kept WHERE kept::text LIKE %s", ["%鸑鷟状%"])
            found[table] = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM hope_rooms_concernwords")
        sealed = cursor.fetchone()[0]
        cursor.execute("SET ROLE zibo_app")
    assert {table for table, count in found.items() if count} == set()
    assert sealed == 2
    assert concern.number not in WORDS


# --- the subject


@pytest.fixture
def about_the_lead(city, living, reporter):
    return worrying.reported(reporter, subject=city.lead.person_id)


def test_a_lead_who_is_the_subject_hears_nothing_and_the_deputy_handles_it(city, about_the_lead):
    assert levels() == [("lead", "deputy")]
    assert told_to(city.lead) == 0
    for event in EVENTS:
        with pytest.raises(NotAllowed):
            happen(event, city.lead, about_the_lead)
    for event in ("acknowledge", "confirm", "close"):
        happen(event, city.deputy, about_the_lead)
    assert alerts.watch_concerns(at=now() + timedelta(days=3)) == 0
    assert told_to(city.lead) == 0


def test_the_database_itself_refuses_the_subject(city, about_the_lead):
    with pytest.raises(IntegrityError, match="concern_is_handled_by_another"), transaction.atomic():
        Concern.objects.update(state="acknowledged", acknowledged_by=city.lead.person, acknowledged_at=now())


def test_whoever_took_it_on_and_is_named_hands_it_over(city, living, reporter):
    concern = worrying.acknowledged(reporter, city.deputy)
    handling.name_in_concern(actor=city.lead, concern=concern, subject=city.deputy.person)
    concern.refresh_from_db()
    assert (concern.subject, concern.acknowledged_by) == (city.deputy.person, city.lead.person)
    with pytest.raises(NotAllowed):
        happen("confirm", city.deputy, concern)


def test_nobody_names_themselves_and_after_the_decision_nobody_is_replaced(city, living, pair, reporter):
    concern = worrying.confirmed(reporter, city.lead, pair[1])
    with pytest.raises(NotAllowed):
        handling.name_in_concern(actor=city.lead, concern=concern, subject=city.lead.person)
    with pytest.raises(SubjectStands):
        handling.name_in_concern(actor=city.lead, concern=concern, subject=pair[0].person)


def test_the_numbers_and_times_are_settings():
    rules = settings.HOPE_ROOMS
    assert [each["number"] for each in rules["call_now"]] == ["110", "12345", "12355"]
    assert (rules["concern_minutes"], rules["concern_account_hours"]) == (
        {"lead": 0, "deputy": 15, "director": 60},
        24,
    )
