"""办理步骤 (steps): what a unit, a district, the city and a reviewer may do now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from safety.forms.posts import desk, judging, unit
from safety.models import EnterpriseAccident, PostCheck, PostObjection, PostRound, PostSheet, SafetyPost
from safety.models.posts.words import OPEN_STATES, WRITTEN
from safety.post_results import result_for
from safety.services.posts import (
    applying,
    choosing,
    keeping_names,
    naming,
    noticing,
    reviewing,
    rounds,
    seating,
)
from safety.services.posts import judging as sheets
from safety.services.posts.applying import APPLY, TeamTold, may_withdraw
from safety.services.posts.keeping_names import CHECK, DECIDE, RECORD
from safety.services.posts.noticing import ANSWER
from safety.services.posts.reviewing import REVIEW, SCREEN
from safety.services.posts.rounds import MANAGE
from safety.services.posts.seating import SCORE
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step

P, R, S, K = SafetyPost.State, PostRound.State, PostSheet.State, PostCheck.State


def _write(by: User, of: SafetyPost, form: Any) -> None:
    applying.write_revision(actor=by, post=of, told=TeamTold(**form.cleaned_data))


def _sign(by: User, of: SafetyPost, form: Any) -> None:
    applying.sign_post(actor=by, post=of, **form.cleaned_data)


def _withdraw(by: User, of: SafetyPost, form: Any) -> None:
    applying.withdraw_post(actor=by, post=of)


def _has_text(post: SafetyPost) -> bool:
    return post.revisions.filter(signed_at__isnull=True).exists()


OF_UNIT = (
    Step("sign", _("单位签署"), APPLY, WRITTEN, unit.SignForm, _sign, _has_text),
    Step("write", _("填写申报材料"), APPLY, WRITTEN, unit.TeamForm, _write, button=_("保存")),
    Step("withdraw", _("撤回申报"), APPLY, OPEN_STATES, unit.PostStepForm, _withdraw, may_withdraw),
)


def _take_up(by: User, of: SafetyPost, form: Any) -> None:
    reviewing.take_up(actor=by, post=of)


def _recommend(by: User, of: SafetyPost, form: Any) -> None:
    reviewing.recommend(actor=by, post=of, opinion=form.cleaned_data["words"])


def _register(by: User, of: SafetyPost, form: Any) -> None:
    reviewing.register_post(actor=by, post=of)


def _return(by: User, of: SafetyPost, form: Any) -> None:
    reviewing.return_post(actor=by, post=of, **form.cleaned_data)


def _decline(by: User, of: SafetyPost, form: Any) -> None:
    reviewing.decline_post(actor=by, post=of, **form.cleaned_data)


def _exclude(by: User, of: SafetyPost, form: Any) -> None:
    reviewing.exclude_post(actor=by, post=of, **form.cleaned_data)


def _clear(by: User, of: SafetyPost, form: Any) -> None:
    reviewing.clear_vetoes(actor=by, post=of, **form.cleaned_data)


def _has_veto(post: SafetyPost) -> bool:
    """That a reviewer ticked one is told; who it was is not."""
    found = result_for(post)
    return bool(found and found.vetoes) and post.vetoes_cleared_at is None


EXCLUDABLE = tuple(state for state, after in SafetyPost.NEXT.items() if P.EXCLUDED in after)
FORM, IN_CITY = unit.PostStepForm, (P.CITY_SCREENING, P.SCORING)
OF_POST = (
    Step("take_up", _("受理"), REVIEW, (P.UNIT_SIGNED,), FORM, _take_up),
    Step("recommend", _("推荐到团市委"), REVIEW, (P.DISTRICT_REVIEW,), desk.OpinionForm, _recommend),
    Step("register", _("登记为创建集体"), SCREEN, (P.CITY_SCREENING,), FORM, _register),
    Step("clear", _("核销否决提示"), SCREEN, (P.SCORING,), desk.WordsForm, _clear, _has_veto),
    Step("return", _("退回补正"), REVIEW, (P.DISTRICT_REVIEW,), desk.WordsForm, _return),
    Step("decline", _("不予推荐"), REVIEW, (P.DISTRICT_REVIEW,), desk.WordsForm, _decline),
    Step("city_return", _("退回补正"), SCREEN, IN_CITY, desk.WordsForm, _return),
    Step(
        "city_decline",
        _("不予推荐"),
        SCREEN,
        (P.CITY_SCREENING, P.RETURNED),
        desk.WordsForm,
        _decline,
    ),
    Step("exclude", _("一票否决"), SCREEN, EXCLUDABLE, desk.ExcludeForm, _exclude),
)


def _quota(by: User, of: PostRound, form: Any) -> None:
    rounds.set_quota(actor=by, round=of, **form.cleaned_data)


def _draft_form(of: PostRound) -> Any:
    return of.forms.filter(published_at__isnull=True).first()


def _criterion(by: User, of: PostRound, form: Any) -> None:
    rounds.add_criterion(actor=by, form=_draft_form(of), **form.cleaned_data)


def _publish(by: User, of: PostRound, form: Any) -> None:
    rounds.publish_form(actor=by, form=_draft_form(of))


def _new_version(by: User, of: PostRound, form: Any) -> None:
    rounds.new_version(actor=by, round=of)


def _has_no_draft(of: PostRound) -> bool:
    return _draft_form(of) is None


def _open(by: User, of: PostRound, form: Any) -> None:
    rounds.open_round(actor=by, round=of)


def _seat(by: User, of: PostRound, form: Any) -> None:
    seating.seat_reviewer(actor=by, round=of, **form.cleaned_data)


def _dismiss(by: User, of: PostRound, form: Any) -> None:
    seating.dismiss_reviewer(actor=by, **form.cleaned_data)


def _has_reviewers(of: PostRound) -> bool:
    return of.reviewers.seated().exists()


def _score(by: User, of: PostRound, form: Any) -> None:
    choosing.open_scoring(actor=by, round=of)


def _shortlist(by: User, of: PostRound, form: Any) -> None:
    choosing.make_shortlist(actor=by, round=of)


def _promote(by: User, of: PostRound, form: Any) -> None:
    choosing.promote_next(actor=by, round=of)


def _has_place(of: PostRound) -> bool:
    return of.left > 0 and of.posts.filter(state=P.NOT_SELECTED).exists()


def _notice(by: User, of: PostRound, form: Any) -> None:
    noticing.open_notice(actor=by, round=of)


def _waits_for_notice(of: PostRound) -> bool:
    return of.posts.filter(state=P.SHORTLISTED).exists()


def _award(by: User, of: PostRound, form: Any) -> None:
    naming.award_posts(actor=by, round=of)


def _report(by: User, of: PostRound, form: Any) -> None:
    naming.report_up(actor=by, round=of)


def _cancel(by: User, of: PostRound, form: Any) -> None:
    rounds.cancel_round(actor=by, round=of, reason=form.cleaned_data["words"])


RF, WRITABLE = desk.RoundStepForm, (R.DRAFT, R.OPEN)
BEFORE = tuple(state for state, after in PostRound.NEXT.items() if R.CANCELLED in after)
PANEL = (R.DRAFT, R.OPEN, R.SCORING)
OF_ROUND = (
    Step("report", _("上报"), MANAGE, (R.AWARDED,), RF, _report),
    Step("award", _("命名"), MANAGE, (R.NOTICE,), RF, _award, keeping_names.may_name),
    Step("notice", _("开始公示"), MANAGE, (R.SHORTLISTED, R.NOTICE), RF, _notice, _waits_for_notice),
    Step("promote", _("按名次递补"), MANAGE, (R.SHORTLISTED, R.NOTICE), RF, _promote, _has_place),
    Step("shortlist", _("确定入围"), MANAGE, (R.SCORING,), RF, _shortlist),
    Step("open", _("开始申报"), MANAGE, (R.DRAFT,), RF, _open, _has_no_draft),
    Step("criterion", _("增加评审项"), MANAGE, WRITABLE, desk.CriterionForm, _criterion, _draft_form),
    Step("publish", _("发布申报表"), MANAGE, WRITABLE, RF, _publish, _draft_form),
    Step("quota", _("推荐名额"), MANAGE, WRITABLE, desk.QuotaForm, _quota, button=_("保存")),
    Step("seat", _("聘请评审员"), MANAGE, PANEL, desk.ReviewerForm, _seat),
    Step("scoring", _("开始评审"), MANAGE, (R.OPEN,), RF, _score, _has_reviewers),
    Step("version", _("新版申报表"), MANAGE, WRITABLE, RF, _new_version, _has_no_draft),
    Step("dismiss", _("解聘评审员"), MANAGE, PANEL, desk.DismissForm, _dismiss, _has_reviewers),
    Step("cancel", _("取消年度"), MANAGE, BEFORE, desk.CancelRoundForm, _cancel),
)


def _submit(by: User, of: PostSheet, form: Any) -> None:
    sheets.submit_sheet(actor=by, sheet=of, points=form.points(), remark=form.cleaned_data["remark"])


def _save(by: User, of: PostSheet, form: Any) -> str:
    sheets.save_sheet(actor=by, sheet=of, points=form.points(), remark=form.cleaned_data["remark"])
    return str(_("已暂存，只有您自己看得到；提交以前不计入结果。"))


def _recuse(by: User, of: PostSheet, form: Any) -> None:
    seating.recuse(actor=by, sheet=of, **form.cleaned_data)


def _is_scoring(sheet: PostSheet) -> bool:
    return sheet.round.state == R.SCORING


OWED = (S.ASSIGNED,)
SAVE = Step("save", _("暂存"), SCORE, OWED, judging.DraftSheetForm, _save, _is_scoring)
OF_SHEET = (
    Step("submit", _("提交评审表"), SCORE, OWED, judging.ScoreSheetForm, _submit, _is_scoring, beside=SAVE),
    Step("recuse", _("申请回避"), SCORE, OWED, judging.RecuseForm, _recuse, _is_scoring),
)


def _answer(by: User, of: PostObjection, form: Any) -> None:
    noticing.answer_objection(actor=by, objection=of, **form.cleaned_data)


def _is_open(objection: PostObjection) -> bool:
    return objection.answered_at is None


OF_OBJECTION = (Step("answer", _("答复异议"), ANSWER, (), desk.AnswerObjectionForm, _answer, _is_open),)


def _report_check(is_kept: bool) -> Any:
    def do(by: User, of: PostCheck, form: Any) -> None:
        keeping_names.report_check(actor=by, check=of, is_kept=is_kept, finding=form.cleaned_data["words"])

    return do


def _decide_check(is_revoked: bool) -> Any:
    def do(by: User, of: PostCheck, form: Any) -> None:
        keeping_names.decide_check(
            actor=by, check=of, is_revoked=is_revoked, decision=form.cleaned_data["words"]
        )

    return do


CF = desk.CheckStepForm
OF_CHECK = (
    Step("keep", _("复核合格"), CHECK, (K.OPEN,), CF, _report_check(True)),
    Step("propose", _("建议撤销"), CHECK, (K.OPEN,), CF, _report_check(False)),
    Step("revoke", _("撤销命名"), DECIDE, (K.PROPOSED,), CF, _decide_check(True)),
    Step("spare", _("不予撤销"), DECIDE, (K.PROPOSED,), CF, _decide_check(False)),
)


def _void(by: User, of: EnterpriseAccident, form: Any) -> None:
    keeping_names.void_accident(actor=by, accident=of, reason=form.cleaned_data["words"])


def _stands(accident: EnterpriseAccident) -> bool:
    return accident.voided_at is None


OF_ACCIDENT = (Step("void", _("作废事故记录"), RECORD, (), desk.VoidAccidentForm, _void, _stands),)
