"""Lists of trainees: parts kept for enterprises, errors line by line, nothing twice, who may send whom."""

import pytest

from events.models import Registration, RosterPerson
from events.roster_errors import OnARoster
from safety import trainee_sheet
from safety.campaign_errors import PartBelowTaken, PartThere
from safety.exam_advice import Degree, advice_for
from safety.services import trainings
from safety.trainee_sheet import lines_of, read_trainees
from safety.training_errors import NoTrainees, TraineesChanged
from tests import campaigning, eventing, guarding, people
from tests.campaigning import send, trainee, trainees
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.sheets import PreviewExpired
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return guarding.enterprise()


@pytest.fixture
def by(enterprise):
    return guarding.safety_officer(enterprise)


@pytest.fixture
def turn(enterprise):
    """Two places alone, three of the enterprise."""
    made = campaigning.training()
    campaigning.part(made, enterprise)
    made.refresh_from_db()
    return made


def problems(user, turn, *lines):
    shown = campaigning.preview(user, turn, *lines)
    return [(line.number, str(label), words) for line in shown.wrong for label, words in line.problems]


# --- parts ---------------------------------------------------------------------------------------


def test_a_part_brings_its_places_and_tells_the_safety_officer(enterprise, by):
    turn = campaigning.training(alone=2)
    made = campaigning.part(turn, enterprise, 40)
    turn.refresh_from_db()
    assert (turn.capacity, made.capacity, made.organisation) == (42, 40, enterprise.organisation)
    assert Notice.objects.get(to=by.person).kind == "safety.part_kept"


def test_an_enterprise_has_one_part_which_grows_and_shrinks(turn, enterprise, by):
    with pytest.raises(PartThere):
        campaigning.part(turn, enterprise)
    own = turn.quotas.get(organisation=enterprise.organisation)
    send(by, turn, *trainees(2))
    assert trainings.resize_part(actor=people.officer(), part=own, places=9).capacity == 9
    turn.refresh_from_db()
    assert turn.capacity == 11
    with pytest.raises(PartBelowTaken):
        trainings.resize_part(actor=people.officer(), part=own, places=1)
    trainings.resize_part(actor=people.officer(), part=own, places=2)
    turn.refresh_from_db()
    assert (turn.capacity, turn.taken) == (4, 2)


def test_nobody_of_another_district_keeps_a_part(turn, enterprise):
    with pytest.raises(NotAllowed):
        trainings.keep_part(
            actor=people.officer("huantai"), session=turn, enterprise=guarding.enterprise(), places=1
        )


def test_two_companies_of_one_name_have_a_part_each(turn):
    assert (
        campaigning.part(turn, guarding.enterprise()).name
        != campaigning.part(turn, guarding.enterprise()).name
    )


def test_units_hear_once_of_places_that_nobody_took(turn, by):
    due = turn.closes_at
    assert trainings.remind_of_parts(at=due - eventing.timedelta(days=9)) == 0
    at = due - eventing.timedelta(hours=20)
    assert [trainings.remind_of_parts(at=at) for _ in range(2)] == [1, 0]
    assert Notice.objects.filter(to=by.person, kind="safety.part_unfilled").count() == 1
    assert trainings.remind_of_parts(at=due) == 0


# --- a list --------------------------------------------------------------------------------------


def test_a_list_is_registered_and_twice_is_nothing_twice(turn, by):
    lines = trainees(3)
    made = send(by, turn, *lines)
    assert (made.new, made.known) == (3, 0)
    again = send(by, turn, *lines)
    assert (again.new, again.known) == (0, 3)
    assert (RosterPerson.objects.count(), Registration.objects.get().seats) == (3, 3)


def test_a_longer_list_adds_who_is_new(turn, by):
    first = trainees(1)
    send(by, turn, *first)
    made = send(by, turn, *first, *trainees(2))
    assert (made.new, made.known, Registration.objects.get().seats) == (2, 1, 3)


def test_the_whole_number_is_read_and_not_kept(turn, by):
    number = people.id_number(gender=2)
    send(by, turn, trainee("王学员", number=number))
    one = RosterPerson.objects.get()
    assert (one.birth_date.isoformat(), one.id_last4, one.gender) == ("1998-03-05", number[-4:], 2)
    assert number not in str(RosterPerson.objects.values().get())
    assert number not in campaigning.preview(by, turn, trainee("李学员", number=number)).sealed


def test_the_preview_holds_no_identity_number_and_says_who_is_there(turn, by):
    lines = trainees(1)
    send(by, turn, *lines)
    shown = campaigning.preview(by, turn, *lines, *trainees(1))
    assert (len(shown.known), len(shown.good), shown.wrong) == (1, 1, [])
    assert all("id_number" not in line.cells for line in shown.lines)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",甲学员,110101199003070000,,,,,,,", "身份证号"),
        (",甲学员,,,,,,,,", "出生日期"),
        (",甲学员,,1990-03-07,,,,,,", "证件号码后四位"),
        (",,,1990-03-07,0012,,,,,", "姓名"),
        (",甲学员,,1990-03-07,0012,,,小学,,", "学历"),
        (",甲学员,,1990-03-07,0012,,,,物理,", "专业"),
        (",甲学员,,1990-03-07,0012,,,,,很久", "从事安全工作年数"),
        (",甲学员,,1990-03-07,0012,,12345,,,", "手机号"),
        ("913703990000000000,甲学员,,1990-03-07,0012,,,,,", "统一社会信用代码"),
    ],
)
def test_each_wrong_cell_is_named_by_its_line_and_column(turn, by, line, column):
    found = problems(by, turn, trainee(), line)
    assert [(number, label) for number, label, _words in found] == [(3, column)]


def test_what_is_typed_beside_the_number_says_the_same(turn, by):
    line = trainee("甲学员", rest=",1990-01-01,,,,,,")
    assert problems(by, turn, line) == [(2, "出生日期", "和身份证号不一致，请改正")]


def test_one_wrong_line_keeps_everybody_out_unless_the_good_ones_were_asked_for(turn, by):
    lines = (*trainees(2), ",错,,昨天,0012,,,,,")
    sealed = campaigning.preview(by, turn, *lines).sealed
    with pytest.raises(TraineesChanged):
        trainings.import_trainees(actor=by, sealed=sealed)
    assert RosterPerson.objects.count() == 0
    assert trainings.import_trainees(actor=by, sealed=sealed, only_good=True).new == 2


def test_the_same_person_twice_in_a_list_is_told_with_the_other_line(turn, enterprise):
    other, number = guarding.enterprise(name="淄博示安机械有限公司"), people.id_number()
    campaigning.part(turn, other)
    lines = [trainee("甲学员", of=each, number=number) for each in (enterprise, other)]
    [(number, label, words)] = problems(people.officer(), turn, *lines)
    assert (number, label, words) == (3, "姓名", "和第 2 行是同一个人，请删去一行")


def test_who_registered_alone_is_told_in_the_list_and_the_other_way_round(turn, by):
    user = people.applicant("陈一帆")
    eventing.register(user, turn, "个人报名")
    person = user.person
    line = f",陈一帆,,{person.birth_date},{person.id_last4},,,,,"
    [(_number, _label, words)] = problems(by, turn, line)
    assert words == "本人已报名这个场次，请删去这一行"
    eventing.cancel(Registration.objects.get())
    send(by, turn, line)
    with pytest.raises(OnARoster):
        eventing.register(user, turn, "个人报名")


def test_more_than_the_part_holds_is_refused_with_the_enterprise(turn, by, enterprise):
    shown = campaigning.preview(by, turn, *trainees(4))
    assert shown.sealed == ""
    assert str(enterprise) in shown.refusals[0]
    assert RosterPerson.objects.count() == 0


def test_a_city_list_names_many_enterprises_and_writes_all_or_none(turn, enterprise):
    other = guarding.enterprise("huantai", name="桓台示安物流有限公司")
    campaigning.part(turn, other, 1)
    city = people.city_staff()
    lines = [*trainees(2, enterprise), *trainees(1, other)]
    made = send(city, turn, *lines)
    assert (made.new, len(made.rosters)) == (3, 2)
    more = campaigning.preview(city, turn, *trainees(1, enterprise), *trainees(1, other))
    assert more.sealed == ""
    assert RosterPerson.objects.count() == 3


def test_a_city_list_without_a_code_does_not_guess(turn, enterprise):
    guarding.enterprise(name="淄博示安机械有限公司")
    [(_number, label, words)] = problems(people.city_staff(), turn, trainee())
    assert (label, words) == ("统一社会信用代码", "必填")


def test_an_enterprise_sends_nobody_for_another_one(turn, by):
    other = guarding.enterprise(name="淄博示安机械有限公司")
    campaigning.part(turn, other)
    [(_number, label, _words)] = problems(by, turn, trainee(of=other))
    assert label == "统一社会信用代码"


def test_a_district_sends_nobody_of_another_district(turn):
    away = guarding.enterprise("huantai", name="桓台示安物流有限公司")
    campaigning.part(turn, away)
    [(_number, label, _words)] = problems(people.officer(), turn, trainee(of=away))
    assert label == "统一社会信用代码"


def test_a_preview_is_of_the_one_who_saw_it(turn, by):
    sealed = campaigning.preview(by, turn, *trainees(1)).sealed
    with pytest.raises(PreviewExpired):
        trainings.import_trainees(actor=people.officer(), sealed=sealed)


def test_somebody_without_an_office_sends_nobody(turn):
    with pytest.raises(NotAllowed):
        campaigning.preview(people.applicant("陈一帆"), turn, *trainees(1))


def test_a_list_of_nobody_is_refused(turn, by):
    with pytest.raises(NoTrainees):
        campaigning.preview(by, turn)


# --- advice --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "degree"),
    [*((each.label, each) for each in Degree), ("博士研究生", "doctor"), ("初级注册安全工程师", "junior")],
)
def test_a_degree_is_read_in_the_words_of_the_portal_too(said, degree):
    assert trainee_sheet._degree(str(said)) == degree


@pytest.mark.parametrize(
    ("degree", "of_safety", "needed"),
    [
        ("college", True, 5),
        ("college", False, 6),
        ("bachelor", True, 3),
        ("bachelor", False, 4),
        ("second_bachelor", True, 2),
        ("second_bachelor", False, 3),
        ("master", True, 1),
        ("master", False, 2),
        ("doctor", False, 1),
        ("junior", False, 3),
    ],
)
def test_the_table_of_degrees_and_years(degree, of_safety, needed):
    assert advice_for(degree, needed, of_safety=of_safety).standing == "ready"
    late = advice_for(degree, needed - 1, of_safety=of_safety)
    assert (late.standing, late.needed, late.missing) == ("later", needed, 1)


def test_without_a_degree_or_years_nothing_is_said_and_nobody_is_refused(turn, by):
    assert advice_for("", 5).standing == advice_for("bachelor", None).standing == "unknown"
    assert advice_for("none", 30).standing == "other_way"
    lines = lines_of(read_trainees(campaigning.listing([trainee(rest=",,,,,大专,其他,1")])))
    assert (lines[0].advice.standing, lines[0].advice.missing) == ("later", 5)
    assert send(by, turn, trainee(rest=",,,,,大专,其他,1")).new == 1
