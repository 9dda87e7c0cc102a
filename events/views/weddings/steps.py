"""办理步骤 (steps): what one of a couple, and what an office, may do now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.forms import wedding_desk as desk
from events.forms import weddings as own
from events.models import Couple, CoupleMember, Wedding
from events.services.weddings import choosing, couples, editions, papers, places, programme, reviewing
from events.services.weddings.couples import CHANGE, PREPARED, WRITTEN
from events.services.weddings.editions import MANAGE
from events.services.weddings.reviewing import REVIEW
from events.wedding_rules import of_hand_in
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step

C, W = Couple.State, Wedding.State


def _certificate(by: User, of: CoupleMember, form: Any) -> None:
    couples.tell_certificate(actor=by, member=of, **form.cleaned_data)


def _paper(by: User, of: CoupleMember, form: Any) -> None:
    papers.add_document(actor=by, member=of, **form.cleaned_data)


def _discard(by: User, of: CoupleMember, form: Any) -> None:
    papers.discard_document(actor=by, member=of, **form.cleaned_data)


def _guests(by: User, of: CoupleMember, form: Any) -> None:
    couples.tell_guests(actor=by, member=of, **form.cleaned_data)


def _sizes(by: User, of: CoupleMember, form: Any) -> None:
    couples.tell_sizes(actor=by, member=of, **form.cleaned_data)


def _health(by: User, of: CoupleMember, form: Any) -> None:
    couples.tell_health(actor=by, member=of, **form.cleaned_data)


def _portrait(by: User, of: CoupleMember, form: Any) -> None:
    couples.tell_portrait(actor=by, member=of, **form.cleaned_data)


def _confirm(by: User, of: CoupleMember, form: Any) -> None:
    couples.confirm_couple(actor=by, member=of)


def _accept(by: User, of: CoupleMember, form: Any) -> None:
    places.accept_offer(actor=by, member=of)


def _book(by: User, of: CoupleMember, form: Any) -> None:
    programme.book_slot(actor=by, member=of, **form.cleaned_data)


def _drop(by: User, of: CoupleMember, form: Any) -> None:
    programme.drop_slot(actor=by, member=of, **form.cleaned_data)


def _withdraw(by: User, of: CoupleMember, form: Any) -> None:
    couples.withdraw_couple(actor=by, member=of)


def _waits_for_me(member: CoupleMember) -> bool:
    """Nothing is missing, and the own confirmation is."""
    members = list(member.couple.members.select_related("person"))
    return member.confirmed_at is None and next(of_hand_in(member.couple, members), None) is None


def _has_papers(member: CoupleMember) -> bool:
    return member.couple.documents.exists()


def _has_slots(member: CoupleMember) -> bool:
    return editions.is_to_come(member.couple.wedding) and own.open_slots(member).exists()


def _has_bookings(member: CoupleMember) -> bool:
    return editions.is_to_come(member.couple.wedding) and member.couple.bookings.exists()


def _is_not_over(member: CoupleMember) -> bool:
    return bool(member.couple.is_live)


LEAVING = (*PREPARED,)
OF_MEMBER = (
    Step("accept", _("确认名额"), CHANGE, (C.OFFERED,), own.MemberForm, _accept),
    Step("confirm", _("确认报名"), CHANGE, WRITTEN, own.ConfirmForm, _confirm, _waits_for_me),
    Step("book", _("预约时段"), CHANGE, (C.ADMITTED,), own.SlotForm, _book, _has_slots),
    Step("certificate", _("结婚证"), CHANGE, WRITTEN, own.CertificateForm, _certificate, button=_("保存")),
    Step("paper", _("上传材料"), CHANGE, WRITTEN, own.PaperForm, _paper),
    Step("discard", _("删除材料"), CHANGE, WRITTEN, own.DiscardForm, _discard, _has_papers),
    Step("guests", _("亲友和交通"), CHANGE, PREPARED, own.GuestsForm, _guests, button=_("保存")),
    Step("sizes", _("我的尺码"), CHANGE, PREPARED, own.SizesForm, _sizes, button=_("保存")),
    Step("health", _("我的健康提示"), CHANGE, PREPARED, own.HealthForm, _health, button=_("保存")),
    Step("portrait", _("我的肖像使用同意"), CHANGE, (), own.PortraitForm, _portrait, button=_("保存")),
    Step("drop", _("取消时段"), CHANGE, (C.ADMITTED,), own.DropForm, _drop, _has_bookings),
    Step("withdraw", _("退出报名"), CHANGE, LEAVING, own.WithdrawForm, _withdraw, _is_not_over),
)


def _criterion(by: User, of: Wedding, form: Any) -> None:
    editions.add_criterion(actor=by, wedding=of, **form.cleaned_data)


def _item(by: User, of: Wedding, form: Any) -> None:
    editions.add_item(actor=by, wedding=of, **form.cleaned_data)


def _slot(by: User, of: Wedding, form: Any) -> None:
    editions.add_slot(actor=by, **form.cleaned_data)


def _open(by: User, of: Wedding, form: Any) -> None:
    editions.open_wedding(actor=by, wedding=of)


def _close_list(by: User, of: Wedding, form: Any) -> None:
    choosing.close_list(actor=by, wedding=of)


def _release(by: User, of: Wedding, form: Any) -> None:
    choosing.release(actor=by, wedding=of)


def _seat(by: User, of: Wedding, form: Any) -> None:
    programme.seat_couples(actor=by, wedding=of)


def _held(by: User, of: Wedding, form: Any) -> None:
    choosing.record_held(actor=by, wedding=of, **form.cleaned_data)


def _call_off(by: User, of: Wedding, form: Any) -> None:
    editions.cancel_wedding(actor=by, wedding=of, **form.cleaned_data)


def _is_scored(wedding: Wedding) -> bool:
    return wedding.is_scored


def _has_items(wedding: Wedding) -> bool:
    return wedding.items.exists()


BEFORE = (W.DRAFT, W.OPEN, W.LISTED, W.RELEASED)
OF_WEDDING = (
    Step("release", _("公布结果"), MANAGE, (W.LISTED,), desk.WeddingStepForm, _release),
    Step("held", _("登记已举办"), MANAGE, (W.RELEASED,), desk.HeldWeddingForm, _held, choosing.is_over),
    Step("close_list", _("定名单"), MANAGE, (W.OPEN,), desk.WeddingStepForm, _close_list),
    Step("item", _("增加环节"), MANAGE, BEFORE, desk.ItemForm, _item),
    Step("criterion", _("增加评分项"), MANAGE, (W.DRAFT,), desk.CriterionForm, _criterion, _is_scored),
    Step("slot", _("增加时段"), MANAGE, BEFORE, desk.NewSlotForm, _slot, _has_items),
    Step("open", _("发布征集"), MANAGE, (W.DRAFT,), desk.WeddingStepForm, _open, _has_items),
    Step("seat", _("排座"), MANAGE, (W.RELEASED,), desk.WeddingStepForm, _seat),
    Step("call_off", _("取消婚礼"), MANAGE, BEFORE, desk.CallOffForm, _call_off),
)


def _verify(seat: int) -> Any:
    def do(by: User, of: Couple, form: Any) -> None:
        reviewing.verify_member(actor=by, member=of.members.get(seat=seat))

    return do


def _is_unverified(seat: int) -> Any:
    def offered(couple: Couple) -> bool:
        member = couple.members.select_related("person").get(seat=seat)
        return member.person is not None and member.person.identity_state == "stated"

    return offered


def _pass(by: User, of: Couple, form: Any) -> None:
    reviewing.pass_couple(actor=by, couple=of)


def _ask(by: User, of: Couple, form: Any) -> None:
    reviewing.ask_couple(actor=by, couple=of, **form.cleaned_data)


def _refuse(by: User, of: Couple, form: Any) -> None:
    reviewing.refuse_couple(actor=by, couple=of, **form.cleaned_data)


def _hand_over(by: User, of: Couple, form: Any) -> None:
    reviewing.hand_over_review(actor=by, couple=of, **form.cleaned_data)


def _score(by: User, of: Couple, form: Any) -> None:
    choosing.give_scores(actor=by, couple=of, points=form.points())


def _is_being_scored(couple: Couple) -> bool:
    return couple.wedding.is_scored and couple.wedding.state == W.LISTED


IN_REVIEW = (C.SUBMITTED, C.SECOND_LOOK)
FORM = desk.CoupleStepForm
OF_COUPLE = (
    Step("verify_1", _("核验第一位身份"), REVIEW, IN_REVIEW, FORM, _verify(1), _is_unverified(1)),
    Step("verify_2", _("核验第二位身份"), REVIEW, IN_REVIEW, FORM, _verify(2), _is_unverified(2)),
    Step("pass", _("审核通过"), REVIEW, IN_REVIEW, FORM, _pass),
    Step("ask", _("退回补充"), REVIEW, IN_REVIEW, desk.AskForm, _ask),
    Step("refuse", _("不予通过"), REVIEW, IN_REVIEW, desk.RefuseForm, _refuse),
    Step("hand_over", _("转交审核人"), REVIEW, IN_REVIEW, desk.HandOverForm, _hand_over),
    Step("score", _("评分"), choosing.SCORE, (C.ELIGIBLE,), desk.ScoreForm, _score, _is_being_scored),
)
