"""The district's desk: an officer's month from the figures to the signature, in the own district only."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stations.models import Station
from tests import people
from tests.houses import house
from tests.people import signed_in
from tests.reports import filled, past
from tests.reports.filled import DAY, NAMES
from zibo_youth.core.calendar import today
from zibo_youth.reports import kpis, services
from zibo_youth.reports.models import Figure, MonthlyReport

pytestmark = pytest.mark.django_db

READ = ("report", "preview", "compare")
TYPED = ("fill", "explain", "send")


def station(unit: str) -> Station:
    """One that was open in May 2021."""
    made = house("flexible:4", unit)
    Station.objects.filter(pk=made.pk).update(opened_on=DAY - timedelta(days=100))
    return made


@pytest.fixture
def officer():
    return people.officer("zhangdian")


@pytest.fixture
def report():
    return filled.opened()


def page(client, name, report, *more, **data):
    return client.get(address(name, report, *more), data)


def address(name, report, *more):
    return reverse(f"district_{name}", args=[report.organisation.code, report.of.code, *more])


def post(client, name, report, **data):
    return client.post(address(name, report), data)


def answers(report, **changes):
    """Zero for all that is typed, as the form names its fields."""
    form = {}
    for figure in report.figures.filter(is_manual=True):
        spans = ["month", "to_date"] if figure.kind in ("people", "share") else ["month"]
        halves = ["-part", "-whole"] if figure.kind == "share" else [""]
        form |= {f"{figure.code}-{span}{half}": "0" for span in spans for half in halves}
    return form | changes


def steps(answer):
    return [step.key for step in answer.context["progress"].steps if step.is_done]


def test_a_month_goes_through_its_five_steps(officer, report):
    desk = signed_in(officer)
    assert steps(page(desk, "report", report)) == []

    assert post(desk, "take", report).url == report.get_absolute_url()
    assert steps(page(desk, "report", report)) == ["take", "check"]

    post(desk, "fill", report, **answers(report))
    assert steps(page(desk, "report", report)) == ["take", "check", "fill"]

    asked = page(desk, "explain", report).context["form"].asked
    notes = {line.figure.code: "与台账一致" for line in asked}
    post(desk, "explain", report, narrative="本月工作平稳。", **notes)
    assert steps(page(desk, "report", report)) == ["take", "check", "fill", "explain"]

    post(desk, "send", report, **NAMES, is_true="on")
    report.refresh_from_db()
    assert (report.state, report.head, report.narrative) == ("submitted", NAMES["head"], "本月工作平稳。")
    assert steps(page(desk, "report", report))[-1] == "send"


def test_the_desk_counts_the_days_and_shows_why_a_report_came_back(officer, report):
    MonthlyReport.objects.filter(pk=report.pk).update(due_on=today() + timedelta(days=2))
    desk = signed_in(officer)
    assert "还有 2 天" in desk.get(reverse("district_reports")).content.decode()

    services.return_report(
        actor=people.city_staff(), report=filled.sent(officer, report), reason="培训人次与签到表不符"
    )
    for answer in (desk.get(reverse("district_reports")), page(desk, "report", report)):
        assert "培训人次与签到表不符" in answer.content.decode()


def test_a_half_filled_page_is_kept_and_blank_stays_unreported(officer, report):
    services.take_figures(actor=officer, report=report)
    post(signed_in(officer), "fill", report, **{"BU05-month": "3", "RU02-month-part": ""})
    forums, cadres = (report.figures.get(code=code) for code in ("BU05", "RU02"))
    assert (forums.month_part, forums.to_date_part) == (3, 3)
    assert cadres.month_part is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"BU05-month": "三"}, "BU05-month"),
        ({"BU05-month": "-1"}, "BU05-month"),
        ({"BU05-month": "1.5"}, "BU05-month"),
        ({"RU02-month-part": "3"}, "RU02-month-whole"),
        ({"RU02-month-part": "5", "RU02-month-whole": "3"}, "__all__"),
    ],
)
def test_what_is_no_figure_is_told_and_nothing_is_kept(officer, report, typed, field):
    services.take_figures(actor=officer, report=report)
    answer = post(signed_in(officer), "fill", report, **{"BU06-month": "7"} | typed)
    assert list(answer.context["form"].errors) == [field]
    assert not report.figures.filter(is_manual=True, month_part__isnull=False).exists()


def test_what_is_open_is_told_instead_of_a_signature(officer, report):
    desk = signed_in(officer)
    answer = post(desk, "send", report, **NAMES, is_true="on")
    assert "请先完成第一步" in answer.content.decode()
    services.take_figures(actor=officer, report=report)
    answer = post(desk, "send", report, **NAMES, is_true="on")
    assert "处核对未通过" in answer.content.decode()
    assert MonthlyReport.objects.get(pk=report.pk).state == "draft"


def test_a_sent_report_is_changed_by_no_page(officer, report):
    sent = filled.sent(officer, report)
    before = list(sent.figures.order_by("pk").values())
    desk = signed_in(officer)
    for name, data in (("take", {}), ("fill", answers(sent)), ("explain", {"narrative": "改"})):
        post(desk, name, sent, **data)
    assert "已经上报" in page(desk, "send", sent).content.decode()
    sent.refresh_from_db()
    assert (sent.state, sent.narrative) == ("submitted", "")
    assert list(sent.figures.order_by("pk").values()) == before


# --- the rows behind a figure ---------------------------------------------------------------


def test_a_figure_opens_the_rows_behind_it_masked_and_of_the_own_district(officer, report):
    here, there = station("zhangdian"), station("huantai")
    mine, theirs = (people.applicant(name).person for name in ("陈一帆", "许诺"))
    stay, other = past.stayed(mine, here, DAY), past.stayed(theirs, there, DAY)
    services.take_figures(actor=officer, report=report)

    answer = page(signed_in(officer), "figure", report, "ST02")

    shown = answer.content.decode()
    assert stay.reference in shown
    assert mine.masked_name in shown
    assert "陈一帆" not in shown
    assert other.reference not in shown
    assert report.figures.get(code="ST02").month_part == answer.context["rows_now"] == 1


def test_rows_are_shown_by_pages_and_none_is_left_out(officer, report):
    here = station("zhangdian")
    seen = {past.stayed(guest, here, DAY).reference for guest in past.guests(60)}
    services.take_figures(actor=officer, report=report)
    desk = signed_in(officer)
    pages = [page(desk, "figure", report, "ST02", page=number).context["lines"] for number in (1, 2)]
    assert [len(lines) for lines in pages] == [50, 10]
    assert {line[0] for lines in pages for line in lines} == seen


def test_rows_that_are_not_to_be_listed_are_counted_only(officer, report, monkeypatch):
    stay = past.stayed(people.applicant("陈一帆").person, station("zhangdian"), DAY)
    services.take_figures(actor=officer, report=report)
    counted = kpis.kpi("ST02")
    unlisted = type(counted.facts)(
        rows=counted.facts.rows,
        measure=counted.facts.measure,
        credited_to=counted.facts.credited_to,
        columns=counted.facts.columns,
        are_listed=False,
    )
    monkeypatch.setitem(
        kpis._registered,
        "ST02",
        kpis.Kpi(
            code="ST02",
            label="x",
            action=counted.action,
            unit=counted.unit,
            kind=counted.kind,
            definition="x",
            source="x",
            facts=unlisted,
        ),
    )
    answer = page(signed_in(officer), "figure", report, "ST02")
    assert answer.context["rows_now"] == 1
    assert stay.reference not in answer.content.decode()
    assert "只显示数量" in answer.content.decode()


def test_what_is_typed_has_no_rows(officer, report):
    services.take_figures(actor=officer, report=report)
    for nothing in ("BU05", "XX99"):
        assert page(signed_in(officer), "figure", report, nothing).status_code == 404


# --- whose report it is ---------------------------------------------------------------------


def every_address(report):
    for name in (*READ, *TYPED, "take"):
        yield address(name, report)
    yield address("figure", report, "ST01")
    yield f"{address('figure', report, 'ST01')}?page=2"
    yield f"{address('compare', report)}?other=202104"
    yield f"/en{address('report', report)}"


def test_another_districts_report_does_not_exist(officer, report):
    services.take_figures(actor=officer, report=report)
    before = list(Figure.objects.order_by("pk").values())
    stranger = signed_in(people.officer("huantai"))
    for url in every_address(report):
        assert stranger.post(url, answers(report)).status_code in (404, 405), url
        if not url.endswith("/take/"):
            assert stranger.get(url).status_code == 404, url
    assert stranger.post(address("take", report)).status_code == 404
    assert list(Figure.objects.order_by("pk").values()) == before


def test_no_filter_brings_another_districts_month_to_the_comparison(officer, report):
    """The months offered are the organisation's own, also where the address names another's."""
    for unit in ("zhangdian", "huantai"):
        services.take_figures(actor=people.officer(unit), report=filled.opened(unit))
    answer = page(signed_in(officer), "compare", report, other="202105", unit="huantai")
    assert "other" not in answer.context or answer.context["other"].organisation.code == "zhangdian"
    assert "桓台" not in answer.content.decode()


@pytest.mark.control
def test_the_control_without_the_scope_the_stranger_reads_it(report, monkeypatch):
    from zibo_youth.reports.querysets import MonthlyReportQuerySet

    services.take_figures(actor=people.officer("zhangdian"), report=report)
    monkeypatch.setattr(MonthlyReportQuerySet, "visible_to", lambda rows, user: rows.all())
    stranger = signed_in(people.officer("huantai"))
    assert stranger.get(address("report", report)).status_code == 200


def test_nonsense_in_an_address_is_no_page(officer, report):
    desk = signed_in(officer)
    for unit, month in (("nowhere", "202105"), ("zhangdian", "2021-05"), ("zhangdian", "209913")):
        assert desk.get(reverse("district_report", args=[unit, month])).status_code == 404


# --- paper ----------------------------------------------------------------------------------


def test_the_preview_has_the_head_the_lines_and_room_for_the_seal(officer, report):
    sent = filled.sent(officer, report)
    shown = page(signed_in(officer), "preview", sent).content.decode()
    for words in (
        "张店区共青团重点工作月报表",
        "统计时段：",
        sent.number,
        "单位负责人(签字)：",
        "（公章）",
        *(str(figure.label) for figure in sent.figures.all()[:5]),
    ):
        assert words in shown


def test_two_months_stand_side_by_side(officer):
    first = filled.sent(officer, filled.opened(month=filled.MAY.previous))
    second = filled.sent(officer, filled.opened())
    answer = page(signed_in(officer), "compare", second, other=first.of.code)
    assert answer.context["other"] == first
    assert len(answer.context["lines"]) == second.figures.count()
    assert page(signed_in(officer), "compare", second, other="209901").context["form"].errors
