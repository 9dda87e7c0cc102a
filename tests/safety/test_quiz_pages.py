"""Pages of the quizzes: one question at a time, nothing told ahead, flags, and who may do what when."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from safety.models import BankQuestion, QuizAttempt
from safety.services.quizzes import finishing
from tests import guarding, people, quizzing
from tests.people import signed_in
from zibo_youth.core.calendar import standing_at
from zibo_youth.core.draw import digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def player():
    return people.applicant()


def told(answer):
    return answer.content.decode()


# --- a walk without JavaScript -------------------------------------------------------------------


def test_a_quiz_is_taken_page_by_page_to_its_result(player):
    quiz, client = quizzing.quiz(attempts_most=1, reveal="submitted"), signed_in(player)
    assert quiz.local_title in told(client.get(reverse("quizzes")))
    assert "去答题" in told(client.get(quiz.get_absolute_url()))
    answer = client.post(reverse("quiz_start", args=[quiz.public_id]), {"begin": "1"})
    attempt = QuizAttempt.objects.get()
    assert answer["Location"] == attempt.get_absolute_url()
    for number in range(1, 6):
        page = told(client.get(attempt.get_absolute_url()))
        assert f"第 {number} 题，共 5 题" in page
        sent = {"number": number, "chosen": list(quizzing.right_one(attempt, number))}
        assert client.post(attempt.get_absolute_url(), sent).status_code == 302
    page = told(client.get(attempt.get_absolute_url(), follow=True))
    assert "25 分" in page
    assert "见安全生产法第五十九条" in page
    assert "第 1 名" not in page
    assert "（您）" in told(client.get(reverse("quiz_board", args=[quiz.public_id])))


def test_the_network_is_cut_and_another_telephone_goes_on(player):
    attempt = quizzing.start(player, quizzing.quiz())
    signed_in(player).post(attempt.get_absolute_url(), {"number": 1, "skip": "1"})
    page = told(signed_in(player).get(attempt.get_absolute_url()))
    assert "第 2 题，共 5 题" in page


def test_a_page_shows_the_question_of_the_turn_and_none_ahead(player):
    attempt = quizzing.start(player, quizzing.quiz())
    page = told(signed_in(player).get(attempt.get_absolute_url()))
    asked = BankQuestion.objects.in_bulk(attempt.paper)
    assert asked[attempt.paper[0]].words in page
    for ahead in attempt.paper[1:]:
        assert asked[ahead].words not in page
    assert "第五十九条" not in page


@pytest.mark.parametrize(
    "sent",
    [
        {"number": 1},
        {"number": "x", "chosen": "A"},
        {"number": 1, "chosen": "Z"},
        {"number": 101, "chosen": "A"},
        {"number": -1, "chosen": "A"},
        {"number": 3, "chosen": "A"},
        {},
    ],
)
def test_what_is_no_answer_is_told_and_changes_nothing(player, sent):
    attempt = quizzing.start(player, quizzing.quiz())
    page = signed_in(player).post(attempt.get_absolute_url(), sent, follow=True)
    assert "第 1 题，共 5 题" in told(page)
    assert not attempt.answers.exists()


def test_a_second_tab_is_led_to_where_the_paper_stands(player):
    attempt, client = quizzing.start(player, quizzing.quiz()), signed_in(player)
    client.post(attempt.get_absolute_url(), {"number": 1, "skip": "1"})
    page = told(client.post(attempt.get_absolute_url(), {"number": 1, "chosen": "A"}, follow=True))
    assert "第 1 题已经作答" in page.replace("第 1 题 已经", "第 1 题已经") or "第 1 题" in page
    assert attempt.answers.count() == 1


def test_a_late_answer_closes_the_paper_and_says_so(player):
    attempt = quizzing.start(player, quizzing.quiz())
    with standing_at(quizzing.overtaken(attempt)):
        client = signed_in(player)
        assert "答题时间已到" in told(client.get(attempt.get_absolute_url()))
        page = told(client.post(attempt.get_absolute_url(), {"number": 1, "chosen": "A"}, follow=True))
    assert "这题没有计入" in page
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score) == ("expired", 0)


def test_somebody_else_s_paper_does_not_exist(player):
    attempt = quizzing.whole(player, quizzing.quiz())
    stranger = signed_in(people.applicant("王二"))
    for name in ("quiz_attempt", "quiz_result"):
        assert stranger.get(reverse(name, args=[attempt.public_id])).status_code == 404
    assert stranger.post(reverse("quiz_submit", args=[attempt.public_id])).status_code == 404


def test_answers_are_told_after_the_quiz_where_it_says_so(player):
    quiz = quizzing.quiz(reveal="closed")
    attempt, client = quizzing.whole(player, quiz), signed_in(player)
    page = told(client.get(reverse("quiz_result", args=[attempt.public_id])))
    assert "第五十九条" not in page
    with standing_at(quiz.closes_at + timedelta(minutes=1)):
        later = told(signed_in(player).get(reverse("quiz_result", args=[attempt.public_id])))
    assert "第五十九条" in later


def test_the_seed_is_told_when_the_quiz_is_over_and_its_hash_before(player):
    quiz = quizzing.quiz()
    quizzing.whole(player, quiz)
    board, client = reverse("quiz_board", args=[quiz.public_id]), signed_in(None)
    assert quiz.seed_hash in told(client.get(quiz.get_absolute_url()))
    answer = client.get(board)
    assert answer["Refresh"] == "30"
    assert quiz.tie_seed not in told(answer)
    with standing_at(quiz.closes_at + timedelta(minutes=1)):
        over = client.get(board)
    assert "Refresh" not in over
    [seed] = re.findall(r"<code>([0-9a-f]{64})</code>", told(over))
    assert digest(seed) == quiz.seed_hash


def test_a_board_masks_names(player):
    quiz = quizzing.quiz()
    quizzing.whole(player, quiz)
    page = told(signed_in(None).get(reverse("quiz_board", args=[quiz.public_id])))
    assert player.person.masked_name in page
    assert player.person.full_name not in page


def test_a_team_is_chosen_at_the_start_and_not_again(player):
    quiz = quizzing.quiz(team_by="organisation", team_size=1)
    company = guarding.enterprise().organisation
    client, page = signed_in(player), reverse("quiz_start", args=[quiz.public_id])
    assert "代表单位" in told(client.get(page))
    client.post(page, {"begin": "1", "team": company.pk})
    attempt = QuizAttempt.objects.get()
    assert attempt.entry.organisation == company
    quizzing.submit(attempt)
    assert "代表单位" not in told(client.get(page))
    assert company.name in told(client.get(reverse("quiz_board", args=[quiz.public_id])))


# --- flags ---------------------------------------------------------------------------------------


def test_two_people_on_one_telephone_are_flagged_and_not_refused(player):
    quiz, client = quizzing.quiz(), signed_in(player)
    page = reverse("quiz_start", args=[quiz.public_id])
    client.post(page, {"begin": "1"})
    client.force_login(people.applicant("王二"))
    client.post(page, {"begin": "1"})
    assert QuizAttempt.objects.count() == 2
    desk = signed_in(people.officer()).get(reverse("managed_quiz", args=[quiz.public_id]))
    assert told(desk).count("与他人同一设备") == 2


def test_the_mark_of_a_device_is_a_keyed_digest_that_nobody_reads(player):
    quiz, client = quizzing.quiz(), signed_in(player)
    client.post(reverse("quiz_start", args=[quiz.public_id]), {"begin": "1"})
    cookie = client.cookies["quiz_device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    stored = QuizAttempt.objects.get().device
    assert len(stored) == 64
    assert cookie.value not in stored


def test_a_paper_answered_in_no_time_is_flagged(player):
    quiz = quizzing.quiz()
    attempt = quizzing.whole(player, quiz)
    officer = signed_in(people.officer())
    only = officer.get(reverse("managed_quiz", args=[quiz.public_id]) + "?only=suspicious")
    assert "答题过快" in told(only)
    assert "答题过快" in told(officer.get(reverse("managed_quiz_attempt", args=[attempt.public_id])))


# --- state × event × role ------------------------------------------------------------------------

ROLES = {
    "owner": lambda: None,
    "stranger": lambda: people.applicant("王二"),
    "safety officer": lambda: guarding.safety_officer(guarding.enterprise()),
    "district officer": people.officer,
    "other district": lambda: people.officer(of="linzi"),
    "city staff": people.city_staff,
    "administrator": people.administrator,
}
MAY = {"answer": {"owner"}, "submit": {"owner"}, "annul": {"district officer", "city staff"}}
FROM = {
    "answer": {"open"},
    "submit": {"open", "submitted", "expired", "annulled"},
    "annul": {"submitted", "expired"},
}


def standing(state, player):
    """A paper in this state."""
    attempt = quizzing.start(player, quizzing.quiz())
    if state == "expired":
        finishing.finished(attempt, at=quizzing.overtaken(attempt))
    elif state != "open":
        quizzing.submit(attempt)
    if state == "annulled":
        finishing.annul_attempt(actor=people.city_staff(), attempt=attempt, reason="代答")
    attempt.refresh_from_db()
    return attempt


def act(event, actor, attempt):
    from safety.services.quizzes.answering import answer_question

    if event == "answer":
        return answer_question(actor=actor, attempt=attempt, number=1, shown="")
    if event == "submit":
        return finishing.submit_attempt(actor=actor, attempt=attempt)
    return finishing.annul_attempt(actor=actor, attempt=attempt, reason="代答")


@pytest.mark.parametrize("state", ["open", "submitted", "expired", "annulled"])
@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_event_in_each_state_by_each_role(player, state, role):
    actor = ROLES[role]() or player
    for event in sorted(MAY):
        attempt = standing(state, player) if event == "answer" else standing(state, people.applicant("李三"))
        own = attempt.entry.person.users.get() if role == "owner" else actor
        is_allowed = role in MAY[event] and state in FROM[event]
        before = QuizAttempt.objects.values().get(pk=attempt.pk)
        try:
            act(event, own, attempt)
            done = True
        except Exception:
            done = False
        assert (event, done) == (event, is_allowed)
        if not is_allowed:
            assert QuizAttempt.objects.values().get(pk=attempt.pk) == before
