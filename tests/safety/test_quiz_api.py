"""/api/v1/quizzes/: a paper question by question, one's own result, the board; nothing of what is right before."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safety.models import BankQuestion, Quiz, QuizAnswer, QuizAttempt
from tests import guarding, people, quizzing
from tests.corpus import SHARP
from tests.people import signed_in
from zibo_youth.accounts.services import create_token

pytestmark = pytest.mark.django_db
QUIZZES = "/api/v1/quizzes/"
KEY = "key-00000001"


@pytest.fixture
def quiz():
    return quizzing.quiz()


@pytest.fixture
def user():
    return people.applicant()


def post(client, path, content=None, **headers):
    return client.post(path, json.dumps(content or {}), content_type="application/json", headers=headers)


def start(client, quiz, key=KEY, **content):
    return post(client, f"{QUIZZES}{quiz.public_id}/attempts/", content, **{"idempotency-key": key})


def answer(client, attempt, number, chosen="A"):
    told = {"number": number, "chosen": chosen}
    return post(client, f"{QUIZZES}attempts/{attempt}/answers/", told)


# --- what everybody reads ------------------------------------------------------------------------


def test_everybody_reads_the_rules_and_no_question(quiz):
    draft = quizzing.draft()
    [told] = Client().get(QUIZZES).json()["results"]
    assert told == Client().get(f"{QUIZZES}{quiz.public_id}/").json()
    assert (told["id"], told["questions"], len(told["seed_hash"])) == (str(quiz.public_id), 5, 64)
    assert Client().get(f"{QUIZZES}{draft.public_id}/").status_code == 404


def test_the_board_hides_part_of_each_name(quiz, user):
    attempt = quizzing.whole(user, quiz)
    board = Client().get(f"{QUIZZES}{quiz.public_id}/board/").json()
    [line] = board["lines"]
    assert (board["people"], line["rank"], line["score"]) == (1, 1, attempt.score)
    assert line["name"] != user.person.full_name
    assert "*" in line["name"]


# --- a paper -------------------------------------------------------------------------------------


def test_a_paper_is_answered_to_its_end_and_tells_its_score(quiz, user):
    client = signed_in(user)
    told = start(client, quiz).json()
    attempt = QuizAttempt.objects.get(public_id=told["id"])
    assert told["question"]["number"] == 1
    for number in range(1, quiz.questions + 1):
        said = answer(client, told["id"], number, quizzing.right_one(attempt, number))
        assert said.status_code == 200
        assert said.json()["is_finished"] == (number == quiz.questions)
    done = client.get(f"{QUIZZES}attempts/{told['id']}/").json()
    assert (done["state"], done["score"], done["question"]) == ("submitted", 25, None)
    assert QuizAnswer.objects.filter(attempt=attempt).count() == quiz.questions


def test_nothing_that_is_answered_tells_what_is_right(quiz, user):
    client = signed_in(user)
    told = start(client, quiz)
    said = answer(client, told.json()["id"], 1)
    for body in (told, said):
        words = body.content.decode()
        assert "安全生产法" not in words
        assert not {"letters", "key", "right", "explanation"} & set(body.json()["question"])


def test_no_call_tells_a_question_ahead_or_a_seed(quiz, user):
    client = signed_in(user)
    said = start(client, quiz).content.decode()
    attempt = QuizAttempt.objects.get()
    said += answer(client, attempt.public_id, 1, "").content.decode()
    said += client.get(f"{QUIZZES}attempts/{attempt.public_id}/").content.decode()
    said += client.get(f"{QUIZZES}{quiz.public_id}/").content.decode()
    asked = BankQuestion.objects.in_bulk(attempt.paper)
    for number, question in enumerate(attempt.paper):
        assert (asked[question].words in said) == (number < 2)
    assert not any(secret in said for secret in (attempt.seed, quiz.tie_seed))


def test_an_answer_is_three_statements(quiz, user):
    """Session, log-in, and the one that takes the turn, writes the answer and reads the next question."""
    attempt, client = quizzing.start(user, quiz), signed_in(user)
    answer(client, attempt.public_id, 1, "")
    with CaptureQueriesContext(connection) as asked:
        assert answer(client, attempt.public_id, 2, "").status_code == 200
    said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(said) <= 3, "\n".join(sql[:160] for sql in said)


def test_a_second_start_goes_on_with_the_same_paper(quiz, user):
    client = signed_in(user)
    first, again, other = (start(client, quiz, key) for key in (KEY, KEY, "key-00000002"))
    assert first.json() == again.json()
    assert other.json()["id"] == first.json()["id"]
    assert QuizAttempt.objects.count() == 1


def test_the_same_answer_again_has_the_same_answer_and_another_is_refused(quiz, user):
    client = signed_in(user)
    attempt = start(client, quiz).json()["id"]
    first, again = answer(client, attempt, 1, "A"), answer(client, attempt, 1, "A")
    assert (again.status_code, again.json()) == (200, first.json())
    other = answer(client, attempt, 1, "B")
    assert (other.status_code, QuizAnswer.objects.count()) == (409, 1)


def test_a_paper_handed_in_early_counts_what_was_answered(quiz, user):
    client = signed_in(user)
    told = start(client, quiz).json()
    attempt = QuizAttempt.objects.get(public_id=told["id"])
    answer(client, told["id"], 1, quizzing.right_one(attempt, 1))
    here = f"{QUIZZES}attempts/{told['id']}/submit/"
    done, again = post(client, here), post(client, here)
    assert (done.json()["score"], again.json()) == (5, done.json())
    assert answer(client, told["id"], 2).status_code == 409


def test_a_team_is_named_by_its_code(user):
    enterprise = guarding.enterprise()
    quiz = quizzing.quiz(team_by=Quiz.TeamBy.ORGANISATION, team_size=1)
    client = signed_in(user)
    unknown = start(client, quiz, team="nobody")
    assert (unknown.status_code, unknown.json()["field"]) == (400, "team")
    assert start(client, quiz, "key-00000002", team=enterprise.organisation.code).status_code == 201


# --- who and what is refused ---------------------------------------------------------------------


def test_nobody_else_finds_a_paper(quiz, user):
    attempt = start(signed_in(user), quiz).json()["id"]
    for other in (people.applicant(), people.officer(), people.city_staff()):
        client = signed_in(other)
        assert client.get(f"{QUIZZES}attempts/{attempt}/").status_code == 404
        assert answer(client, attempt, 1).status_code == 404
        assert post(client, f"{QUIZZES}attempts/{attempt}/submit/").status_code == 404
    assert not QuizAnswer.objects.exists()


def test_without_a_log_in_or_a_key_nothing_begins(quiz, user):
    assert start(Client(), quiz).status_code == 401
    assert post(signed_in(user), f"{QUIZZES}{quiz.public_id}/attempts/").status_code == 400
    assert not QuizAttempt.objects.exists()


def test_a_personal_token_plays_as_its_owner(quiz, user):
    client = Client(headers={"authorization": f"Token {create_token(user, 'test')[1]}"})
    assert start(client, quiz).status_code == 201


@pytest.mark.parametrize("chosen", ["G", "a", "AAAAAAA", " A", "Ａ", "²", *SHARP])
def test_letters_that_are_none_are_told_and_keep_nothing(quiz, user, chosen):
    client = signed_in(user)
    attempt = start(client, quiz).json()["id"]
    assert answer(client, attempt, 1, chosen).status_code in (400, 409)
    assert not QuizAnswer.objects.exists()


@pytest.mark.parametrize("number", [0, 2, 101, -1, "x", None, 1.5, 10**30])
def test_a_question_that_is_not_its_turn_is_told_and_keeps_nothing(quiz, user, number):
    client = signed_in(user)
    attempt = start(client, quiz).json()["id"]
    assert answer(client, attempt, number).status_code in (400, 409)
    assert not QuizAnswer.objects.exists()


# --- on which device -----------------------------------------------------------------------------
MARK = "5f0c2a9b7d3e4f10"


def device_of(user):
    return QuizAttempt.objects.get(entry__person=user.person).device


def started_on_the_page(client, quiz):
    return client.post(reverse("quiz_start", args=[quiz.public_id]), {})


def flagged():
    return set(QuizAttempt.objects.suspicious(0).values_list("entry__person", flat=True))


def test_a_browser_is_one_device_on_the_page_and_in_a_call(quiz, user):
    """Whoever begins on the page and whoever calls from the same browser are told as one device."""
    other = people.applicant()
    browser = signed_in(user)
    started_on_the_page(browser, quiz)
    client = signed_in(other)
    client.cookies["quiz_device"] = browser.cookies["quiz_device"].value
    assert start(client, quiz).status_code == 201
    assert device_of(user) == device_of(other) != ""
    assert flagged() == {user.person_id, other.person_id}


def test_a_call_without_a_mark_is_given_one_for_the_next(quiz, user):
    client, other = signed_in(user), people.applicant()
    start(client, quiz)
    cookie = client.cookies["quiz_device"]
    assert (cookie["httponly"], cookie.value in device_of(user)) == (True, False)
    later = signed_in(other)
    later.cookies["quiz_device"] = cookie.value
    started_on_the_page(later, quiz)
    assert device_of(other) == device_of(user)


def test_a_program_without_cookies_says_its_own_mark(quiz, user):
    others = [people.applicant() for _ in range(2)]
    for who, mark in ((user, MARK), (others[0], MARK), (others[1], MARK[::-1])):
        token = Client(headers={"authorization": f"Token {create_token(who, 'test')[1]}"})
        assert start(token, quiz, device=mark).status_code == 201
    assert flagged() == {user.person_id, others[0].person_id}
    assert MARK not in device_of(user)


@pytest.mark.control
def test_control_without_the_device_of_a_call_two_people_on_one_are_nobody_s_business(
    quiz, user, monkeypatch
):
    monkeypatch.setattr("safety.api.quizzes.device_of", lambda mark: "")
    other = people.applicant()
    for who in (user, other):
        start(signed_in(who), quiz, device=MARK)
    assert flagged() == set()


def test_the_attempt_that_is_open_is_one_by_either_way_and_keeps_its_device(quiz, user):
    browser = signed_in(user)
    started_on_the_page(browser, quiz)
    began = QuizAttempt.objects.get()
    told = start(signed_in(user), quiz, device=MARK).json()
    assert (told["id"], device_of(user)) == (str(began.public_id), began.device)


def test_a_call_sent_again_is_the_same_call_whatever_it_says_of_its_device(quiz, user):
    first = start(signed_in(user), quiz, device=MARK)
    again = start(signed_in(user), quiz)
    assert (again.status_code, again.json()) == (201, first.json())
    assert QuizAttempt.objects.count() == 1


@pytest.mark.parametrize("mark", ["short", "空" * 20, "x" * 65, "a b" * 8, 12])
def test_a_mark_that_is_none_is_told_and_nothing_begins(quiz, user, mark):
    answer = start(signed_in(user), quiz, device=mark)
    assert (answer.status_code, answer.json()["field"]) == (400, "device")
    assert not QuizAttempt.objects.exists()
