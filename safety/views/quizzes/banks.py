"""题库 (banks) at the desk: opened, filled from a sheet with a preview, keys corrected one by one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safety.forms.quizzes import BankForm, KeyForm, SheetForm
from safety.models import AnswerKey, BankQuestion, QuestionBank
from safety.quiz_sheet import QUESTIONS
from safety.services.quizzes import banks, regrading
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.form_fields import SealedForm

MANAGE = banks.MANAGE
PER_PAGE = 50
FORMATS = ("xlsx", "csv")
EXAMPLES = [
    ["S001", "单选", "发现重大隐患应当先做什么？", "停止作业并撤人", "先拍照再说", "等交班", "", "", "", "A"],
    ["M001", "多选", "下列哪些属于个人防护用品？", "安全帽", "安全带", "手机", "防护鞋", "", "", "ABD"],
    ["J001", "判断", "从业人员有权拒绝违章指挥。", "", "", "", "", "", "", "正确"],
]


@needs_office(MANAGE)
@answered_once
def bank_list(request: SignedInRequest) -> HttpResponse:
    """题库列表: those of the office, and a new one."""
    form = BankForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            made = banks.open_bank(actor=request.user, **form.cleaned_data)
            return redirect("quiz_bank", made.pk)
    rows = QuestionBank.objects.managed_by(request.user).select_related("organisation").order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "safety/quizzes/desk/banks.html", {"page": page, "form": form})


@needs_office(MANAGE)
@require_safe
def bank(request: SignedInRequest, number: int) -> HttpResponse:
    """一个题库: its questions as they are now."""
    found = _bank_of(request, number)
    rows = BankQuestion.objects.current().filter(bank=found).order_by("code")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "safety/quizzes/desk/bank.html", {"bank": found, "page": page})


def _bank_of(request: SignedInRequest, number: int) -> QuestionBank:
    found: QuestionBank = get_object_or_404(QuestionBank.objects.managed_by(request.user), pk=number)
    return found


@needs_office(MANAGE)
@require_safe
def template(request: SignedInRequest, kind: str) -> HttpResponse:
    """下载模板 (template): the columns, and a line of each kind of question."""
    if kind not in FORMATS:
        raise Http404
    columns = [str(column.label) for column in QUESTIONS.columns.values()]
    rows = [each + [""] * (len(columns) - len(each)) for each in EXAMPLES]
    return cast(
        HttpResponse, prepare(_("题库模板"), kind, Table(str(QUESTIONS.name), columns, rows)).answer()
    )


@needs_office(MANAGE)
@answered_once
def upload(request: SignedInRequest, number: int) -> HttpResponse:
    """导入题目: an upload is answered with its preview, a confirmed preview is written."""
    found = _bank_of(request, number)
    if "sealed" in request.POST:
        return _confirmed(request, found)
    form = SheetForm(request.POST or None, request.FILES or None)
    words: dict[str, Any] = {"bank": found, "form": form, "columns": list(QUESTIONS.columns.values())}
    if form.is_valid():
        with shown_on(form):
            content = form.cleaned_data["file"].read()
            preview = banks.preview_questions(actor=request.user, bank=found, content=content)
            words |= {"preview": preview, "confirm": SealedForm(initial={"sealed": preview.sealed})}
    return render(request, "safety/quizzes/desk/import.html", words)


def _confirmed(request: SignedInRequest, found: QuestionBank) -> HttpResponse:
    only_good = request.POST.get("act") == "good"
    try:
        many = banks.import_questions(
            actor=request.user, bank=found, sealed=request.POST["sealed"], only_good=only_good
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("quiz_bank_import", found.pk)
    messages.success(request, _("已导入 %(n)s 道题。") % {"n": many})
    return redirect("quiz_bank", found.pk)


@needs_office(MANAGE)
@answered_once
def question(request: SignedInRequest, number: int) -> HttpResponse:
    """一道题: every version of its key; corrected here, and every paper is graded anew."""
    rows = BankQuestion.objects.managed_by(request.user).select_related("bank")
    found: BankQuestion = get_object_or_404(rows, pk=number)
    keys = list(found.keys.order_by("-number"))
    told = {"seen": keys[0].number, "letters": list(keys[0].letters)} if keys else {}
    form = KeyForm(request.POST or None, options=found.local_options, initial=told)
    if form.is_valid():
        with shown_on(form):
            _correct(request, found, form.cleaned_data)
            return redirect("quiz_question", number)
    words = {
        "question": found,
        "keys": keys,
        "form": form,
        "versions": _versions(found),
        "options": list(zip("ABCDEF", found.local_options, strict=False)),
    }
    return render(request, "safety/quizzes/desk/question.html", words)


def _versions(of: BankQuestion) -> list[BankQuestion]:
    return list(BankQuestion.objects.filter(bank=of.bank_id, code=of.code).order_by("-number"))


def _correct(request: SignedInRequest, found: BankQuestion, said: dict[str, Any]) -> AnswerKey:
    told = regrading.correct_key(
        actor=request.user,
        question=found,
        letters="" if said["is_void"] else "".join(said["letters"]),
        is_void=said["is_void"],
        reason=said["reason"],
        instead_of=said["seen"],
    )
    words = _("答案已更正：重新评阅 %(graded)s 份答卷，%(changed)s 份得分有变化。")
    messages.success(request, words % {"graded": told.graded, "changed": told.changed})
    return told.key
