"""The funnel is counted again another way: row by row, from the moves, the answers and the placements."""

import io
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from stations import funnel, services
from stations.models import FollowUp, Placement, ReferralChannel, Stay, StayTransition
from stations.services import Answer
from tests import people
from tests.houses import book, house, soon
from tests.once import for_a_module
from tests.people import signed_in
from tests.stations import after
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db

SPAN = {"first": (today() - timedelta(days=1)).isoformat(), "last": (today() + timedelta(days=1)).isoformat()}


class City:
    """Two districts, three universities, two channels; stays that came to every stage."""

    def __init__(self):
        self.here, self.there = house("flexible:4 flexible:4"), house("flexible:4 flexible:4", "huantai")
        self.staff = {station.pk: people.operator(station.operator) for station in (self.here, self.there)}
        channels = list(ReferralChannel.objects.all()[:2])
        for number, (station, how) in enumerate(
            [
                (self.here, "signed"),
                (self.here, "signed"),
                (self.here, "answered"),
                (self.here, "claimed"),
                (self.here, "stayed"),
                (self.here, "approved"),
                (self.here, "cancelled"),
                (self.here, "rejected"),
                (self.there, "signed"),
                (self.there, "applied"),
            ]
        ):
            guest = people.applicant(university=["示例大学", "示例学院", ""][number % 3])
            self.tell(guest, station, how, referral_channel=[*channels, None][number % 3])

    def tell(self, guest, station, how, **asked):
        desk = self.staff[station.pk]
        if how == "applied":
            book(guest, station, soon(4), 1, **asked)
        elif how == "rejected":
            stay = book(guest, station, soon(4), 1, **asked)
            services.reject_stay(actor=desk, stay=stay, reason="not_eligible")
        elif how in ("approved", "cancelled"):
            stay = services.approve_stay(actor=desk, stay=book(guest, station, soon(4), 1, **asked))
            if how == "cancelled":
                services.cancel_stay(actor=guest, stay=stay, reason="plans_changed")
        else:
            self.went(after.stayed(guest, station, desk, **asked), how)

    def went(self, stay, how):
        if how == "stayed":
            return
        after.ask(30)
        said = Answer(result="looking")
        if how in ("claimed", "signed"):
            said = Answer(result="employed_here", employer="示例公司", signed_on=today())
        with after.standing(30):
            services.answer_by_link(token=after.token(after.asked(stay, "d30")), answer=said)
        if how == "signed":
            services.confirm_placement(
                actor=people.officer(stay.station.reporting_org.code),
                placement=Placement.objects.select_related("stay__guest").get(stay=stay),
            )


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory):
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")):
        yield City()


def recounted(stays, group_of):
    """Another way: no condition of the funnel is used, each stay is looked at by itself."""
    approved = set(StayTransition.objects.filter(to_state="approved").values_list("stay_id", flat=True))
    came = set(StayTransition.objects.filter(to_state="checked_in").values_list("stay_id", flat=True))
    answered = {f.stay_id for f in FollowUp.objects.all() if f.answered_at is not None}
    signed = {p.stay_id for p in Placement.objects.all() if p.state == "confirmed"}
    counts = {stage: Counter() for stage in funnel.STAGES}
    for stay in stays:
        group = group_of(stay)
        counts["applied"][group] += stay.submitted_at is not None
        for stage, those in (
            ("approved", approved), ("stayed", came), ("answered", answered), ("signed", signed)
        ):  # fmt: skip
            counts[stage][group] += stay.pk in those
    return counts


GROUPS = {
    "channel": lambda stay: f"is:{stay.referral_channel_id}" if stay.referral_channel_id else "unsaid",
    "university": lambda stay: f"is:{stay.guest.university}" if stay.guest.university else "unsaid",
    "district": lambda stay: f"is:{stay.station.reporting_org_id}",
}


@pytest.mark.parametrize("by", list(GROUPS))
def test_every_number_is_recounted_from_the_rows(city, by):
    stays = Stay.objects.all()
    counts = recounted(stays.select_related("guest", "station"), GROUPS[by])
    found = funnel.lines(stays, by)
    assert {line.key for line in found} == set(counts["applied"])
    for line in found:
        assert {stage: line[stage] for stage in funnel.STAGES} == {
            stage: counts[stage][line.key] for stage in funnel.STAGES
        }, line.label
    assert funnel.total(found).counts == (10, 8, 6, 5, 3)


@pytest.mark.parametrize("by", list(GROUPS))
def test_behind_every_number_lie_as_many_rows(city, by):
    stays = Stay.objects.all()
    found = funnel.lines(stays, by)
    for line in (*found, funnel.total(found)):
        for stage in funnel.STAGES:
            assert funnel.behind(stays, by, line.key, stage).count() == line[stage], (line.label, stage)


def test_many_universities_end_in_one_line_that_opens_as_well(city, monkeypatch):
    monkeypatch.setattr(funnel, "MOST_LINES", 1)
    stays = Stay.objects.all()
    found = funnel.lines(stays, "university")
    assert [line.key for line in found] == ["is:示例大学", "rest", "unsaid"]
    for line in found:
        assert funnel.behind(stays, "university", line.key, "applied").count() == line["applied"]


def test_a_claim_and_a_declined_one_count_for_nothing(city):
    before = funnel.total(funnel.lines(Stay.objects.all(), "district"))["signed"]
    placement = Placement.objects.confirmed().select_related("stay__guest", "stay__station").first()
    officer = people.officer(placement.stay.station.reporting_org.code)
    services.decline_placement(actor=officer, placement=placement, reason="登记有误")
    assert funnel.total(funnel.lines(Stay.objects.all(), "district"))["signed"] == before - 1


def test_days_are_those_of_the_application(city):
    stays = Stay.objects.all()
    assert funnel.handed_in_between(stays, today(), today()).count() == 10
    tomorrow = today() + timedelta(days=1)
    assert funnel.handed_in_between(stays, tomorrow, tomorrow).count() == 0


# --- the page -------------------------------------------------------------------------------


def test_an_officer_sees_the_own_district_and_the_city_sees_all(city):
    for user, applied in (
        (people.officer("zhangdian"), 8),
        (people.officer("huantai"), 2),
        (people.officer("gaoqing"), 0),
        (people.city_staff(), 10),
    ):
        page = signed_in(user).get(reverse("stay_funnel"), SPAN | {"by": "district"})
        assert page.context["total"]["applied"] == applied
        for line in (*page.context["lines"], page.context["total"]):
            for number, url in line["cells"]:
                if number:
                    assert signed_in(user).get(url).context["page"].paginator.count == number


def test_a_number_of_another_district_opens_nothing(city):
    mine = signed_in(people.officer("huantai"))
    there = f"is:{city.here.reporting_org_id}"
    page = mine.get(reverse("funnel_rows"), SPAN | {"by": "district", "key": there, "stage": "applied"})
    assert page.context["page"].paginator.count == 0


@pytest.mark.parametrize("asked", [{"key": "is:x"}, {"key": "nothing"}, {"stage": "rich"}, {"key": "is:²"}])
def test_a_group_or_stage_that_there_is_not_is_no_page(city, asked):
    client = signed_in(people.city_staff())
    assert client.get(reverse("funnel_rows"), SPAN | {"by": "district"} | asked).status_code == 404


def test_rows_are_masked(city):
    page = signed_in(people.city_staff()).get(reverse("funnel_rows"), SPAN)
    assert "陈**" in page.content.decode()
    assert "陈一帆" not in page.content.decode()


def queries(client, **asked):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(reverse("stay_funnel"), SPAN | asked).status_code == 200
    return len(captured)


def test_the_page_costs_the_same_for_any_number_of_rows(city):
    client = signed_in(people.city_staff())
    queries(client)
    before = {by: queries(client, by=by) for by in GROUPS}
    city.went(
        after.stayed(people.applicant(university="第四大学"), city.there, city.staff[city.there.pk]),
        "answered",
    )
    assert {by: queries(client, by=by) for by in GROUPS} == before


def test_the_file_holds_the_table_of_the_page(city):
    client = signed_in(people.city_staff())
    answer = client.get(reverse("funnel_file", args=["xlsx"]), SPAN | {"by": "district"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    total = next(row for row in rows if row[0] == "合计")
    assert total[1:6] == [10, 8, 6, 5, 3]
    text = b"".join(client.get(reverse("funnel_file", args=["csv"]), SPAN).streaming_content).decode()
    assert "合计" in text


@pytest.mark.parametrize("kind", ["pdf", "rows-csv"])
def test_no_other_kind_of_file(city, kind):
    assert signed_in(people.city_staff()).get(reverse("funnel_file", args=[kind])).status_code == 404


def test_a_span_that_runs_backwards_or_is_no_day_is_said(city):
    client = signed_in(people.city_staff())
    for asked in ({"first": "2021-06-04", "last": "2021-06-03"}, {"first": "0001-01-01"}, {"last": "morgen"}):
        page = client.get(reverse("stay_funnel"), asked)
        assert page.context["form"].errors
        assert "bars" not in page.context
        assert client.get(reverse("funnel_file", args=["csv"]), asked).status_code == 302
