"""The desk of the quizzes: sheets with row errors, versions, and a quiz from its draft to its end."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from safety.models import AnswerKey, BankQuestion, QuizAttempt
from safety.quiz_sheet import QUESTIONS
from safety.services.quizzes import banks
from tests import people, quizzing
from tests.people import signed_in
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.django_db
GIVEN = ("code", "kind", "words", "option_a", "option_b", "option_c", "answer", "explanation")


@pytest.fixture
def player():
    return people.applicant()


def told(answer):
    return answer.content.decode()


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
