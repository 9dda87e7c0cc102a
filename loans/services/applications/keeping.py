"""How long what founders wrote and uploaded is kept (`accounts.terms`); amounts and states stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from loans.models import LoanApplication, LoanApplicationTransition, LoanDocument
from loans.models.application_moves import ENDED, ApplicationState
from zibo_youth.accounts.services.words import with_words, words_term
from zibo_youth.accounts.terms import Term
from zibo_youth.core import private_files

SOURCE = "domain.md §3.2：5 年或按银行要求"
OVER = (*ENDED, ApplicationState.CONTRACTED)


def _over(path: str = "") -> Any:
    """Applications that nobody works at any more, since long enough."""
    return lambda before: Q(**{f"{path}state__in": OVER, f"{path}state_since__lt": before})


def _papers(before: datetime) -> QuerySet[Any]:
    return LoanDocument.objects.filter(_over("application__")(before))


def _forget_papers(papers: QuerySet[Any]) -> int:
    """The rows go with the commit, the files after it."""
    names = list(papers.values_list("file", flat=True))
    gone = papers.delete()[0]
    private_files.forget_after_commit(names)
    return gone


TERMS = [
    Term(
        key="loan_papers",
        what=_("贷款申请的材料"),
        since=_("申请结束或签约"),
        then=_("删除文件和记录"),
        source=SOURCE,
        due=_papers,
        let_go=_forget_papers,
        of=("application__applicant",),
    ),
    words_term(
        "loan_words",
        _("贷款申请的用途说明"),
        _("申请结束或签约"),
        with_words(LoanApplication, _over()),
        ("applicant",),
        SOURCE,
    ),
    words_term(
        "loan_notes",
        _("贷款申请流转的说明"),
        _("申请结束或签约"),
        with_words(LoanApplicationTransition, _over("application__")),
        ("application__applicant",),
        SOURCE,
    ),
]
