"""Pages, desk and API of the quizzes: one question at a time, nothing told ahead, sheets with row errors."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from safety.models import AnswerKey, BankQuestion, QuizAttempt
from safety.quiz_sheet import QUESTIONS
from safety.services.quizzes import banks, finishing
from tests import guarding, people, quizzing
from tests.people import signed_in
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.draw import digest

pytestmark = pytest.mark.django_db
GIVEN = ("code", "kind", "words", "option_a", "option_b", "option_c", "answer", "explanation")


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


# --- the desk ------------------------------------------------------------------------------------


def sheet(*lines):
    """Under every heading of the template; what a line does not say is empty."""
    names = [*GIVEN, *(name for name in QUESTIONS.columns if name not in GIVEN)]
    head = ",".join(str(QUESTIONS.columns[name].label) for name in names)
    rest = "," * (len(names) - len(GIVEN))
    return SimpleUploadedFile("题库.csv", "\n".join([head, *(line + rest for line in lines)]).encode())


GOOD = [
    "S1,单选,先做什么？,停机,拍照,等人,A,先停机",
    'M1,多选,哪些是防护用品？,安全帽,手机,安全带,"A、C",',
    "J1,判断,可以拒绝违章指挥。,,,,正确,",
]


def test_a_sheet_is_shown_line_by_line_and_then_imported():
    bank, client = quizzing.bank(questions=0), signed_in(people.officer())
    page = reverse("quiz_bank_import", args=[bank.pk])
    shown = client.post(page, {"file": sheet(*GOOD)})
    assert "共 3 行，0 行有错" in told(shown)
    assert not bank.questions.exists()
    sealed = shown.context["confirm"]["sealed"].value()
    client.post(page, {"sealed": sealed, "act": "all"})
    kinds = dict(bank.questions.values_list("code", "kind"))
    assert kinds == {"S1": "single", "M1": "multiple", "J1": "true_false"}
    assert dict(AnswerKey.objects.values_list("question__code", "letters")) == {
        "S1": "A",
        "M1": "AC",
        "J1": "A",
    }
    assert bank.questions.get(code="J1").options == ["正确", "错误"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("S 1,单选,题,甲,乙,,A,", "请用 20 个以内的字母"),
        ("S1,填空,题,甲,乙,,A,", "请填“单选”“多选”或“判断”"),
        ("S1,单选,,甲,乙,,A,", "必填"),
        ("S1,单选,题,甲,,,A,", "选择题至少两个选项"),
        ("S1,单选,题,甲,,丙,A,", "中间不能空"),
        ("S1,单选,题,甲,乙,,C,", "答案里有本题没有的选项"),
        ("S1,单选,题,甲,乙,,AB,", "单选和判断题一个答案"),
        ("S1,多选,题,甲,乙,,A,", "多选题两个以上"),
        ("S1,判断,题,,,,也许,", "判断题填“正确”或“错误”"),
    ],
)
def test_a_wrong_line_says_what_to_mend_and_keeps_everything_out(line, problem):
    bank, client = quizzing.bank(questions=0), signed_in(people.officer())
    page = reverse("quiz_bank_import", args=[bank.pk])
    shown = client.post(page, {"file": sheet(*GOOD[1:], line)})
    assert problem in told(shown)
    sealed = shown.context["confirm"]["sealed"].value()
    client.post(page, {"sealed": sealed, "act": "all"})
    assert not bank.questions.exists()
    client.post(page, {"sealed": sealed, "act": "good"})
    assert bank.questions.count() == 2


def test_importing_again_changes_nothing_and_other_words_are_a_new_version():
    bank, by = quizzing.bank(questions=0), people.officer()

    def imported(*lines):
        shown = banks.preview_questions(actor=by, bank=bank, content=sheet(*lines).read())
        return banks.import_questions(actor=by, bank=bank, sealed=shown.sealed)

    assert imported(*GOOD) == 3
    assert imported(*GOOD) == 0
    assert imported("S1,单选,首先做什么？,停机,拍照,等人,A,先停机") == 1
    first, second = bank.questions.filter(code="S1").order_by("number")
    assert (first.words, first.retired_at is not None) == ("先做什么？", True)
    assert (second.number, second.retired_at) == (2, None)
    shown = banks.preview_questions(
        actor=by, bank=bank, content=sheet("S1,单选,首先做什么？,停机,拍照,等人,B,先停机").read()
    )
    assert "在题目页上更正" in str(shown.wrong[0].problems)


def test_a_code_twice_in_a_sheet_is_said_with_its_first_row():
    bank = quizzing.bank(questions=0)
    shown = banks.preview_questions(actor=people.officer(), bank=bank, content=sheet(GOOD[0], GOOD[0]).read())
    assert "和第 2 行题号相同" in str(shown.wrong[0].problems)


def test_the_template_can_be_imported_as_it_is():
    bank, client = quizzing.bank(questions=0), signed_in(people.officer())
    for kind in ("xlsx", "csv"):
        file = io.BytesIO(b"".join(client.get(reverse("quiz_bank_template", args=[kind]))))
        shown = banks.preview_questions(actor=people.officer(), bank=bank, content=file.getvalue())
        assert [line.problems for line in shown.lines] == [[], [], []]


def test_a_quiz_goes_from_draft_to_its_end_at_the_desk(player):
    bank, client = quizzing.bank(), signed_in(people.officer())
    office = bank.organisation.pk
    sent = {
        "title": "安全生产月答题",
        "summary": "人人讲安全",
        "organiser": office,
        "reporting_org": office,
        "bank": bank.pk,
        "opens_at": "2020-01-01T08:00",
        "closes_at": "2099-01-01T08:00",
        "questions": 5,
        "points": 20,
        "minutes": 10,
        "mode": "best",
        "attempts_most": 0,
        "reveal": "closed",
        "team_by": "none",
        "team_size": 0,
    }
    page = client.post(reverse("quiz_new"), sent)["Location"]
    client.post(page, {"act": "publish"})
    quiz = bank.quizzes.get()
    assert (quiz.state, len(quiz.pool), quiz.seconds) == ("published", 30, 600)
    quizzing.whole(player, quiz)
    question = BankQuestion.objects.get(pk=QuizAttempt.objects.get().paper[0])
    fixed = client.post(
        reverse("quiz_question", args=[question.pk]),
        {"is_void": "on", "reason": "题目有歧义", "seen": 1},
        follow=True,
    )
    assert "重新评阅 1 份答卷，0 份得分有变化" in told(fixed)
    attempt = QuizAttempt.objects.get()
    client.post(reverse("managed_quiz_attempt", args=[attempt.public_id]), {"reason": "代答"})
    attempt.refresh_from_db()
    assert attempt.state == "annulled"
    client.post(page, {"act": "cancel", "cancel-reason": "题库有误"})
    quiz.refresh_from_db()
    assert quiz.state == "cancelled"


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


def test_a_quiz_of_another_district_is_nobody_s_at_the_desk():
    quiz, client = quizzing.quiz(), signed_in(people.officer(of="linzi"))
    for name, number in (
        ("managed_quiz", quiz.public_id),
        ("quiz_bank", quiz.bank_id),
        ("quiz_bank_import", quiz.bank_id),
        ("quiz_question", quiz.pool[0]),
    ):
        assert client.get(reverse(name, args=[number])).status_code == 404
    assert now() < quiz.closes_at
