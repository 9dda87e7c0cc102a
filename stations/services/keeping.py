"""How long the stations keep words, numbers and files (`accounts.terms`); nights and states stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.models import (
    BedMove,
    Evidence,
    ExtraNights,
    FollowUp,
    LoungeVisitTransition,
    PartyMember,
    Placement,
    Refusal,
    Rehousing,
    Stay,
    StayTransition,
    Strike,
    Suspension,
)
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.services.erasing import empty_words
from zibo_youth.accounts.services.words import Due, with_words, words_term
from zibo_youth.accounts.terms import Term
from zibo_youth.core import private_files

OVER = ("checked_out", "rejected", "withdrawn", "cancelled", "no_show", "expired")
BOOKINGS = "假定（domain.md A-d：12 个月）"
NOTICE = "告知同意书（隐私政策第 2 版）：12 个月"


def _over(before: datetime) -> Q:
    return Q(state__in=OVER, departure__lt=timezone.localdate(before))


def _of_a_stay_over(before: datetime) -> Q:
    return Q(stay__state__in=OVER, stay__departure__lt=timezone.localdate(before))


def _answers(before: datetime) -> QuerySet[Any]:
    """A claim that still waits keeps the words it rests on until it is decided."""
    said = Q(employer="", comment="", signed_on=None)
    old = FollowUp.objects.filter(~said, stay__checked_out_at__lt=before)
    return old.filter(~Exists(Placement.objects.claimed().filter(follow_up=OuterRef("pk"))))


def _numbers(before: datetime) -> QuerySet[Any]:
    """Of guests whose every stay is over since then; who has not stayed yet is still expected."""
    stays = Stay.objects.filter(guest=OuterRef("pk"))
    lasting = stays.exclude(_over(before))
    return Person.objects.filter(~Q(id_sealed=""), Exists(stays), ~Exists(lasting))


def _forget_numbers(people: QuerySet[Any]) -> int:
    return people.update(id_sealed="")


def _files(before: datetime) -> QuerySet[Any]:
    """Not those of a stay that lasts or ended since, and not the proof of a placement."""
    lasting = Stay.objects.filter(evidence=OuterRef("pk")).exclude(_over(before))
    proofs = Placement.objects.filter(evidence=OuterRef("pk"))
    return Evidence.objects.filter(~Exists(lasting), ~Exists(proofs), created_at__lt=before)


def _forget_files(files: QuerySet[Any]) -> int:
    """The rows go with the commit, the files after it; one that is left behind is swept."""
    names = list(files.values_list("file", flat=True))
    Stay.evidence.through._default_manager.filter(evidence__in=files).delete()
    gone = files.delete()[0]
    private_files.forget_after_commit(names)
    return gone


def _words(key: str, what: Any, since: Any, due: Due, of: tuple[str, ...], source: str = BOOKINGS) -> Term:
    return words_term(key, what, since, due, of, source)


OF_STAY = ("stay__guest",)
LEFT = _("离店时")
TERMS = [
    Term(
        key="id_numbers",
        what=_("证件号码密文（摘要和后四位留到注销）"),
        since=_("最后一次离店"),
        then=_("删除密文"),
        source="假定（domain.md A-d：末晚后 90 天）",
        due=_numbers,
        let_go=_forget_numbers,
        of=("pk",),
    ),
    Term(
        key="evidence",
        what=_("上传的证明材料"),
        since=_("离店或上传时，取较晚的"),
        then=_("删除文件和记录"),
        source="假定",
        due=_files,
        let_go=_forget_files,
        of=("person",),
    ),
    _words(
        "stay_words",
        _("入住单的说明、联系手机、到达时间和没带身份证的原因"),
        LEFT,
        with_words(Stay, _over),
        ("guest",),
    ),
    _words("stay_notes", _("入住单流转的备注"), LEFT, with_words(StayTransition, _of_a_stay_over), OF_STAY),
    _words("bed_notes", _("调整床位的备注"), LEFT, with_words(BedMove, _of_a_stay_over), OF_STAY),
    _words("rehousing_notes", _("改住安排的备注"), LEFT, with_words(Rehousing, _of_a_stay_over), OF_STAY),
    _words(
        "answer_words",
        _("评价和回访中的文字"),
        LEFT,
        _answers,
        OF_STAY,
        NOTICE,
    ),
    _words(
        "placement_words",
        _("签约的用人单位和核实说明"),
        _("签约日期"),
        with_words(
            Placement, lambda before: ~Q(state="claimed") & Q(signed_on__lt=timezone.localdate(before))
        ),
        OF_STAY,
        "假定",
    ),
    _words(
        "strike_words",
        _("失约申诉和处理的文字"),
        _("失约日期"),
        with_words(
            Strike, lambda before: ~Q(state="appealed") & Q(happened_on__lt=timezone.localdate(before))
        ),
        ("person",),
        "假定",
    ),
    _words(
        "suspension_words",
        _("暂停资格的理由"),
        _("恢复日期"),
        with_words(Suspension, lambda before: Q(until_on__lt=timezone.localdate(before))),
        ("person",),
        "假定",
    ),
    _words(
        "extra_nights_words",
        _("额外晚数的理由和审批意见"),
        _("最后一晚"),
        with_words(ExtraNights, lambda before: Q(until_on__lt=timezone.localdate(before))),
        ("person",),
        "假定",
    ),
    Term(
        key="refusals",
        what=_("未通过规则的申请人和当日标记"),
        since=_("未通过的日期"),
        then=_("不再记名"),
        source="假定",
        due=with_words(Refusal, lambda before: Q(day__lt=timezone.localdate(before))),
        let_go=empty_words,
        of=("person",),
    ),
    _words(
        "party_words",
        _("同住申请中填写的文字和邀请链接"),
        LEFT,
        with_words(
            PartyMember,
            lambda before: ~Q(party__state="open") & Q(party__departure__lt=timezone.localdate(before)),
        ),
        ("person",),
    ),
    _words(
        "visit_notes",
        _("会客厅预约流转的备注"),
        _("预约日期"),
        with_words(LoungeVisitTransition, lambda before: Q(visit__date__lt=timezone.localdate(before))),
        ("visit__person",),
    ),
]
