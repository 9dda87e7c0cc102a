"""Who reported: sealed, shown by PostgreSQL to that person or after a written reason, and to nobody by number."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from safety.hazard_errors import HazardReasonMissing, ReporterGone, SealStays
from safety.hazard_sight import acting_as, own_reports, part_in, token_of, unsealed
from safety.models import HazardOpening, HazardReporter, HazardTransition
from safety.services.hazards import keeping, opening, telling
from tests import guarding, hazarding, people
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    return hazarding.Plant()


def rows_seen():
    return HazardReporter.objects.count()


def test_the_portals_role_sees_no_reporter_until_somebody_acts(plant):
    hazard, other = plant.reported(), people.applicant()
    with hazarding.as_app():
        assert rows_seen() == 0
        with acting_as(plant.reporter.person_id):
            assert [unsealed(row) for row in HazardReporter.objects.all()] == [plant.reporter.person_id]
        with acting_as(other.person_id):
            assert rows_seen() == 0
        assert rows_seen() == 0
        assert (part_in(plant.reporter.person_id, hazard), part_in(other.person_id, hazard)) == ("first", "")
        assert [own.hazard for own in own_reports(plant.reporter.person_id)] == [hazard]


def test_the_portals_role_writes_no_opening_and_changes_no_seal(plant):
    hazard = plant.reported()
    for act in (
        lambda: HazardOpening.objects.create(hazard=hazard, user=people.city_staff(), reason="看看"),
        lambda: HazardOpening.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), hazarding.as_app():
            act()
    with hazarding.as_app(), acting_as(plant.reporter.person_id):
        assert HazardReporter.objects.all()._raw_delete("default") == 0
    assert rows_seen() == 1


def test_a_reason_opens_one_seal_and_stands_in_the_log(plant):
    """Reference loans_safety.md §10, scenario 22."""
    hazard, other = plant.reported(), hazarding.report()
    city = people.city_staff()
    with hazarding.as_app():
        seen = opening.open_reporter(actor=city, hazard=hazard, reason="核实恶意上报")
        assert seen == plant.reporter.person
        assert not HazardReporter.objects.filter(hazard=other).exists()
    row = HazardOpening.objects.get(user=city)
    assert (row.hazard, row.reason) == (hazard, "核实恶意上报")


def test_without_a_reason_it_stays_shut(plant):
    hazard, city = plant.reported(), people.city_staff()
    with pytest.raises(HazardReasonMissing):
        opening.open_reporter(actor=city, hazard=hazard, reason="  ")
    wall = pytest.raises(IntegrityError, match="hazard_opening_has_a_reason")
    with wall, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT safety_open_reporter(%s, true, %s, ' ')", [city.pk, hazard.pk])
    assert not HazardOpening.objects.by_somebody().exists()


@pytest.mark.parametrize("who", ["officer", "safety", "reporter", "bureau", "administrator"])
def test_no_other_office_opens_it_and_the_database_knows_too(plant, who):
    hazard = plant.accepted()
    more = {"bureau": guarding.emergency_officer, "administrator": people.administrator}
    by = more[who]() if who in more else getattr(plant, who)
    with pytest.raises(NotAllowed):
        opening.open_reporter(actor=by, hazard=hazard, reason="好奇")
    with connection.cursor() as cursor:
        cursor.execute("SELECT safety_open_reporter(%s, true, %s, '好奇')", [by.pk, hazard.pk])
        assert cursor.fetchone()[0] is None
    assert not HazardOpening.objects.by_somebody().exists()


def test_a_log_in_without_its_second_factor_opens_nothing(plant):
    hazard, city = plant.reported(), people.city_staff()
    city.is_private = True
    with pytest.raises((NotAllowed, SealStays)):
        opening.open_reporter(actor=city, hazard=hazard, reason="核实")


def test_the_log_is_never_changed(plant):
    opening.open_reporter(actor=people.city_staff(), hazard=plant.reported(), reason="核实")
    for act in (
        lambda: HazardOpening.objects.update(reason="x"),
        lambda: HazardOpening.objects.all().delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            act()


def test_no_row_beside_the_seal_leads_from_the_report_to_the_person(plant):
    """Transitions, notices, keys of forms and counters name no reporter beside a report."""
    hazard = plant.verified()
    of_reporter = HazardTransition.objects.filter(hazard=hazard, party="reporter")
    assert of_reporter.exists()
    assert not of_reporter.filter(actor__isnull=False).exists()
    telling.tell_reporters()
    told = Notice.objects.filter(to=plant.reporter.person, kind="safety.hazard_news")
    assert told.exists()
    for notice in told:
        assert (notice.about_model, notice.about_pk) == ("accounts.person", str(plant.reporter.person_id))
        assert hazard.number not in notice.dedup_key
        assert str(hazard.pk) not in notice.dedup_key.split(":")[3:]
    assert str(plant.reporter.person_id) not in str(HazardReporter.objects.get(hazard=hazard).__dict__)


def test_two_seals_of_one_person_are_two_texts(plant):
    plant.reported()
    plant.reported(category="machine")
    texts = HazardReporter.objects.values_list("sealed", flat=True)
    assert len(set(texts)) == 2


def test_whoever_leaves_is_forgotten_and_the_report_stays(plant):
    hazard = plant.claimed()
    with hazarding.as_app():
        keeping.forget_reporter([plant.reporter.person_id])
    assert rows_seen() == 0
    with pytest.raises(ReporterGone):
        opening.open_reporter(actor=people.city_staff(), hazard=hazard, reason="核实")
    hazarding.silence(hazard)
    assert hazarding.agrees(hazard, plant.officer).state == "verified"


def test_a_token_is_no_plain_digest(plant, settings):
    before = token_of(1)
    settings.BLIND_INDEX_KEY = "A" * 43 + "="
    assert token_of(1) != before


def test_the_seals_are_read_by_functions_that_are_known():
    """Whoever writes another function, or a view, that reads the sealed table comes by here."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT proname FROM pg_proc WHERE prosrc LIKE '%safety_hazardreporter%'
            AND prorettype <> 'trigger'::regtype AND proname <> 'empty_tables' ORDER BY 1"""
        )
        known = [name for (name,) in cursor.fetchall()]
        assert known == ["safety_forget_reporters", "safety_reporters_with_reports_going_on"]
        cursor.execute("SELECT viewname FROM pg_views WHERE definition LIKE '%safety_hazardreporter%'")
        assert cursor.fetchall() == []
