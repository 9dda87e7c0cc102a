"""
Reporters hear later and all together: no number, time or transaction joins a notice to the step it tells of (0087).

Whoever reads the whole database sees beside each row the transaction that wrote it (``xmin``). Rows of hazards are
compared by it, and by its nearest neighbours, with every row that has a foreign key to the reporter or the account.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from safety import tasks
from safety.models import HazardReport, HazardTransition
from safety.services.hazards import confirming, reviewing, telling
from safety.services.hazards.telling import tell_reporters
from tests import hazarding, people
from tests.people import signed_in
from tests.racing import at_once
from zibo_youth.notifications import outbox
from zibo_youth.notifications import tasks as messages
from zibo_youth.notifications.models import Delivery, Notice

KIND = "safety.hazard_news"
NEAR = 8
TO_SOMEBODY = """
SELECT quote_ident(owner.relname), quote_ident(part.attname), there.relname
FROM pg_constraint AS rule
JOIN pg_class AS owner ON owner.oid = rule.conrelid
JOIN pg_class AS there ON there.oid = rule.confrelid
JOIN pg_attribute AS part ON part.attrelid = rule.conrelid AND part.attnum = rule.conkey[1]
WHERE rule.contype = 'f' AND there.relname IN ('accounts_person', 'accounts_user')
ORDER BY 1, 2
"""


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def transactions_of_hazards():
    tables = rows("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'safety_hazard%%'")
    return {int(mark) for (table,) in tables for (mark,) in rows(f"SELECT xmin::text FROM {table}")}


def that_name(user):
    """Of every row with a foreign key to this person or account: its table and its transaction."""
    of = {"accounts_person": user.person_id, "accounts_user": user.pk}
    for table, column, kind in rows(TO_SOMEBODY):
        for (mark,) in rows(f"SELECT xmin::text FROM {table} WHERE {column} = %s", of[kind]):
            yield table, int(mark)


def joined_to(user):
    """Tables in which a row that names somebody was written with, or right beside, a row of hazards."""
    hazards = transactions_of_hazards()
    return {
        table
        for table, mark in that_name(user)
        if any(mark + step in hazards for step in range(-NEAR, NEAR + 1))
    }


def long_ago():
    """Whatever was written before lies far away by its transaction."""
    for _turn in range(4 * NEAR):
        rows("SELECT pg_current_xact_id()")


def told():
    return list(Notice.objects.filter(kind=KIND).order_by("pk").values_list("to_id", flat=True))


def owing():
    return set(HazardReport.objects.owing_news().values_list("pk", flat=True))


# --- transactions --------------------------------------------------------------------------------


def every_step(plant):
    """From the report over a join, two repairs and the second "no" to the report that goes on."""
    hazard = plant.reported()
    reviewing.link_hazard(actor=plant.officer, hazard=plant.reported(), original=hazard)
    hazard = hazarding.assign(hazarding.accept(hazard, plant.officer), plant.safety, plant.officer)
    hazarding.claim(hazarding.begin(hazard, plant.safety), plant.safety)
    hazard = plant.again(hazarding.says(hazard, plant.reporter, False))
    hazarding.agrees(hazard, plant.officer, False)
    confirming.close_hazard(actor=plant.officer, hazard=plant.verified(category="order"), words="归档")


@pytest.mark.django_db(transaction=True)
def test_no_step_writes_a_row_that_names_its_reporter():
    plant = hazarding.Plant()
    long_ago()
    every_step(plant)
    assert HazardTransition.objects.count() > 15
    assert joined_to(plant.reporter) == set()


@pytest.mark.django_db(transaction=True)
def test_a_telling_joins_everybody_to_every_report():
    plant, other, silent = hazarding.Plant(), people.applicant(), people.applicant()
    everybody = sorted(user.person_id for user in (other, plant.reporter, silent))
    hazard = plant.reported(other)
    plant.reported(silent, category="order")
    plant.reported(category="gear")
    hazarding.accept(hazard, plant.officer)
    long_ago()
    assert tell_reporters() == 3
    assert told() == everybody
    [(one,)] = rows("SELECT DISTINCT xmin::text FROM notifications_notice WHERE kind = %s", KIND)
    assert rows("SELECT xmin::text FROM safety_hazardreport WHERE id = %s", hazard.pk) == [(one,)]
    assert rows("SELECT count(*) FROM safety_hazardopening") == [(0,)]


@pytest.mark.control
@pytest.mark.django_db(transaction=True)
def test_the_control_a_notice_of_the_step_s_own_transaction_is_found(monkeypatch):
    """Negative control: as it was, each step told its reporters itself."""

    def told_at_once(hazard):
        for person in telling.reporters_of(hazard).values():
            outbox.notify(KIND, to=person_of(person), about=person_of(person), dedup=str(hazard.pk))

    def person_of(number):
        return type(plant.reporter.person).objects.get(pk=number)

    plant = hazarding.Plant()
    long_ago()
    hazard = plant.reported()
    monkeypatch.setattr(reviewing, "owe_news", told_at_once)
    hazarding.accept(hazard, plant.officer)
    assert joined_to(plant.reporter) == {"notifications_notice"}


# --- who is told, and what stands afterwards -------------------------------------------------------


@pytest.mark.django_db
def test_who_is_told_is_the_same_whichever_report_moved():
    plant, other = hazarding.Plant(), people.applicant()
    reports = [plant.reported(), plant.reported(other, category="order")]
    seen = []
    for moved in reports:
        with transaction.atomic():
            hazarding.accept(moved, plant.officer)
            tell_reporters()
            seen.append(told())
            transaction.set_rollback(True)
    assert seen[0] == seen[1] == sorted([plant.reporter.person_id, other.person_id])


@pytest.mark.django_db
def test_nothing_of_an_earlier_telling_is_left_beside_a_later_one():
    plant, other = hazarding.Plant(), people.applicant()
    hazard = plant.accepted()
    tell_reporters()
    messages.deliver_notices(list(Notice.objects.values_list("pk", flat=True)))
    first = set(Notice.objects.filter(kind=KIND).values_list("pk", flat=True))
    plant.reported(other, category="order")
    hazarding.assign(hazard, plant.safety, plant.officer)
    assert tell_reporters() == 2
    left = Notice.objects.filter(kind=KIND)
    assert not left.filter(pk__in=first).exists()
    assert not Delivery.objects.filter(notice__in=first).exists()
    assert told() == sorted([plant.reporter.person_id, other.person_id])


@pytest.mark.django_db
def test_nobody_is_told_while_nothing_moved_and_twice_is_once():
    plant = hazarding.Plant()
    hazard = plant.reported()
    assert (owing(), tell_reporters()) == (set(), 0)
    hazarding.accept(hazard, plant.officer)
    assert owing() == {hazard.pk}
    assert (tasks.tell_hazard_reporters(), tasks.tell_hazard_reporters()) == (1, 0)
    assert owing() == set()


@pytest.mark.django_db
def test_whose_reports_are_over_hears_of_it_and_is_left_alone_after_a_fortnight():
    plant, other = hazarding.Plant(), people.applicant()
    hazard = reviewing.refuse_hazard(
        actor=plant.officer, hazard=plant.reported(other), rejection="unclear", words="看不清"
    )
    tell_reporters()
    assert told() == [other.person_id]
    HazardTransition.objects.filter(hazard=hazard).update(at=hazard.reported_at - timedelta(days=15))
    plant.accepted(category="order")
    tell_reporters()
    assert told() == [plant.reporter.person_id]


@pytest.mark.django_db
def test_the_portals_role_learns_no_report_from_what_it_reads():
    """The function takes nothing and gives seals without reports; the table itself stays shut."""
    plant = hazarding.Plant()
    plant.accepted()
    with hazarding.as_app():
        assert tell_reporters() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM safety_reporters_with_reports_going_on()")
        assert [column.name for column in cursor.description] == ["seal", "sealed"]
    waiting = rows("SELECT to_jsonb(one)::text FROM safety_hazardreport AS one")
    assert f'"{plant.reporter.person_id}"' not in str(waiting)


@pytest.mark.django_db
def test_the_message_leads_to_one_s_own_reports_and_says_what_is_true_of_all():
    plant = hazarding.Plant()
    hazard = plant.accepted()
    tell_reporters()
    notice = Notice.objects.get(kind=KIND)
    page = signed_in(plant.reporter).get(notice.get_absolute_url()).content.decode()
    assert "我的上报" in page
    assert hazard.number not in page


# --- what may go wrong ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_telling_that_dies_half_way_loses_nothing(monkeypatch):
    plant, other = hazarding.Plant(), people.applicant()
    hazard = plant.accepted()
    tell_reporters()
    before = told()
    plant.reported(other, category="order")
    hazarding.assign(hazard, plant.safety, plant.officer)

    def dies(kind, *, to, about, dedup=""):
        if to.pk == other.person_id:
            rows("SELECT pg_terminate_backend(pg_backend_pid())")
        return real(kind, to=to, about=about, dedup=dedup)

    real = outbox.notify
    monkeypatch.setattr(outbox, "notify", dies)
    with pytest.raises(Exception, match=r"terminat|closed"):
        tell_reporters()
    connection.close()
    monkeypatch.undo()
    assert (told(), owing()) == (before, {hazard.pk})
    assert tell_reporters() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_tellings_at_once_are_one():
    plant = hazarding.Plant()
    plant.accepted()
    assert sorted(at_once(lambda _n: tell_reporters(), crowd=6)) == [0] * 5 + [1]
    assert told() == [plant.reporter.person_id]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_step_during_the_telling_keeps_its_news_for_the_next(monkeypatch):
    plant = hazarding.Plant()
    plant.accepted()
    late = plant.accepted(category="order")
    HazardReport.objects.filter(pk=late.pk).update(news_is_owed=False)

    def slowly(kind, persons):
        at_once(lambda _n: hazarding.assign(late, plant.safety, plant.officer), crowd=1)
        return outbox.renew(kind, persons)

    monkeypatch.setattr(telling, "renew", slowly)
    assert tell_reporters() == 1
    assert owing() == {late.pk}


def test_beat_tells_once_a_day():
    entry = settings.CELERY_BEAT_SCHEDULE["tell_hazard_reporters"]
    assert entry["task"] == "safety.tasks.tell_hazard_reporters"
    assert (entry["schedule"]._orig_hour, entry["schedule"]._orig_minute) == ("18", "10")
