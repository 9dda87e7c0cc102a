"""希望小屋 in figures (HR01–HR04, HR06): rooms, and 场次, 户次 and 人次 as three counts (welfare.md §9.25, §9.11)."""

from datetime import date, time, timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from hope_rooms.models import CareSession, HopeRoom, Pairing
from tests import crowding, hoping, pairing, people, volunteering
from tests.people import signed_in
from tests.reports.filled import MAY, opened
from volunteers.models import CrowdSession
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at, today
from zibo_youth.core.errors import DomainError
from zibo_youth.reports import services
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db


def figure(code, day=None, district=None):
    return kpi(code).total(Month.of(day or today()).period, district)


def three(day=None, district=None):
    return tuple(int(figure(code, day, district).part) for code in ("HR03", "HR03-1", "HR03-2"))


def trip(kind="city_trip", children=20, **fields):
    told = {"consents": children, "companions": 4, "returned": children, "parents": 0} | fields
    return crowding.confirmed(
        volunteering.organisation(), kind=kind, students=children, held_on=today(), **told
    )


def room(city, *, accepted_on, **fields):
    [made] = hoping.rooms_accepted(city.here.code, 1, on=accepted_on, **fields)
    made.child.refresh_from_db()
    return made


# --- the three counters ---------------------------------------------------------------------------


def test_an_honest_month(city):
    """150 home visits, 6 trips with 20 children, 4 group tutorings with 10: 160 sessions, 150, 310."""
    pairing.counted(city, 150)
    for _number in range(6):
        trip()
    for _number in range(4):
        trip("group_care", 10, companions=2)

    assert three() == (160, 150, 310)


def test_a_visit_elsewhere_is_a_session_and_no_visit_of_a_home(city):
    pairing.counted(city, 1, is_at_home=False)
    assert three() == (1, 0, 1)


def test_what_is_not_yet_looked_at_counts_nowhere(city):
    crowding.recorded(
        volunteering.organisation(), kind="city_trip", students=5, consents=5, companions=2, returned=5
    )
    of = pairing.team()
    visit = pairing.planned(pairing.active(city, of, adults := pairing.two()), adults)
    assert visit.state == "planned"
    assert three() == (0, 0, 0)


def test_a_session_of_other_care_is_told_apart(city):
    trip("disability", 6, companions=2)
    trip("family_meet", 4, companions=2)
    trip("exam_relief", 300)
    assert three() == (0, 0, 0)
    assert [int(figure(code).part) for code in ("HR06-1", "HR06-2")] == [1, 1]


def test_a_voided_session_leaves_the_month(city):
    made = trip()
    assert three() == (1, 0, 20)
    CrowdSession.objects.filter(pk=made.pk).update(
        state="voided", voided_by=made.recorded_by, voided_at=made.recorded_at, reason="重复"
    )
    assert three() == (0, 0, 0)


def test_each_district_is_credited_with_its_own(city):
    trip()
    here, there = (Organisation.objects.get(code=code) for code in ("zhangdian", "huantai"))
    assert three(district=here.pk) == (1, 0, 20)
    assert three(district=there.pk) == (0, 0, 0)


def test_the_rows_behind_a_figure_name_no_child(city):
    pairing.counted(city, 1)
    one = kpi("HR03")
    [row] = one.rows(Month.of(today()).period)
    shown = " ".join(str(column.read(row)) for column in one.facts.columns)
    code = Pairing.objects.get().child.code
    assert code not in shown
    assert str(today()) in shown
    assert str(row) == f"{today()} 亲情陪伴"


def test_the_control_visits_counted_as_sessions_and_children_differ_only_through_trips(city):
    """Were 人次 counted as sessions, a trip of twenty would be one."""
    trip()
    assert CareSession.objects.count() == 1
    assert three()[2] == 20


def test_the_view_reads_with_the_rights_of_who_asks():
    with connection.cursor() as sql:
        sql.execute("SELECT reloptions FROM pg_class WHERE relname = 'hope_rooms_caresession'")
        assert sql.fetchone()[0] == ["security_invoker=true"]


# --- sessions with children -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"consents": 19}, "consents"),
        ({"companions": 3}, "companions"),
        ({"returned": 19}, "returned"),
        ({"students": 3, "consents": 3, "returned": 3, "companions": 1}, "companions"),
    ],
)
@pytest.mark.parametrize("kind", ["city_trip", "group_care", "disability", "family_meet"])
def test_children_are_agreed_for_accompanied_and_counted_back(kind, wrong, field):
    team = volunteering.organisation()
    told = {"students": 20, "consents": 20, "companions": 4, "returned": 20, "parents": 0} | wrong
    with pytest.raises(DomainError) as refused:
        crowding.recorded(team, kind=kind, **told)
    assert refused.value.field == field
    assert not CrowdSession.objects.exists()


def test_a_lecture_asks_for_none_of_it():
    assert crowding.recorded(volunteering.organisation()).consents == 0


@pytest.mark.parametrize("column", ["consents", "companions", "returned"])
def test_the_database_holds_it_without_the_service(column, monkeypatch):
    """The control: with the service's own look taken away the named constraint refuses."""
    monkeypatch.setattr(crowding.crowds, "_look_after_children", lambda count: None)
    told = {"students": 20, "consents": 20, "companions": 4, "returned": 20, "parents": 0} | {column: 1}
    with pytest.raises(IntegrityError, match="is_agreed_and_accompanied"), transaction.atomic():
        crowding.recorded(volunteering.organisation(), kind="city_trip", **told)


# --- rooms ----------------------------------------------------------------------------------------


def test_a_room_is_new_in_the_month_in_which_the_city_accepted_it(city):
    first = today().replace(day=1)
    room(city, accepted_on=first)
    room(city, accepted_on=first - timedelta(days=1))
    hoping.nominated(city)
    assert figure("HR01").part == 1
    assert figure("HR01", first - timedelta(days=1)).part == 1
    assert figure("HR02").part == 2
    assert figure("HR02", first - timedelta(days=1)).part == 1


def test_a_room_of_the_old_ledger_is_in_service_and_of_no_year(city):
    room(city, accepted_on=today(), is_pre_system=True, legacy_no="2020-001")
    assert figure("HR01").part == 0
    assert figure("HR02").part == 1


def test_a_closed_room_was_in_service_until_then(city):
    first = today().replace(day=1)
    before = first - timedelta(days=1)
    room(city, accepted_on=date(2020, 6, 1), state="closed", closed_at=at(first, time(9)))
    assert figure("HR02").part == 0
    assert figure("HR02", before).part == 1


def test_paired_rooms_beside_those_in_service(city):
    active = pairing.active(city, pairing.team(), pairing.two())
    with pgtrigger.ignore("hope_rooms.HopeRoom:hope_room_moves_as_allowed"):
        HopeRoom.objects.filter(child=active.child).update(
            state="in_care", accepted_on=today(), handed_over_at=at(today(), time(8))
        )
    room(city, accepted_on=today())
    share = figure("HR04")
    assert (share.part, share.whole) == (Decimal(1), Decimal(2))


def test_rooms_open_to_their_codes(city):
    made = room(city, accepted_on=today())
    one = kpi("HR01")
    [row] = one.rows(Month.of(today()).period)
    assert one.facts.columns[0].read(row) == made.child.code


@pytest.mark.parametrize(
    ("who", "lists"), [("officer", True), ("city_staff", True), ("administrator", False)]
)
def test_codes_behind_a_figure_are_read_by_who_reads_cases(city, who, lists):
    """An administrator reads the number: whose rooms they are, by their codes, is no matter of the machine room."""
    [room] = hoping.rooms_accepted("zhangdian", 1, on=date(2021, 5, 10))
    services.take_figures(actor=city.officer, report=opened("zhangdian", MAY))
    user = people.administrator() if who == "administrator" else getattr(city, who)

    page = signed_in(user).get(reverse("district_figure", args=["zhangdian", "202105", "HR01"]))

    assert page.status_code == 200
    assert (room.child.code in page.content.decode()) is lists
