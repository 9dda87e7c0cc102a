"""Pages of the door: the pass on one's own telephone, the field of the desk, the board, the balance."""

from collections import Counter

import pytest
from django.urls import reverse

from events.board import balance_of, board_of, hidden_counts
from events.models import EntryScan, Registration
from events.passes import code_of
from events.services.checkin import settling
from tests import eventing, people
from tests.people import signed_in
from zibo_youth.core.calendar import standing_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn():
    return eventing.running(20, most_together=3)


@pytest.fixture
def one(turn):
    return eventing.register_before(people.applicant("陈一帆"), turn)


@pytest.fixture
def desk():
    return signed_in(people.officer())


def text(answer):
    return answer.content.decode()


def press(desk, turn, code, kind="in", **told):
    return desk.post(
        reverse("event_door", args=[turn.public_id]), {"code": code, "kind": kind} | told, follow=True
    )


# --- the pass ------------------------------------------------------------------------------------


def test_each_seat_has_its_pass_on_one_s_own_page(turn):
    user = people.applicant("陈一帆")
    party = eventing.register_before(user, turn, seats=2)
    page = text(signed_in(user).get(reverse("event_own_pass", args=[party.public_id])))
    assert all(code_of(party, seat) in page for seat in (1, 2))
    assert page.count("data:image/svg+xml") == 2


def test_a_pass_is_nobody_else_s_and_of_a_confirmed_place(turn, one):
    address = reverse("event_own_pass", args=[one.public_id])
    assert signed_in(people.applicant("别人")).get(address).status_code == 404
    Registration.objects.filter(pk=one.pk).update(state="cancelled")
    assert signed_in(one.person.users.get()).get(address).status_code == 404


def test_a_scanned_pass_leads_to_the_door_of_its_session(desk, turn, one):
    answer = desk.get(reverse("event_pass", args=[code_of(one)]), follow=True)
    assert (
        answer.redirect_chain[0][0] == f"{reverse('event_door', args=[turn.public_id])}?code={code_of(one)}"
    )
    assert "陈一帆" in text(answer)
    assert not EntryScan.objects.exists()


def test_a_pass_tells_nothing_to_others(one):
    address = reverse("event_pass", args=[code_of(one)])
    for user in (people.applicant("别人"), people.officer(of="linzi")):
        assert signed_in(user).get(address).status_code == 404
    assert signed_in(people.officer()).get(reverse("event_pass", args=["1-1-ABCDEFGH"])).status_code == 404


# --- the desk ------------------------------------------------------------------------------------


def test_a_typed_code_is_welcomed_and_the_second_time_told_since_when(desk, turn, one):
    assert "欢迎入场：陈一帆" in text(press(desk, turn, code_of(one).lower()))
    again = text(press(desk, turn, code_of(one)))
    assert "已入场" in again
    assert "请勿重复放行" in again
    assert "已离场：陈一帆" in text(press(desk, turn, str(one.pk), "out"))


@pytest.mark.parametrize("code", ["", "x", "9" * 400, "\u202e1-1", "' OR 1=1 --", "🎫", "1-1-AAAAAAAA"])
def test_garbage_is_the_field_again_with_a_sentence(desk, turn, code):
    answer = press(desk, turn, code)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not EntryScan.objects.exists()


def test_a_direction_that_is_none_is_refused(desk, turn, one):
    assert press(desk, turn, code_of(one), "undo").context["form"].errors


def test_taking_back_on_the_page(desk, turn, one):
    press(desk, turn, code_of(one))
    scan = EntryScan.objects.get()
    address = reverse("event_door_undo", args=[turn.public_id])
    assert "请写明撤销的原因" in text(desk.post(address, {"number": scan.pk, "reason": ""}, follow=True))
    assert "已撤销：扫错了人" in text(
        desk.post(address, {"number": scan.pk, "reason": "扫错了人"}, follow=True)
    )
    assert desk.post(address, {"number": scan.pk + 9999, "reason": "x"}).status_code == 404


def test_a_walk_in_on_the_page_states_the_rule(desk, turn):
    address = reverse("event_walk_in", args=[turn.public_id])
    assert "为候补者保留的名额算已占" in text(desk.get(address))
    quota = turn.quotas.get().pk
    answer = desk.post(address, {"full_name": "来宾甲", "mobile": "13900000000", "quota": quota}, follow=True)
    assert "已登记并入场：来宾甲" in text(answer)
    wrong = desk.post(address, {"full_name": "来宾乙", "mobile": "12", "quota": quota})
    assert wrong.status_code == 200
    assert "12" in text(wrong)


def test_another_district_finds_no_page(turn, one):
    stranger = signed_in(people.officer(of="linzi"))
    for name in ("event_door", "event_walk_in", "event_door_people", "event_board", "event_balance"):
        assert stranger.get(reverse(name, args=[turn.public_id])).status_code == 404


def test_the_list_says_who_is_inside_and_what_was_settled(desk, turn):
    came, left, missing = (eventing.register_before(user, turn) for user in people.crowd(3))
    for each in (came, left):
        eventing.come(each)
    eventing.go(left)
    page = text(desk.get(reverse("event_door_people", args=[turn.public_id])))
    assert [page.count(word) for word in ("<td>场内</td>", "<td>已离场</td>", "<td>未到</td>")] == [1, 1, 1]
    with standing_at(turn.ends_at):
        settling.settle_attendance(actor=people.officer(), session=turn)
    assert "未到场" in text(desk.get(reverse("event_door_people", args=[turn.public_id])))
    assert missing.attendances.get().attended is False


# --- the board -----------------------------------------------------------------------------------


def test_the_board_counts_seats_and_what_was_taken_back_is_nobody(turn):
    party = eventing.register_before(people.applicant(), turn, seats=3)
    eventing.come(party, 1)
    eventing.come(party, 2)
    eventing.go(party, 2)
    eventing.take_back(eventing.come(party, 3))
    told = board_of(turn)
    assert (told.expected, told.came, told.inside, told.gone, told.missing) == (3, 2, 1, 1, 1)
    turn.refresh_from_db()
    assert board_of(turn).free == 17


def test_the_board_costs_the_same_however_many_came(turn, desk, django_assert_num_queries):
    address = reverse("event_board", args=[turn.public_id])
    desk.get(address)
    with django_assert_num_queries(4):
        board_of(turn)
    for user in people.crowd(6):
        eventing.come(eventing.register_before(user, turn))
    with django_assert_num_queries(4):
        board_of(turn)


def test_the_board_comes_again_by_itself(desk, turn):
    assert desk.get(reverse("event_board", args=[turn.public_id]))["Refresh"] == "15"


def test_the_balance_hides_small_counts_and_what_gives_them_away(turn):
    for user in people.crowd(14, genders=(people.FEMALE, people.MALE)):
        eventing.register_before(user, turn)
    eventing.register_before(people.applicant(age=33), turn)
    cells = {str(line.label): line.cells for line in balance_of(turn)}
    assert cells["30–35 岁"][1] is None
    assert cells["18–24 岁"][0] == 7


def test_a_hidden_cell_is_never_alone_in_its_line():
    counts = Counter({(1, 1): 3, (1, 2): 9, (2, 1): 8, (2, 2): 7})
    assert len({cell for cell in hidden_counts(counts) if cell[0] == 1}) > 1
