"""催办阶梯: from a week before to a month after, each rung once, to whom it belongs; at risk after two weeks."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hope_rooms.models import ChildVisit, Escalation, Pairing, PairingPause
from hope_rooms.pairing_errors import AlreadyAcknowledged
from hope_rooms.schedule import LADDER
from hope_rooms.services import ladder
from tests import hoping, pairing, volunteering
from tests.racing import at_once
from zibo_youth.accounts.models import Membership
from zibo_youth.core.calendar import at, now, today
from zibo_youth.notifications.models import Notice

# A spring without a public holiday in the six weeks that follow.
START = date(2026, 2, 26)
DUE = START + timedelta(days=14)


@pytest.fixture
def living(city, team, pair):
    return begun(pairing.active(city, team, pair), START)


def begun(of, day):
    Pairing.objects.filter(pk=of.pk).update(started_on=day)
    of.refresh_from_db()
    return of


def day(offset):
    return DUE + timedelta(days=offset)


def told(kind="", to=None):
    found = Notice.objects.filter(kind__startswith=f"hope_rooms.visit{kind}")
    return found.filter(to=to.person) if to else found


def counted(of, on, officer):
    """A visit that counts, written plainly."""
    start = at(on, now().time())
    ChildVisit.objects.create(
        pairing=of,
        kind="companionship",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        shift=volunteering.shift(of.post, starts_at=start),
        state="counted",
        counted_on=on,
        asked_by=officer,
        reported_by=officer,
        reported_at=start,
        report_sealed="x",
        reviewed_by=hoping.people.officer(),
    )


def climb_all(last=30):
    return [ladder.climb(on=day(offset)) for offset in range(-14, last + 1)]


def test_from_a_week_before_to_a_month_after_each_rung_is_climbed_once(living, city, team, pair):
    assert sum(climb_all()) == len(LADDER)
    steps = Escalation.objects.order_by("step").values_list("step", "level", "receiver", "is_late")
    assert list(steps) == [
        (-7, 0, "pair", False),
        (-1, 0, "pair", False),
        (0, 1, "pair_leader", False),
        (3, 2, "leader", False),
        (7, 3, "district", False),
        (14, 4, "director", False),
        (30, 5, "director", False),
    ]
    for one in pair:
        assert told(to=pairing.login(one)).count() == 3
    assert told("_overdue", team.leader).count() == 2
    # Its own rung, and the call that the last one asks of it.
    assert told("_overdue", city.officer).count() == 2
    assert told("_overdue", city.director).count() == 2
    assert not told(to=city.foreign_officer).exists()


def test_every_job_run_again_sends_nothing_more(living):
    climb_all()
    before = Notice.objects.count()
    assert sum(climb_all()) == 0
    assert (Escalation.objects.count(), Notice.objects.count()) == (len(LADDER), before)


def test_it_is_at_risk_from_the_fourteenth_day_and_a_rematch_is_proposed_on_the_thirtieth(living):
    for offset in range(-7, 14):
        ladder.climb(on=day(offset))
    assert Pairing.objects.get(pk=living.pk).state == "active"
    ladder.climb(on=day(14))
    assert Pairing.objects.get(pk=living.pk).state == "at_risk"
    for offset in range(15, 31):
        ladder.climb(on=day(offset))
    assert Escalation.objects.get(level=5).step == 30


def test_without_a_leader_the_district_is_told_at_once(living, city, team):
    Membership.objects.filter(person=team.leader.person).delete()
    ladder.climb(on=day(3))
    assert Escalation.objects.get(step=3).receiver == "district"
    assert told(to=city.officer).exists()


def test_without_anybody_in_office_no_job_fails(living):
    Membership.objects.all().delete()
    assert ladder.climb(on=day(14)) > 0
    assert Escalation.objects.get(step=14).receiver == "nobody"


def test_what_comes_more_than_two_days_late_is_one_summary(living, pair, team):
    ladder.climb(on=day(5))
    assert list(Escalation.objects.order_by("step").values_list("step", "is_late")) == [
        (-7, True),
        (-1, True),
        (0, True),
        (3, False),
    ]
    assert told("s_caught_up", pairing.login(pair[0])).count() == 1
    assert told("_due").count() == 0
    assert told("_overdue").count() == 1


def test_a_visit_that_is_agreed_ends_the_asking_for_a_plan_and_not_the_rest(living, pair):
    pairing.planned(living, pair)
    assert ladder.climb(on=day(0)) == 0
    assert ladder.climb(on=day(3)) == 1


def test_a_visit_that_was_made_and_waits_for_its_review_ends_it(living, pair):
    visit = pairing.planned(living, pair)
    pairing.there(visit, pair[0], visit.starts_at)
    assert ladder.climb(on=day(7)) == 0


def test_a_visit_that_counts_opens_the_next_window(living, city):
    counted(living, START + timedelta(days=10), city.officer)
    assert ladder.climb(on=DUE) == 0
    assert ladder.climb(on=START + timedelta(days=24)) > 0
    assert Escalation.objects.last().opened_on == START + timedelta(days=10)


def test_a_paused_pairing_is_not_asked_for_and_its_days_do_not_run(living, city, team):
    Pairing.objects.filter(pk=living.pk).update(state="paused")
    assert ladder.climb(on=day(30)) == 0
    PairingPause.objects.create(
        pairing=living,
        reason="住院",
        until_on=day(2),
        asked_by=team.leader,
        agreed_by=city.officer,
        from_on=START + timedelta(days=4),
        ended_on=START + timedelta(days=14),
    )
    Pairing.objects.filter(pk=living.pk).update(state="active")
    found = Pairing.objects.with_window().get(pk=living.pk)
    assert ladder.window_of(found).due_on == DUE + timedelta(days=10)


def test_an_acknowledgement_stops_only_its_level(living, team):
    ladder.climb(on=day(3))
    rung = Escalation.objects.get(step=3)
    ladder.acknowledge(actor=team.leader, escalation=rung, visit_by=day(6))
    with pytest.raises(AlreadyAcknowledged):
        ladder.acknowledge(actor=team.leader, escalation=rung, visit_by=day(6))
    assert ladder.climb(on=day(7)) == 1


def test_the_days_look_reads_all_rooms_in_the_same_number_of_statements(city, team, pair):
    def look():
        with CaptureQueriesContext(connection) as seen:
            ladder.climb(on=today())
        return len(seen)

    pairing.active(city, team, pair)
    one = look()
    for _number in range(2):
        pairing.active(city, team, pair)
    assert look() == one


def test_the_silent_are_those_whom_nobody_has_visited(living):
    assert list(Pairing.objects.silent_since(START + timedelta(days=1))) == [living]
    assert not Pairing.objects.silent_since(START).exists()


# --- two workers at once ---------------------------------------------------------------------------


@pytest.mark.race
def test_of_many_workers_at_once_each_rung_is_told_once(transactional_db):
    city, team = hoping.city(), pairing.team()
    begun(pairing.active(city, team, pairing.two()), START)
    answers = at_once(lambda _number: ladder.climb(on=day(0)), 8)
    assert sum(answers) == 3
    assert Escalation.objects.count() == 3


def test_the_database_itself_climbs_no_rung_twice(living):
    ladder.climb(on=DUE)
    row = Escalation.objects.get(step=0)
    with pytest.raises(IntegrityError, match="escalation_climbed_once_per_window"), transaction.atomic():
        again(row)


def again(row):
    return Escalation.objects.create(
        pairing=row.pairing,
        opened_on=row.opened_on,
        due_on=row.due_on,
        step=row.step,
        level=row.level,
        receiver=row.receiver,
    )


@pytest.mark.control
def test_the_control_without_the_key_a_rung_is_climbed_twice(living):
    ladder.climb(on=DUE)
    with connection.cursor() as sql:
        sql.execute("RESET ROLE")
        sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
        sql.execute("ALTER TABLE hope_rooms_escalation DROP CONSTRAINT escalation_climbed_once_per_window")
    again(Escalation.objects.get(step=0))
    assert Escalation.objects.filter(step=0).count() == 2
