"""The life of a report: opened, taken, filled in, explained, sent, returned, accepted, locked; and who may do what."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import people
from tests.houses import house
from tests.reports import past
from tests.reports.filled import (
    DAY,
    MAY,
    NAMES,
    accepted,
    explain_figure,
    fill_figure,
    filled,
    locked,
    opened,
    sent,
)
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice
from zibo_youth.reports import services
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.checks import check
from zibo_youth.reports.errors import (
    ChecksOpen,
    FigureInvalid,
    FigureIsCounted,
    FiguresNotTaken,
    FiguresOutdated,
    MonthNotComplete,
    MonthNotOver,
    ReasonNeeded,
    ReportNotSent,
    ReportSent,
    SignatureMissing,
    TargetsDoNotAddUp,
)
from zibo_youth.reports.models import Figure, MonthlyReport, ReportTransition, Target
from zibo_youth.reports.periods import Month
from zibo_youth.reports.services.opening import due_on
from zibo_youth.reports.services.signing import figures_before

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return people.officer("zhangdian")


@pytest.fixture
def city():
    return people.city_staff()


@pytest.fixture
def station():
    return house("flexible:3", opened_on=date(2020, 11, 1))


def figure_of(report, code):
    return report.figures.select_related("report__organisation").get(code=code)


def one_visit(station, guest=None, day=DAY):
    return past.stayed(guest or past.guests(1)[0], station, day)


# --- opening ------------------------------------------------------------------------------------


def test_a_month_is_opened_once_for_all_eleven(officer):
    assert services.open_month(actor=SYSTEM, month=MAY) == 11
    assert services.open_month(actor=SYSTEM, month=MAY) == 0
    assert MonthlyReport.objects.of_month(MAY).count() == 11
    assert list(Notice.objects.values_list("kind", "to")) == [("reports.report_opened", officer.person_id)]


def test_a_month_that_is_not_over_is_not_opened():
    with pytest.raises(MonthNotOver):
        services.open_month(actor=SYSTEM, month=Month.of(today()))


def test_the_deadline_is_the_third_working_day():
    assert due_on(Month(2021, 5)) == date(2021, 6, 3)  # Tuesday, Wednesday, Thursday
    assert due_on(Month(2021, 4)) == date(2021, 5, 8)  # after the holidays; the Saturday was a working day


# --- taking figures ---------------------------------------------------------------------------------


def test_figures_come_from_the_facts_with_all_they_are_compared_with(officer, station):
    guests = past.guests(3)
    for guest, day in zip(guests, (DAY, DAY, date(2021, 4, 3)), strict=True):
        past.stayed(guest, station, day)
    past.stayed(guests[0], station, date(2021, 2, 3))

    report = services.take_figures(actor=officer, report=opened())
    assert report.state == "draft"
    visits = figure_of(report, "ST02")
    assert [visits.amount(span) for span in ("month", "previous", "last_year", "to_date")] == [
        Amount(Decimal(n)) for n in (2, 1, 0, 4)
    ]
    assert figure_of(report, "ST03").amount("to_date") == Amount(Decimal(3))
    assert visits.rows == 2
    assert figure_of(report, "BU05").amount("month") is None


def test_taking_again_keeps_what_was_typed_and_explained(officer, station):
    report = filled(officer, opened())
    fill_figure(actor=officer, figure=figure_of(report, "BU05"), month=Amount(Decimal(4)))
    explain_figure(actor=officer, figure=figure_of(report, "ST02"), note="五一假期")
    one_visit(station)

    services.take_figures(actor=officer, report=report)
    assert figure_of(report, "BU05").amount("month") == Amount(Decimal(4))
    assert figure_of(report, "ST02").note == "五一假期"
    assert figure_of(report, "ST02").amount("month") == Amount(Decimal(1))


def test_a_counted_figure_is_not_typed(officer):
    report = services.take_figures(actor=officer, report=opened())
    with pytest.raises(FigureIsCounted):
        fill_figure(actor=officer, figure=figure_of(report, "ST02"), month=Amount(Decimal(99)))


@pytest.mark.parametrize(
    ("code", "amount"),
    [
        ("BU05", Amount(Decimal(-1))),
        ("BU05", Amount(Decimal(1), Decimal(2))),
        ("RU02", Amount(Decimal(3))),
        ("RU02", Amount(Decimal(3), Decimal(2))),
    ],
)
def test_a_figure_that_cannot_be_is_refused(officer, code, amount):
    report = services.take_figures(actor=officer, report=opened())
    with pytest.raises(FigureInvalid):
        fill_figure(actor=officer, figure=figure_of(report, code), month=amount)
    assert figure_of(report, code).amount("month") is None


def test_typed_months_add_up_to_the_year_and_people_do_not(officer):
    for month, forums in ((Month(2021, 4), 3), (MAY, 4)):
        report = services.take_figures(actor=officer, report=opened(month=month))
        fill_figure(actor=officer, figure=figure_of(report, "BU05"), month=Amount(Decimal(forums)))
        fill_figure(
            actor=officer,
            figure=figure_of(report, "BU04"),
            month=Amount(Decimal(forums)),
            to_date=Amount(Decimal(5)),
        )
    assert figure_of(report, "BU05").amount("to_date") == Amount(Decimal(7))
    assert figure_of(report, "BU05").amount("previous") == Amount(Decimal(3))
    assert figure_of(report, "BU04").amount("to_date") == Amount(Decimal(5))


@pytest.mark.parametrize(("to_date", "is_told"), [(4, True), (5, False)])
def test_people_of_a_year_never_become_fewer(officer, to_date, is_told):
    for month, people_so_far in ((Month(2021, 4), 5), (MAY, to_date)):
        report = services.take_figures(actor=officer, report=opened(month=month))
        figure, one = figure_of(report, "BU04"), Amount(Decimal(1))
        fill_figure(actor=officer, figure=figure, month=one, to_date=Amount(Decimal(people_so_far)))
    told = [str(finding.words) for finding in check([figure_of(report, "BU04")], figures_before(report))]
    assert ("本年累计小于上月的本年累计，请在备注中说明" in told) is is_told


# --- sending --------------------------------------------------------------------------------------


def test_a_report_is_sent_with_three_names_and_a_digest(officer, city):
    report = sent(officer, opened())
    assert (report.state, report.preparer, report.head) == ("submitted", "甲示例", "丙示例")
    assert len(report.digest) == 64
    assert Notice.objects.filter(kind="reports.report_submitted", to=city.person).count() == 1
    assert list(ReportTransition.objects.values_list("from_state", "to_state")) == [
        ("open", "draft"),
        ("draft", "submitted"),
    ]


def test_without_figures_nothing_is_sent(officer):
    with pytest.raises(FiguresNotTaken):
        services.submit_report(actor=officer, report=opened(), **NAMES)


def test_nothing_done_is_reported_as_zero_and_not_left_out(officer):
    report = services.take_figures(actor=officer, report=opened())
    with pytest.raises(ChecksOpen, match="零报告"):
        services.submit_report(actor=officer, report=report, **NAMES)


def test_a_jump_is_explained_before_it_is_sent(officer, station):
    one_visit(station)
    report = filled(officer, opened())
    explain_figure(actor=officer, figure=figure_of(report, "ST02"), note="")
    with pytest.raises(ChecksOpen, match="驿站服务人次：比上月增减超过 20%"):
        services.submit_report(actor=officer, report=report, **NAMES)


def test_a_late_entry_between_the_checks_and_the_signature_is_not_sent_unseen(officer, station):
    report = filled(officer, opened())
    one_visit(station)
    with pytest.raises(FiguresOutdated, match="驿站服务人次、驿站服务人数"):
        services.submit_report(actor=officer, report=report, **NAMES)
    assert sent(officer, report).state == "submitted"
    assert figure_of(report, "ST02").amount("month") == Amount(Decimal(1))


def test_a_fact_of_another_month_or_unit_disturbs_nobody(officer, station):
    report = filled(officer, opened())
    one_visit(station, day=date(2021, 6, 1))
    one_visit(house("flexible:2", of="huantai", opened_on=date(2021, 6, 1)))
    assert services.submit_report(actor=officer, report=report, **NAMES).state == "submitted"


def test_without_a_head_nothing_is_signed(officer):
    report = filled(officer, opened())
    with pytest.raises(SignatureMissing), transaction.atomic():
        services.submit_report(actor=officer, report=report, **(NAMES | {"head": " "}))
    report.refresh_from_db()
    assert report.state == "draft"


def test_what_was_sent_is_not_changed(officer, station):
    report = sent(officer, opened())
    visits = figure_of(report, "ST02")
    for act in (
        lambda: services.take_figures(actor=officer, report=report),
        lambda: fill_figure(actor=officer, figure=figure_of(report, "BU05"), month=Amount(Decimal(1))),
        lambda: explain_figure(actor=officer, figure=visits, note="改"),
        lambda: services.write_narrative(actor=officer, report=report, narrative="改"),
        lambda: services.submit_report(actor=officer, report=report, **NAMES),
    ):
        with pytest.raises(ReportSent):
            act()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda figure: Figure.objects.filter(pk=figure.pk).update(month_part=99),
        lambda figure: Figure.objects.filter(pk=figure.pk).delete(),
        lambda figure: Figure.objects.create(
            report=figure.report, code="XX", label="x", action="rural", unit="人", kind="flow",
            position=99, is_manual=True,
        ),
    ],
    ids=["update", "delete", "insert"],
)  # fmt: skip
def test_the_database_itself_keeps_the_figures_of_a_sent_report(officer, spoil):
    visits = figure_of(sent(officer, opened()), "ST02")
    with pytest.raises(IntegrityError, match="figure_of_a_sent_report_stays"), transaction.atomic():
        spoil(visits)


# --- deciding -----------------------------------------------------------------------------------------


def test_a_returned_report_is_mended_and_comes_back_as_the_next_version(officer, city):
    report = sent(officer, opened())
    with pytest.raises(ReasonNeeded):
        services.return_report(actor=city, report=report, reason=" ")
    services.return_report(actor=city, report=report, reason="青鸟活动场次与台账不符")
    notice = Notice.objects.get(kind="reports.report_returned")
    assert notice.to_id == officer.person_id

    fill_figure(actor=officer, figure=figure_of(report, "BU05"), month=Amount(Decimal(2)))
    explain_figure(actor=officer, figure=figure_of(report, "BU05"), note="已按台账更正")
    again = services.submit_report(actor=officer, report=report, **NAMES)
    assert (again.state, again.version) == ("submitted", 2)
    assert again.number == "zhangdian-202105-v2"


def test_only_what_was_sent_is_decided(city):
    report = opened()
    for act in (services.accept_report, lambda **say: services.return_report(**say, reason="x")):
        with pytest.raises(ReportNotSent):
            act(actor=city, report=report)


def test_a_month_is_locked_when_all_are_accepted(city):
    accepted("zhangdian", city)
    with pytest.raises(MonthNotComplete, match="10 个单位"):
        services.lock_month(actor=city, month=MAY, **NAMES)


def test_the_city_counts_people_again_and_adds_up_what_hands_have_reported(city, station):
    guest = past.guests(1)[0]
    past.stayed(guest, station, DAY)
    past.stayed(guest, house("flexible:2", of="huantai", opened_on=date(2021, 1, 1)), DAY + timedelta(days=3))
    for unit, forums in (("zhangdian", 3), ("huantai", 4)):
        officer = people.officer(unit)
        report = services.take_figures(actor=officer, report=opened(unit))
        fill_figure(actor=officer, figure=figure_of(report, "BU05"), month=Amount(Decimal(forums)))
        fill_figure(
            actor=officer,
            figure=figure_of(report, "RU02"),
            month=Amount(Decimal(forums), Decimal(10)),
            to_date=Amount(Decimal(forums), Decimal(10)),
        )
    report = locked(city)
    assert report.state == "locked"
    assert report.organisation.kind == "city"
    shown = {figure.code: figure.amount("month") for figure in report.figures.all()}
    assert shown["ST02"] == Amount(Decimal(2))
    assert shown["ST03"] == Amount(Decimal(1))
    assert shown["BU05"] == Amount(Decimal(7))
    assert shown["RU02"].value == Decimal("35.0")
    assert set(MonthlyReport.objects.of_month(MAY).values_list("state", flat=True)) == {"locked"}


def test_what_is_locked_never_changes(city):
    report = locked(city)
    with pytest.raises(Exception, match="report_locked_stays_as_it_is"), transaction.atomic():
        MonthlyReport.objects.filter(pk=report.pk).update(narrative="改")
    with pytest.raises(Exception, match="figure_of_a_sent_report_stays"), transaction.atomic():
        report.figures.update(month_part=99)


# --- who ------------------------------------------------------------------------------------------------


def test_an_officer_of_another_district_does_nothing_here(city):
    report, stranger = opened(), people.officer("huantai")
    for act in (
        lambda: services.take_figures(actor=stranger, report=report),
        lambda: services.submit_report(actor=stranger, report=report, **NAMES),
        lambda: services.write_narrative(actor=stranger, report=report, narrative="x"),
        lambda: services.accept_report(actor=stranger, report=report),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not MonthlyReport.objects.visible_to(stranger).filter(pk=report.pk).exists()
    assert MonthlyReport.objects.visible_to(city).filter(pk=report.pk).exists()


def test_the_city_decides_and_fills_in_nothing(city, officer):
    report = opened()
    with pytest.raises(NotAllowed):
        services.take_figures(actor=city, report=report)
    with pytest.raises(NotAllowed):
        services.lock_month(actor=officer, month=MAY, **NAMES)


# --- deadlines --------------------------------------------------------------------------------------------


def test_the_late_are_reminded_before_on_and_after_the_day_and_each_time_once(officer):
    report = opened()
    days = {-3: 0, -2: 1, -1: 0, 0: 1, 1: 1, 2: 0}
    assert {n: services.remind_of_reports(on=report.due_on + timedelta(days=n)) for n in days} == days
    assert services.remind_of_reports(on=report.due_on) == 0


def test_who_has_sent_is_reminded_of_nothing(officer):
    report = sent(officer, opened())
    assert services.remind_of_reports(on=report.due_on) == 0


def test_the_first_of_the_month_opens_the_month_before(officer):
    with standing_at(MAY.period.until_at + timedelta(hours=6)):
        assert services.open_last_month(on=today()) == 11
    assert MonthlyReport.objects.of_month(MAY).count() == 11


# --- targets ------------------------------------------------------------------------------------------------


def test_targets_add_up_to_the_citys_or_are_refused(city):
    units = past.units()
    parts = {units["zhangdian"]: Decimal(20), units["huantai"]: Decimal(9)}
    with pytest.raises(TargetsDoNotAddUp, match=r"29.*30"):
        services.set_targets(actor=city, year=2021, code="ST01", city=Decimal(30), units=parts)
    assert not Target.objects.exists()
    parts[units["huantai"]] = Decimal(10)
    services.set_targets(actor=city, year=2021, code="ST01", city=Decimal(30), units=parts)
    services.set_targets(actor=city, year=2021, code="ST01", city=Decimal(30), units=parts)
    assert Target.objects.count() == 3


def test_a_target_is_divided_without_a_rest():
    weights = dict(enumerate(map(Decimal, (105, 95, 40, 63, 27, 48, 33, 52, 21, 8, 9))))
    for value in (Decimal(30), Decimal(7), Decimal(20000), Decimal(0)):
        parts = services.divide(value, weights)
        assert sum(parts.values()) == value
        assert all(part == part.to_integral_value() and part >= 0 for part in parts.values())
        assert parts == services.divide(value, dict(reversed(weights.items())))


def test_the_target_stands_beside_the_figure(officer, city, station):
    units = past.units()
    services.set_targets(
        actor=city, year=2021, code="ST01", city=Decimal(30), units={units["zhangdian"]: Decimal(30)}
    )
    report = services.take_figures(actor=officer, report=opened())
    assert figure_of(report, "ST01").target == Decimal(30)
