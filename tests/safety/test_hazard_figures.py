"""Figures of hazards, up to now and of one month: what each counts, the rows behind it, who is refused in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safety.hazard_figures import FIGURES, Span, figures_of, rows_behind
from safety.models import HazardReport, HazardTransition
from tests import hazarding, people
from tests.people import signed_in
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import now
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db
MAY = Month(2021, 5)
API = "/api/v1/hazards/statistics/"


@pytest.fixture
def plant():
    return hazarding.Plant()


def on(day, month=5):
    """Noon in Shanghai."""
    return datetime(2021, month, day, 4, tzinfo=UTC)


def told(hazard, *moves, **columns):
    """As if it had been moved at these times: each state of its way that is named, the rest at the report."""
    moments = dict(moves)
    for move in hazard.transitions.all():
        at = moments.get(move.to_state, columns["reported_at"])
        HazardTransition.objects.filter(pk=move.pk).update(at=at)
    return hazarding.moved(hazard, **columns)


def in_may(rows=None):
    """Reported, open, overdue, fixed of the one district."""
    rows = HazardReport.objects.all() if rows is None else rows
    [line] = figures_of(rows, span=Span(now(), MAY)).districts
    return line.reported, line.open, line.overdue, line.fixed


# --- a month -------------------------------------------------------------------------------------


def test_a_month_tells_what_it_brought_and_what_its_end_found(plant):
    """Reported in April and open in June still: open at the end of May, and nothing of May's own."""
    told(plant.reported(), reported_at=on(20, 4))
    assert in_may() == (0, 1, 0, 0)
    told(plant.reported(people.applicant(), category="gear"), reported_at=on(31))
    assert in_may() == (1, 2, 0, 0)
    told(plant.reported(people.applicant(), category="order"), reported_at=on(1, 6))
    assert in_may() == (1, 2, 0, 0)


@pytest.mark.parametrize(
    ("moment", "is_may"),
    [
        (datetime(2021, 4, 30, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2021, 4, 30, 16, tzinfo=UTC), True),
        (datetime(2021, 5, 31, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2021, 5, 31, 16, tzinfo=UTC), False),
    ],
)
def test_a_month_begins_and_ends_at_midnight_in_shanghai(plant, moment, is_may):
    hazard = told(plant.reported(), reported_at=moment)
    found = rows_behind(HazardReport.objects.all(), span=Span(now(), MAY), figure="reported")
    assert list(found) == ([hazard] if is_may else [])


def test_what_was_late_at_the_end_is_overdue_though_it_was_mended_since(plant):
    """Claimed in June, due in May: May's end found it late. Due on 2 June, it did not."""
    late = plant.claimed()
    times = {"reported_at": on(10), "assigned_at": on(11), "warn_at": on(14)}
    told(late, ("fixed_claimed", on(3, 6)), due_at=on(18), **times)
    assert in_may() == (1, 1, 1, 0)
    hazarding.moved(late, due_at=on(2, 6))
    assert in_may() == (1, 1, 0, 0)


def test_what_waited_for_an_answer_at_the_end_is_not_overdue(plant):
    hazard = plant.claimed()
    times = {"reported_at": on(10), "assigned_at": on(11), "warn_at": on(14)}
    told(hazard, ("fixed_claimed", on(30)), due_at=on(18), **times)
    assert in_may() == (1, 1, 0, 0)


def test_fixed_is_of_the_month_in_which_both_sides_said_so_and_its_median_with_it(plant):
    told(plant.verified(), reported_at=on(28, 4), fixed_at=on(4), verified_at=on(6))
    other = plant.verified(category="gear")
    told(other, reported_at=on(29), fixed_at=on(30), verified_at=on(2, 6))
    [line] = figures_of(HazardReport.objects.all(), span=Span(now(), MAY)).enterprises
    assert (line.reported, line.open, line.fixed, line.median_days) == (1, 2, 1, 6.0)


def test_what_was_closed_in_the_month_is_open_no_more_and_later_was_open_still(plant):
    hazard = plant.verified()
    told(hazard, reported_at=on(3), fixed_at=on(4), verified_at=on(6))
    ended = {"state": "closed", "outcome": "fixed"}
    hazarding.moved(hazard, closed_at=on(31), **ended)
    assert in_may() == (1, 0, 0, 1)
    HazardReport.objects.filter(pk=hazard.pk).update(closed_at=on(1, 6))
    assert in_may() == (1, 1, 0, 1)


def test_the_month_that_runs_is_counted_up_to_now(plant):
    hazard = plant.assigned()
    this = Month.of(now().date())
    due = now() - timedelta(minutes=1)
    hazarding.moved(hazard, warn_at=due - timedelta(hours=1), due_at=due)
    [line] = figures_of(HazardReport.objects.all(), span=Span(now(), this)).districts
    [ever] = figures_of(HazardReport.objects.all(), span=Span(now())).districts
    assert (line.open, line.overdue) == (ever.open, ever.overdue) == (1, 1)


# --- pages and calls -----------------------------------------------------------------------------


def busy(plant):
    told(plant.reported(), reported_at=on(3))
    late = plant.mending(category="gear")
    told(late, reported_at=on(4), assigned_at=on(5), warn_at=on(6), due_at=on(9))
    told(plant.verified(category="order"), reported_at=on(5), fixed_at=on(7), verified_at=on(8))
    told(hazarding.report(people.applicant()), reported_at=on(6))
    told(hazarding.Plant("linzi").reported(), reported_at=on(7))


@pytest.mark.parametrize("month", ["", "2021-05"])
@pytest.mark.parametrize("by", ["district", "enterprise"])
def test_the_rows_behind_a_figure_are_as_many_as_it_says(plant, month, by):
    busy(plant)
    client = signed_in(people.city_staff())
    page = client.get(reverse("hazard_statistics"), {"month": month}).context["figures"]
    lines = page.districts if by == "district" else page.enterprises
    assert len(lines) == 2
    seen = 0
    for line in lines:
        for figure in FIGURES:
            asked = {"month": month, "by": by, "unit": line.code, "figure": figure}
            rows = client.get(reverse("hazard_figure_rows"), asked)
            assert (rows.context["count"], len(rows.context["part"].rows)) == (getattr(line, figure),) * 2
            seen += getattr(line, figure)
    assert seen > 6


def test_the_numbers_of_a_page_lead_to_their_rows(plant):
    busy(plant)
    client = signed_in(plant.officer)
    page = client.get(reverse("hazard_statistics"), {"month": "2021-05"}).content.decode()
    code = plant.enterprise.organisation.code
    door = (
        f"{reverse('hazard_figure_rows')}?month=2021-05&amp;by=enterprise&amp;unit={code}&amp;figure=overdue"
    )
    assert f'<a href="{door}">1</a>' in page
    rows = client.get(door.replace("&amp;", "&")).content.decode()
    assert HazardReport.objects.get(category="gear").number in rows


def test_nobody_reads_rows_of_another_district_by_its_code(plant):
    busy(plant)
    asked = {"by": "district", "unit": "linzi", "figure": "reported"}
    assert signed_in(plant.officer).get(reverse("hazard_figure_rows"), asked).context["count"] == 0
    assert signed_in(people.city_staff()).get(reverse("hazard_figure_rows"), asked).context["count"] == 1
    assert signed_in(people.applicant()).get(reverse("hazard_figure_rows"), asked).status_code == 404


@pytest.mark.parametrize("said", ["2021-13", "05", "2021-5", "1999-05", "²021-05", "2021-05-01", "x" * 999])
@pytest.mark.parametrize("name", ["hazard_statistics", "hazard_figure_rows"])
def test_a_month_that_is_none_is_refused_in_words(plant, said, name):
    answer = signed_in(plant.officer).get(reverse(name), {"month": said})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "请按“年-月”填写月份" in page
    assert "<table" not in page


def test_a_month_that_lies_ahead_is_refused_in_words(plant):
    ahead = f"{now().year + 1}-01"
    page = signed_in(plant.officer).get(reverse("hazard_statistics"), {"month": ahead})
    assert (page.status_code, "这个月还没有开始" in page.content.decode()) == (400, True)


@pytest.mark.parametrize("asked", [{"figure": "closed"}, {"by": "city"}, {"unit": "a b"}])
def test_a_figure_that_is_none_is_refused(plant, asked):
    assert signed_in(plant.officer).get(reverse("hazard_figure_rows"), asked).status_code == 400


def test_a_call_takes_the_same_month_and_refuses_the_same(plant):
    busy(plant)
    client = signed_in(plant.officer)
    [line] = client.get(API, {"month": "2021-05"}).json()["districts"]
    page = client.get(reverse("hazard_statistics"), {"month": "2021-05"}).context["figures"]
    assert (line["code"], line["open"]) == ("zhangdian", page.districts[0].open)
    assert client.get(API, {"month": "2021-04"}).json() == {"districts": [], "enterprises": []}
    for said in ("2021-13", f"{now().year + 1}-01"):
        answer = client.get(API, {"month": said})
        assert (answer.status_code, answer.json()["field"]) == (400, "month")


@pytest.mark.parametrize("name", ["hazard_statistics", "hazard_figure_rows"])
@pytest.mark.parametrize("month", ["", "2021-05"])
def test_a_page_of_figures_is_six_statements_however_many_lines(plant, month, name):
    client = signed_in(people.city_staff())
    client.get(reverse(name))
    busy(plant)
    for of in ("huantai", "boshan"):
        hazarding.Plant(of).reported()
    assert Organisation.objects.filter(code="boshan").exists()
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(name), {"month": month})
    assert len(asked) <= 6, [each["sql"][:80] for each in asked]
