"""办理步骤 (steps): what an office, the enterprise or the bureau may do with a report now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from safety.forms import hazards as forms
from safety.hazard_errors import HazardNotLike
from safety.hazard_querysets import TO_MEND
from safety.models import HazardReport
from safety.services.hazards import assigning, bureau, confirming, mending, reviewing, withdrawing
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step

S = HazardReport.State
VIEW = "safety.view_hazardreport"


def _accept(by: User, of: HazardReport, form: Any) -> None:
    reviewing.accept_hazard(actor=by, hazard=of, verdict=form.verdict())


def _refuse(by: User, of: HazardReport, form: Any) -> None:
    reviewing.refuse_hazard(actor=by, hazard=of, **form.cleaned_data)


def _join(by: User, of: HazardReport, form: Any) -> None:
    rows = HazardReport.objects.managed_by(by).whole().exclude(pk=of.pk)
    original = rows.filter(number=form.cleaned_data["number"]).first()
    if original is None:
        raise HazardNotLike
    reviewing.link_hazard(actor=by, hazard=of, original=original)


def _escalate(by: User, of: HazardReport, form: Any) -> None:
    reviewing.escalate_to_bureau(actor=by, hazard=of, **form.cleaned_data)


def _assign(by: User, of: HazardReport, form: Any) -> None:
    assigning.assign_hazard(actor=by, hazard=of, **form.cleaned_data)


def _transfer(by: User, of: HazardReport, form: Any) -> None:
    assigning.transfer_hazard(actor=by, hazard=of, **form.cleaned_data)


def _word(by: User, of: HazardReport, form: Any) -> None:
    assigning.record_word(actor=by, hazard=of, **form.cleaned_data)


def _close_transferred(by: User, of: HazardReport, form: Any) -> None:
    assigning.close_transferred(actor=by, hazard=of, **form.cleaned_data)


def _begin(by: User, of: HazardReport, form: Any) -> None:
    mending.begin_mending(actor=by, hazard=of)


def _claim(by: User, of: HazardReport, form: Any) -> None:
    mending.claim_fix(actor=by, hazard=of, claim=form.claim())


def _answer(by: User, of: HazardReport, form: Any) -> None:
    confirming.answer_as_officer(actor=by, hazard=of, **form.cleaned_data)


def _close(by: User, of: HazardReport, form: Any) -> None:
    confirming.close_hazard(actor=by, hazard=of, **form.cleaned_data)


def _progress(by: User, of: HazardReport, form: Any) -> None:
    bureau.record_progress(actor=by, hazard=of, **form.cleaned_data)


def _return(by: User, of: HazardReport, form: Any) -> None:
    bureau.return_hazard(actor=by, hazard=of, **form.cleaned_data)


def _no_hazard(by: User, of: HazardReport, form: Any) -> None:
    bureau.refuse_major(actor=by, hazard=of, **form.cleaned_data)


def _close_major(by: User, of: HazardReport, form: Any) -> None:
    bureau.close_major(actor=by, hazard=of, **form.cleaned_data)


def _withdraw(by: User, of: HazardReport, form: Any) -> None:
    withdrawing.withdraw_photo(actor=by, hazard=of, **form.cleaned_data)


def _shows_its_photo(of: HazardReport) -> bool:
    return of.photo_is_clear and bool(of.photo)


def _is_unanswered(of: HazardReport) -> bool:
    return of.fix is not None and not of.fix.officer_answer


REVIEW, ASSIGN, CONFIRM = reviewing.REVIEW, assigning.ASSIGN, confirming.CONFIRM
MIRROR = bureau.MIRROR
OF_OFFICES = (
    Step("accept", _("受理"), REVIEW, (S.SUBMITTED,), forms.AcceptForm, _accept),
    Step("assign", _("派单"), ASSIGN, (S.ACCEPTED,), forms.AssignForm, _assign),
    Step(
        "answer", _("确认整改"), CONFIRM, (S.FIX_CLAIMED,), forms.OfficerAnswerForm, _answer, _is_unanswered
    ),
    Step("close", _("办结"), CONFIRM, (S.VERIFIED,), forms.WordsForm, _close),
    Step("word", _("登记对方消息"), ASSIGN, (S.TRANSFERRED,), forms.WordsForm, _word),
    Step(
        "close_transferred",
        _("登记对方办结"),
        ASSIGN,
        (S.TRANSFERRED,),
        forms.WordsForm,
        _close_transferred,
    ),
    Step("refuse", _("不予受理"), REVIEW, (S.SUBMITTED,), forms.RefuseForm, _refuse),
    Step("join", _("并入已有隐患"), REVIEW, (S.SUBMITTED, S.ACCEPTED), forms.JoinForm, _join),
    Step("hand_over", _("改派"), ASSIGN, TO_MEND, forms.AssignForm, _assign),
    Step("transfer", _("移交其他部门"), ASSIGN, TO_MEND, forms.TransferForm, _transfer),
    Step(
        "escalate",
        _("改定为重大，转应急部门"),
        REVIEW,
        (S.SUBMITTED, S.ACCEPTED, *TO_MEND),
        forms.WordsForm,
        _escalate,
    ),
    # In whatever state: who is on the picture is on it when the report is closed, too.
    Step(
        "withdraw",
        _("照片不再给企业看"),
        REVIEW,
        (),
        forms.WithdrawForm,
        _withdraw,
        _shows_its_photo,
        button=_("收回照片"),
    ),
)
OF_THE_BUREAU = (
    Step("progress", _("登记办理情况"), MIRROR, (S.MIRRORED,), forms.ProgressForm, _progress),
    Step("close_major", _("办结重大隐患"), MIRROR, (S.MIRRORED,), forms.WordsForm, _close_major),
    Step("return", _("不属重大，退回区县"), MIRROR, (S.MIRRORED,), forms.ReturnForm, _return),
    Step("no_hazard", _("不构成隐患"), MIRROR, (S.MIRRORED,), forms.RefuseForm, _no_hazard),
)
# Who may is asked by the service: the enterprise's officers, and whoever is responsible by name.
OF_MENDERS = (
    Step("begin", _("开始整改"), VIEW, (S.ASSIGNED, S.REOPENED), forms.HazardStepForm, _begin),
    Step("claim", _("填报整改"), VIEW, (S.RECTIFYING,), forms.ClaimForm, _claim),
)


def steps_for(user: User, of: HazardReport) -> tuple[Step, ...]:
    """Those that this user may take at all; `Step.is_for` asks for the rest."""
    return (*(OF_MENDERS if mending.may_mend(user, of) else ()), *OF_OFFICES, *OF_THE_BUREAU)
