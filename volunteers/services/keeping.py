"""How long the volunteers' words and papers are kept (`accounts.terms`); hours and states stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.models import (
    Exemption,
    GuardianConsent,
    NoShow,
    RequirementItem,
    SignupTransition,
    TeamMember,
    VolunteerDocument,
)
from zibo_youth.accounts.services.words import with_words, words_term
from zibo_youth.accounts.terms import Term
from zibo_youth.core import private_files

from . import association_keeping

OF_VOLUNTEER = ("volunteer__person",)
ASSUMED = "假定"


def _day(before: datetime) -> Any:
    return timezone.localdate(before)


def _proof_is_over(before: datetime) -> Q:
    """Refused, revoked or run out; one without an end is kept while it holds."""
    refused = Q(state="failed", checked_at__lt=before)
    return refused | Q(revoked_at__lt=before) | Q(until_on__lt=_day(before))


def _papers(before: datetime) -> QuerySet[Any]:
    """Files that no proof or consent in force rests on any more."""
    items = RequirementItem.objects.filter(document=OuterRef("pk")).exclude(_proof_is_over(before))
    consents = GuardianConsent.objects.filter(document=OuterRef("pk"), until_on__gte=_day(before))
    return VolunteerDocument.objects.filter(~Exists(items), ~Exists(consents), created_at__lt=before)


def _forget_papers(papers: QuerySet[Any]) -> int:
    """The rows go with the commit, the files after it."""
    names = list(papers.values_list("file", flat=True))
    RequirementItem.objects.filter(document__in=papers).update(document=None)
    GuardianConsent.objects.filter(document__in=papers).update(document=None)
    gone = papers.delete()[0]
    private_files.forget_after_commit(names)
    return gone


TERMS = [
    Term(
        key="volunteer_papers",
        what=_("志愿者上传的资质材料"),
        since=_("凭证失效或上传时，取较晚的"),
        then=_("删除文件和记录"),
        source=ASSUMED,
        due=_papers,
        let_go=_forget_papers,
        of=OF_VOLUNTEER,
    ),
    words_term(
        "proof_words",
        _("资质凭证的编号和理由"),
        _("凭证失效"),
        with_words(RequirementItem, _proof_is_over),
        OF_VOLUNTEER,
        ASSUMED,
    ),
    words_term(
        "exemption_words",
        _("免除资质的理由"),
        _("免除到期"),
        with_words(Exemption, lambda before: Q(until_on__lt=_day(before))),
        OF_VOLUNTEER,
        ASSUMED,
    ),
    words_term(
        "guardian_words",
        _("监护人的姓名、电话和关系"),
        _("同意到期或撤回"),
        with_words(GuardianConsent, lambda before: Q(until_on__lt=_day(before)) | Q(withdrawn_at__lt=before)),
        OF_VOLUNTEER,
        ASSUMED,
    ),
    words_term(
        "member_notes",
        _("入队审核和离队的说明"),
        _("申请入队"),
        with_words(TeamMember, lambda before: Q(asked_at__lt=before)),
        OF_VOLUNTEER,
        ASSUMED,
    ),
    words_term(
        "signup_notes",
        _("班次报名流转的备注"),
        _("班次结束"),
        with_words(SignupTransition, lambda before: Q(signup__ends_at__lt=before)),
        ("signup__volunteer__person",),
        ASSUMED,
    ),
    words_term(
        "no_show_words",
        _("未到岗申诉和处理的文字"),
        _("未到岗日期"),
        with_words(NoShow, lambda before: ~Q(state="appealed") & Q(happened_on__lt=_day(before))),
        OF_VOLUNTEER,
        ASSUMED,
    ),
    *association_keeping.TERMS,
]
