"""Rosters of organisations: the file and its lines, all or the good ones, places, changes, and the walls behind."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from events import errors, roster_errors
from events.models import Registration, RosterPerson, Session
from events.roster_sheet import lines_of, read_roster
from events.services import drawing, rosters
from tests import eventing, people, rostering
from tests.rostering import bring, cells, minor, row, rows
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.file_errors import FileRefused
from zibo_youth.core.sheets import PreviewExpired
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def school():
    return rostering.school()


@pytest.fixture
def by(school):
    return rostering.teacher(school)


def problems(turn, content):
    """Line, column and words of everything that is wrong."""
    part = turn.quotas.first()
    return [
        (line.number, str(label), words)
        for line in lines_of(turn, part, read_roster(content))
        for label, words in line.problems
    ]


def taken(turn):
    turn.refresh_from_db()
    return turn.taken


def settled(*, and_from_now_on=False):
    """What is asked at the commit, asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if not and_from_now_on:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# --- registering ---------------------------------------------------------------------------------


def test_a_roster_takes_a_place_for_each_and_is_told(by, school):
    turn = rostering.session(10)
    one = bring(by, school, turn, *rows(4))
    settled()
    assert (one.state, one.seats, taken(turn), turn.quotas.get().taken) == (State.REGISTERED, 4, 4, 4)
    assert list(one.roster.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Notice.objects.get(to=by.person).kind == "events.registered"


def test_one_wrong_line_keeps_everybody_out_unless_the_good_ones_were_asked_for(by, school):
    turn = rostering.session(10)
    shown = rostering.preview(by, school, turn, rostering.file(*rows(2), row("错", born="2003-13-40")))
    assert [(line.number, len(line.problems)) for line in shown.wrong] == [(4, 1)]
    with pytest.raises(roster_errors.RosterChanged):
        rosters.upload_roster(actor=by, sealed=shown.sealed)
    assert Registration.objects.count() == 0
    assert rosters.upload_roster(actor=by, sealed=shown.sealed, only_good=True).seats == 2


def test_the_same_file_twice_is_nothing_twice(by, school):
    turn = rostering.session(10)
    content = rostering.file(*rows(2))
    first, again = (rostering.preview(by, school, turn, content).sealed for _ in range(2))
    rosters.upload_roster(actor=by, sealed=first)
    with pytest.raises(roster_errors.RosterThere):
        rosters.upload_roster(actor=by, sealed=again)
    with pytest.raises(roster_errors.RosterThere):
        rostering.preview(by, school, turn, content)
    assert (Registration.objects.count(), taken(turn)) == (1, 2)


def test_a_group_waits_as_a_whole_and_gets_all_places_at_once(by, school):
    turn, (alone,) = rostering.session(3), people.crowd(1)
    held = eventing.register(alone, turn)
    shown = rostering.preview(by, school, turn, rostering.file(*rows(3))).sealed
    with pytest.raises(errors.SessionFull):
        rosters.upload_roster(actor=by, sealed=shown)
    one = rosters.upload_roster(actor=by, sealed=shown, may_wait=True)
    assert (one.state, taken(turn)) == (State.WAITING, 1)
    eventing.cancel(held)
    one.refresh_from_db()
    assert (one.state, taken(turn)) == (State.OFFERED, 3)
    assert rosters.accept_roster(actor=by, registration=one).state == State.REGISTERED


@pytest.mark.parametrize(
    ("size", "error"),
    [(0, roster_errors.RosterEmpty), (5, roster_errors.RosterTooLong), (4, errors.PartyTooLarge)],
)
def test_nobody_too_many_for_the_event_and_too_many_for_the_session(by, school, size, error):
    turn = rostering.session(3, most=4)
    with pytest.raises(error):
        rostering.preview(by, school, turn, rostering.file(*rows(size)))


def test_an_event_that_takes_no_groups_takes_none(by, school):
    with pytest.raises(roster_errors.NoRosters):
        rostering.preview(by, school, eventing.session(5), rostering.file(*rows(2)))


def test_nobody_brings_the_people_of_another_organisation(by):
    other = rostering.school("huantai")
    with pytest.raises(NotAllowed):
        rostering.preview(by, other, rostering.session(5), rostering.file(*rows(2)))
    sealed = rostering.preview(
        rostering.teacher(other), other, rostering.session(5), rostering.file(*rows(2))
    ).sealed
    with pytest.raises(PreviewExpired):
        rosters.upload_roster(actor=by, sealed=sealed)


def test_what_changed_since_the_preview_is_not_registered(by, school):
    turn, other = rostering.session(9), rostering.school()
    line = row("王同学")
    sealed = rostering.preview(by, school, turn, rostering.file(line)).sealed
    bring(rostering.teacher(other), other, turn, line)
    with pytest.raises(roster_errors.RosterChanged):
        rosters.upload_roster(actor=by, sealed=sealed)


# --- lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",2003-04-05,0012,,,,,", "姓名"),
        ("张" * 61 + ",2003-04-05,0012,,,,,", "姓名"),
        ("张3,2003-04-05,0012,,,,,", "姓名"),
        ("张三,,0012,,,,,", "出生日期"),
        ("张三,明天,0012,,,,,", "出生日期"),
        ("张三,2003-02-30,0012,,,,,", "出生日期"),
        ("张三,2999-01-01,0012,,,,,", "出生日期"),
        ("张三,2003-04-05,,,,,,", "证件号码后四位"),
        ("张三,2003-04-05,12A4,,,,,", "证件号码后四位"),
        ("张三,2003-04-05,0012,不详,,,,", "性别"),
        ("张三,2003-04-05,0012,,110,,,", "手机号"),
        ("张三,2003-04-05,0012,,,张父,,", "监护人电话"),
        ("张三,2003-04-05,0012,,,张父,13800000000," + "亲" * 21, "与本人关系"),
    ],
)
def test_a_wrong_cell_is_named_by_its_line_and_column(line, column):
    [(number, label, words)] = problems(rostering.session(5), rostering.file(row("对"), line))
    assert (number, label) == (3, column)
    assert words


def test_a_minor_needs_a_guardian_and_an_age_its_limits():
    turn = rostering.session(5, age_from=14, age_to=30)
    content = rostering.file(
        minor("有"),
        minor("无", guardian=False),
        row("幼", born=f"{today().year - 9}-01-01", rest=",,张母,13800000000,母亲"),
        row("长", born="1970-01-01"),
    )
    assert [(line, label) for line, label, _words in problems(turn, content)] == [
        (3, "监护人姓名"),
        (4, "出生日期"),
        (5, "出生日期"),
    ]


def test_a_part_for_women_takes_women():
    turn = rostering.session(4, quotas=eventing.WOMEN_AND_MEN)
    found = problems(
        turn, rostering.file(row("女同学", rest="女,,,,"), row("男同学", rest="男,,,,"), row("谁"))
    )
    assert [(line, label) for line, label, _words in found] == [(3, "性别"), (4, "性别")]


def test_whoever_is_there_twice_is_found_in_the_file_on_rosters_and_alone(by, school):
    turn, other = rostering.session(9), rostering.school()
    user = people.applicant("单报名", born=eventing.minor_born())
    eventing.register(user, turn, permit=eventing.permit())
    me = user.person
    bring(rostering.teacher(other), other, turn, row("在别处", last4="0001"))
    content = rostering.file(
        row("重复", last4="12"),
        row("重 复", last4="0012"),
        row("在别处", last4="1"),
        f"{me.full_name},{me.birth_date:%Y/%m/%d},{me.id_last4},,,张母,13800000000,母亲",
    )
    found = problems(turn, content)
    assert [line for line, _label, _words in found] == [3, 4, 5]
    assert found[0][2] == "和第 2 行是同一个人，请删去一行"


def test_whoever_a_school_brings_is_told_so_when_registering_alone(by, school):
    turn, user = rostering.session(9), people.applicant("同一人")
    me = user.person
    bring(by, school, turn, row("同一人", born=me.birth_date.isoformat(), last4=me.id_last4))
    with pytest.raises(roster_errors.OnARoster):
        eventing.register(user, turn)


@pytest.mark.parametrize("alphabet", ["utf-8-sig", "utf-8", "gb18030", "gbk"])
def test_a_csv_comes_in_every_alphabet_that_excel_writes(by, school, alphabet):
    turn = rostering.session(9)
    content = rostering.file(row("淄博同学"), alphabet=alphabet)
    one = rosters.upload_roster(actor=by, sealed=rostering.preview(by, school, turn, content).sealed)
    assert one.roster.get().full_name == "淄博同学"


def workbook(*lines):
    head = rostering.HEAD.split(",")
    return b"".join(prepare("名册", "xlsx", Table("名册", head, lines)).answer().streaming_content)


def test_a_workbook_keeps_the_zeros_that_a_spreadsheet_drops(by, school):
    turn = rostering.session(9)
    content = workbook(["王同学", "2003-04-05", 12, "", "", "", "", ""])
    rosters.upload_roster(actor=by, sealed=rostering.preview(by, school, turn, content).sealed)
    assert RosterPerson.objects.get().id_last4 == "0012"


def test_a_formula_is_no_name_and_a_file_of_something_else_no_roster(by, school):
    turn = rostering.session(9)
    for content in (
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xfe\x00",
        b"PK\x03\x04 no",
        rostering.file(head="姓名,别的"),
    ):
        with pytest.raises(FileRefused):
            rostering.preview(by, school, turn, content)
    with pytest.raises(FileRefused):
        rostering.preview(by, school, turn, rostering.file(*rows(2001)))
    [(_line, label, _words)] = problems(turn, rostering.file("=1+1,2003-04-05,0012,,,,,"))
    assert label == "姓名"


# --- changes -------------------------------------------------------------------------------------


def test_one_more_takes_a_place_one_fewer_gives_it_and_one_for_another_keeps_it(by, school):
    turn = rostering.session(4)
    one = bring(by, school, turn, *rows(3))
    one = rosters.add_person(actor=by, registration=one, cells=cells("加入"))
    settled()
    assert (one.seats, taken(turn)) == (4, 4)
    first = one.roster.get(number=1)
    rosters.replace_person(actor=by, person=first, cells=cells("替换"))
    assert taken(turn) == 4
    assert sorted(one.roster.live().values_list("number", flat=True)) == [2, 3, 4, 5]
    assert rosters.remove_person(actor=by, person=one.roster.get(number=2)).seats == 3
    assert taken(turn) == 3


def test_a_full_session_takes_nobody_more_and_a_queue_is_not_overtaken(by, school):
    turn, (user,) = rostering.session(3), people.crowd(1)
    one = bring(by, school, turn, *rows(3))
    with pytest.raises(errors.PartyTooLarge):
        rosters.add_person(actor=by, registration=one, cells=cells())
    one = rosters.remove_person(actor=by, person=one.roster.get(number=1))
    other = eventing.register(user, turn)
    with pytest.raises(roster_errors.RosterFull):
        rosters.add_person(actor=by, registration=one, cells=cells())
    wide = rostering.session(8)
    group, waiting = bring(by, school, wide, *rows(5)), rostering.school()
    bring(rostering.teacher(waiting), waiting, wide, *[row(f"后{n}") for n in "甲乙丙丁"], may_wait=True)
    with pytest.raises(roster_errors.RosterWouldOvertake):
        rosters.add_person(actor=by, registration=group, cells=cells())
    assert other.state == State.REGISTERED


def test_who_is_taken_off_leaves_the_place_to_the_queue(by, school):
    turn, (user,) = rostering.session(2), people.crowd(1)
    one = bring(by, school, turn, *rows(2))
    waiting = eventing.wait(user, turn)
    rosters.remove_person(actor=by, person=one.roster.get(number=1))
    waiting.refresh_from_db()
    assert (waiting.state, taken(turn)) == (State.OFFERED, 2)


def test_the_last_one_is_not_taken_off_and_nobody_twice(by, school):
    one = bring(by, school, rostering.session(4), *rows(2))
    first, second = one.roster.order_by("number")
    rosters.remove_person(actor=by, person=first)
    with pytest.raises(roster_errors.RosterLastPerson):
        rosters.remove_person(actor=by, person=second)
    rosters.add_person(actor=by, registration=one, cells=cells())
    with pytest.raises(roster_errors.RosterPersonGone):
        rosters.remove_person(actor=by, person=first)
    with pytest.raises(roster_errors.RosterPersonGone):
        rosters.replace_person(actor=by, person=first, cells=cells())


def test_a_wrong_line_is_added_by_nobody(by, school):
    turn = rostering.session(9)
    one = bring(by, school, turn, row("有人", last4="0012"))
    for wrong in (cells(birth_date="昨天"), cells("有人", birth_date="2003-04-05", id_last4="0012")):
        with pytest.raises(roster_errors.RosterLineWrong):
            rosters.add_person(actor=by, registration=one, cells=wrong)
    assert (one.roster.count(), taken(turn)) == (1, 1)


def test_after_the_last_moment_nothing_is_changed_and_a_waiting_group_changes_until_the_start(by, school):
    turn = rostering.session(5)
    one = bring(by, school, turn, *rows(2))
    Session.objects.filter(pk=turn.pk).update(cancel_until=now() - timedelta(minutes=1))
    for act in (
        lambda: rosters.add_person(actor=by, registration=one, cells=cells()),
        lambda: rosters.remove_person(actor=by, person=one.roster.first()),
        lambda: rosters.replace_person(actor=by, person=one.roster.first(), cells=cells()),
    ):
        with pytest.raises(roster_errors.RosterClosed):
            act()
    with pytest.raises(errors.CancelTooLate):
        rosters.cancel_roster(actor=by, registration=one)
    other = rostering.school()
    waiting = bring(rostering.teacher(other), other, turn, *rows(4), may_wait=True)
    assert rosters.remove_person(actor=people.city_staff(), person=waiting.roster.first()).seats == 3


def test_a_published_list_of_a_draw_is_not_changed(by, school):
    turn = rostering.session(5, by_draw=True)
    one = bring(by, school, turn, *rows(2))
    rosters.add_person(actor=by, registration=one, cells=cells())
    Session.objects.filter(pk=turn.pk).update(closes_at=now() - timedelta(minutes=1))
    drawing.publish_list(actor=people.officer(), session=turn)
    with pytest.raises(roster_errors.RosterListed):
        rosters.add_person(actor=by, registration=one, cells=cells())


def test_a_cancelled_roster_frees_its_people_for_another(by, school):
    turn, line = rostering.session(5), row("换单位")
    one = bring(by, school, turn, line)
    rosters.cancel_roster(actor=by, registration=one)
    assert (one.roster.live().count(), taken(turn)) == (0, 0)
    other = rostering.school()
    assert bring(rostering.teacher(other), other, turn, line).seats == 1
    with pytest.raises(errors.RegistrationMoved):
        rosters.add_person(actor=by, registration=one, cells=cells())


def test_only_who_brings_them_changes_the_list(by, school):
    one = bring(by, school, rostering.session(5), *rows(2))
    organiser = people.operator(rostering.school("huantai"))
    for act in (
        lambda: rosters.add_person(actor=organiser, registration=one, cells=cells()),
        lambda: rosters.remove_person(actor=organiser, person=one.roster.first()),
        lambda: rosters.replace_person(actor=organiser, person=one.roster.first(), cells=cells()),
        lambda: rosters.cancel_roster(actor=organiser, registration=one),
        lambda: rosters.accept_roster(actor=organiser, registration=one),
    ):
        with pytest.raises(NotAllowed):
            act()


# --- the walls -----------------------------------------------------------------------------------


def test_the_database_itself_counts_everybody_once_and_keeps_a_guardian(by, school):
    turn = rostering.session(9)
    one = bring(by, school, turn, *rows(2))
    settled(and_from_now_on=True)
    first = one.roster.first()
    told = {"registration": one, "session": turn, "full_name": "某", "id_last4": "0000"}
    with pytest.raises(IntegrityError, match="roster_person_once_per_session"), transaction.atomic():
        RosterPerson.objects.create(**told, number=7, birth_date="2000-01-01", mark=first.mark)
    with pytest.raises(IntegrityError, match="roster_lists_everybody_it_counts"), transaction.atomic():
        RosterPerson.objects.create(**told, number=8, birth_date="2000-01-01", mark="x")
    with pytest.raises(IntegrityError, match="roster_minor_has_a_guardian"), transaction.atomic():
        RosterPerson.objects.create(**told, number=9, birth_date=today(), mark="y")
    with pytest.raises(IntegrityError, match="roster_guardian_may_be_asked"), transaction.atomic():
        RosterPerson.objects.filter(pk=first.pk).update(guardian_name="张父")


def test_the_database_itself_keeps_one_roster_for_an_organisation_and_seats_of_who_comes_alone(by, school):
    turn, (user,) = rostering.session(9), people.crowd(1)
    one = bring(by, school, turn, *rows(2))
    with (
        pytest.raises(IntegrityError, match="registration_one_roster_per_organisation"),
        transaction.atomic(),
    ):
        Registration.objects.create(
            session=turn, quota=one.quota, person=user.person, organisation=school, state=State.WAITING
        )
    alone = eventing.register(user, turn)
    with pytest.raises(InternalError, match="Cannot update rows"), transaction.atomic():
        Registration.objects.filter(pk=alone.pk).update(seats=2)


def test_the_database_itself_lets_no_group_grow_past_the_queue(by, school):
    turn, (user,) = rostering.session(2), people.crowd(1)
    one = bring(by, school, turn, *rows(2))
    eventing.wait(user, turn)
    Session.objects.filter(pk=turn.pk).update(capacity=5)
    with pytest.raises(IntegrityError, match="registration_group_never_grows_past_the_queue"):
        Registration.objects.filter(pk=one.pk).update(seats=3)
