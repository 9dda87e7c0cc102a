"""The city's desk: who has sent what, decisions, the lock, reminders, targets that add up."""

from datetime import date
from decimal import Decimal

import pgtrigger
import pytest
from django.urls import reverse

from tests import people
from tests.people import signed_in
from tests.reports import filled, past
from tests.reports.filled import NAMES
from zibo_youth.core.calendar import today
from zibo_youth.notifications.models import Notice
from zibo_youth.reports import services
from zibo_youth.reports.comparison import Evaluation
from zibo_youth.reports.models import MonthlyReport, Target
from zibo_youth.reports.ranking import standings_of
from zibo_youth.reports.sheet import sheets_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return people.city_staff()


def go(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def test_the_grid_has_every_organisation_and_every_month_with_its_word(city):
    filled.sent(people.officer("zhangdian"), filled.opened())
    answer = go(signed_in(city), "city_reports", year="2021")
    grid = answer.context["grid"]
    assert len(grid) == 12
    assert all(len(line["cells"]) == 12 for line in grid)
    stands = {line["unit"].code: line["cells"][4][1] for line in grid}
    assert (stands["zhangdian"].state, stands["huantai"].state) == ("submitted", "open")
    assert "已上报" in answer.content.decode()


def test_a_report_is_accepted_and_another_given_back(city):
    for unit in ("zhangdian", "huantai"):
        filled.sent(people.officer(unit), filled.opened(unit))
    desk = signed_in(city)
    desk.post(reverse("city_accept", args=["202105", "zhangdian"]))
    assert desk.post(reverse("city_return", args=["202105", "huantai"]), {"reason": ""}).status_code == 200
    desk.post(reverse("city_return", args=["202105", "huantai"]), {"reason": "请核对场次"})
    states = dict(MonthlyReport.objects.values_list("organisation__code", "state"))
    assert (states["zhangdian"], states["huantai"]) == ("accepted", "returned")
    assert "请核对场次" in go(desk, "city_report", "202105", "huantai").content.decode()


def test_what_was_not_sent_is_not_accepted_and_the_page_says_so(city):
    filled.opened()
    answer = signed_in(city).post(reverse("city_accept", args=["202105", "zhangdian"]), follow=True)
    assert "不能办理这一步" in answer.content.decode()


def test_a_month_is_locked_with_three_names_when_all_are_accepted(city):
    filled.opened()
    desk = signed_in(city)
    answer = desk.post(reverse("city_lock", args=["202105"]), NAMES)
    assert "不能锁定" in answer.content.decode()

    for unit in past.units():
        filled.accepted(unit, city)
    assert go(desk, "city_month", "202105").context["left"] == []
    desk.post(reverse("city_lock", args=["202105"]), NAMES)
    assert set(MonthlyReport.objects.values_list("state", flat=True)) == {"locked"}
    shown = go(desk, "city_month", "202105")
    assert shown.context["sheet"].is_city
    own = shown.context["sheet"].report
    assert desk.get(own.get_absolute_url()).status_code == 200
    assert desk.get(reverse("district_figure", args=["city", "202105", "ST01"])).status_code == 200


def test_the_late_are_reminded_once_a_day_and_nobody_else(city):
    late, sent = people.officer("huantai"), people.officer("zhangdian")
    filled.sent(sent, filled.opened())
    desk = signed_in(city)
    for _twice in range(2):
        desk.post(reverse("city_remind", args=["202105"]))
    told = Notice.objects.filter(kind="reports.report_overdue")
    assert [notice.to for notice in told] == [late.person]


def test_nobody_else_decides(city):
    report = filled.sent(people.officer("zhangdian"), filled.opened())
    for user in (people.officer("zhangdian"), people.administrator(), people.applicant()):
        client = signed_in(user)
        for name in ("city_accept", "city_return"):
            answer = client.post(reverse(name, args=["202105", "zhangdian"]), {"reason": "不行"})
            assert answer.status_code in (403, 404)
        assert client.post(reverse("city_lock", args=["202105"]), NAMES).status_code == 404
        assert client.post(reverse("city_target", args=[2021, "BU05"]), {"city": "1"}).status_code == 404
    assert MonthlyReport.objects.get(pk=report.pk).state == "submitted"


# --- ranking --------------------------------------------------------------------------------


def reaching(unit, first, second):
    """A sent report with two indicators that have a target of 100; None is a blank."""
    report = filled.sent(people.officer(unit), filled.opened(unit))
    with pgtrigger.ignore():  # the wall that keeps a sent figure
        for code, reached in (("BU05", first), ("BU06", second)):
            report.figures.filter(code=code).update(month_part=reached, to_date_part=reached, target=100)
    return report


def places_of(reports):
    return {
        one.sheet.report.organisation.code: (place, one) for place, one in standings_of(sheets_of(reports))
    }


def test_organisations_are_ranked_by_the_share_in_time_and_equals_share_a_place():
    reports = [reaching("huantai", 10, 10), reaching("zhangdian", 50, 10), reaching("boshan", 90, 0)]
    found = places_of(reports)
    assert list(found) == ["zhangdian", "boshan", "huantai"]
    assert {unit: (place, one.in_time) for unit, (place, one) in found.items()} == {
        "zhangdian": (1, 1),
        "boshan": (1, 1),
        "huantai": (3, 0),
    }
    assert found["zhangdian"][1].counts == {Evaluation.AHEAD: 1, Evaluation.BEHIND: 1}


def test_a_blank_is_no_way_up_the_ranking():
    found = places_of([reaching("zhangdian", 90, None), reaching("boshan", 90, 90)])
    assert {unit: (place, one.share) for unit, (place, one) in found.items()} == {
        "boshan": (1, 100),
        "zhangdian": (2, 50),
    }


def test_a_report_that_was_given_back_has_no_place_until_it_is_sent_again(city):
    report = reaching("zhangdian", 90, 90)
    assert places_of([report])["zhangdian"][0] == 1
    returned = services.return_report(actor=city, report=report, reason="请核对场次")
    place, standing = places_of([returned])["zhangdian"]
    assert (place, standing.share, standing.with_target) == (None, None, 0)


# --- targets --------------------------------------------------------------------------------


def answers(city, parts, **more):
    typed = dict(zip(past.units(), parts, strict=True))
    return {"city": str(city), **{f"{unit}-target": str(part) for unit, part in typed.items()}} | more


def test_a_target_is_divided_by_weights_looked_at_and_kept(city):
    desk, address = signed_in(city), reverse("city_target", args=[2021, "BU05"])
    weights = {f"{unit}-weight": "1" for unit in past.units()} | {"zhangdian-weight": "2"}
    shown = desk.post(address, {"city": "100", "divide": "1", **weights}).context["form"]
    parts = {unit.code: int(target.value()) for unit, _weight, target in shown.lines}
    assert sum(parts.values()) == 100
    assert parts["zhangdian"] == max(parts.values())
    assert not Target.objects.exists()

    desk.post(address, answers(100, parts.values(), source="发布会"))
    assert Target.objects.get(organisation__kind="city").value == 100
    assert sum(t.value for t in Target.objects.filter(organisation__is_reporting=True)) == 100


def test_parts_that_do_not_add_up_are_told_at_the_citys_number(city):
    answer = signed_in(city).post(reverse("city_target", args=[2021, "BU05"]), answers(100, [9] * 11))
    assert "相差 -1" in str(answer.context["form"].errors["city"])
    assert not Target.objects.exists()


def test_progress_stands_beside_its_target(city):
    services.set_targets(actor=city, year=2021, code="BU05", city=Decimal(100), units={})
    answer = go(signed_in(city), "city_targets", year="2021")
    goals = {goal.kpi.code: goal for _label, goals in answer.context["groups"] for goal in goals}
    assert goals["BU05"].target == 100
    assert goals["BU05"].reached is None
    assert goals["ST01"].as_of == date(2021, 12, 31)


def test_a_year_that_has_not_begun_has_targets_and_no_progress(city):
    answer = go(signed_in(city), "city_targets", year=today().year + 1)
    goals = [goal for _label, goals in answer.context["groups"] for goal in goals]
    assert {goal.reached for goal in goals} == {None}
