"""The steps of a room as its page offers them: when, to whom, with which form, by which service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from hope_rooms.forms import building as forms
from hope_rooms.forms.gifts import AdoptForm, AllocateHereForm
from hope_rooms.forms.steps import StepForm
from hope_rooms.forms.stock import ReserveHereForm
from hope_rooms.funding import funding_of
from hope_rooms.models import HopeRoom, StockItem
from hope_rooms.models.room import MAKING
from hope_rooms.models.room import RoomState as S
from hope_rooms.models.survey import Level
from hope_rooms.services.adoptions import ADOPT, adopt_room, end_adoption
from hope_rooms.services.allocations import ALLOCATE, UNFUNDED, allocate
from hope_rooms.services.building import (
    acceptance,
    approvals,
    care,
    design,
    handing,
    leaving,
    surveys,
    works,
)
from hope_rooms.services.children import SCREEN
from hope_rooms.services.movements import Move
from hope_rooms.services.stock import KEEP, move_stock
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Do, Step


def steps_of(room: HopeRoom) -> list[Step]:
    """Everything that is ever done with this room: the look whose turn it is, then the order of the way."""
    return [*_acceptances(room), *STEPS]


def _unsurveyed(room: HopeRoom) -> bool:
    return surveys.standing_survey(room) is None


def _asked_to_stop(room: HopeRoom) -> bool:
    return bool(room.pauses.asked().exists())


def _not_asked_to_stop(room: HopeRoom) -> bool:
    return not _asked_to_stop(room)


def _has_bill(room: HopeRoom) -> bool:
    return bool(room.bill.exists())


def _lacks_money(room: HopeRoom) -> bool:
    return not funding_of(room).is_whole


def _has_store(room: HopeRoom) -> bool:
    return bool(StockItem.objects.free().kept_for(room).exists())


def _is_adopted(room: HopeRoom) -> bool:
    return bool(room.adoptions.standing().exists())


def _is_free(room: HopeRoom) -> bool:
    return not _is_adopted(room)


def _acceptances(room: HopeRoom) -> Iterator[Step]:
    """Pass or refuse, at the level whose turn it is."""
    for level, step in acceptance.STEPS.items():
        action = acceptance.action_of(level, room.child)
        yield Step("accept", _("验收通过"), action, (step.begins,), forms.ChecklistForm, _accept(level))
        yield Step("refuse", _("验收不通过，整改"), action, (step.begins,), forms.DefectsForm, _refuse(level))


def _accept(level: Level) -> Do:
    return lambda by, room, form: acceptance.accept(
        actor=by, room=room, level=level, checked=form.cleaned_data["checked"]
    )


def _refuse(level: Level) -> Do:
    return lambda by, room, form: acceptance.refuse(actor=by, room=room, level=level, found=form.told())


def _name(by: User, room: HopeRoom, form: Any) -> None:
    surveys.name_surveyors(actor=by, room=room, people=form.two())


def _hold(by: User, room: HopeRoom, form: Any) -> None:
    leaving.hold_room(actor=by, room=room, reason=form.cleaned_data["why"])


def _survey_again(by: User, room: HopeRoom, form: Any) -> None:
    leaving.survey_again(actor=by, room=room)


def _ineligible(by: User, room: HopeRoom, form: Any) -> None:
    leaving.find_ineligible(actor=by, room=room, note=form.cleaned_data["note"])


def _approve(level: Level) -> Do:
    return lambda by, room, form: approvals.approve(actor=by, room=room, level=level)


def _send_back(level: Level) -> Do:
    return lambda by, room, form: approvals.send_back(
        actor=by, room=room, level=level, reason=form.cleaned_data["note"]
    )


def _design(by: User, room: HopeRoom, form: Any) -> None:
    design.start_design(actor=by, room=room)


def _add_line(by: User, room: HopeRoom, form: Any) -> None:
    design.add_line(actor=by, room=room, wanted=form.told())


def _drop_line(by: User, room: HopeRoom, form: Any) -> None:
    design.remove_line(actor=by, line=form.cleaned_data["line"])


def _allocate(by: User, room: HopeRoom, form: Any) -> None:
    allocate(actor=by, room=room, **form.cleaned_data)


def _fund(by: User, room: HopeRoom, form: Any) -> None:
    design.mark_funded(actor=by, room=room)


def _reserve(by: User, room: HopeRoom, form: Any) -> None:
    told = form.cleaned_data
    move_stock(actor=by, stock=told["stock"], move=Move("reserved", told["quantity"], room))


def _adopt(by: User, room: HopeRoom, form: Any) -> str:
    adopted = adopt_room(actor=by, room=room, **form.cleaned_data)
    with override(settings.LANGUAGE_CODE):
        address = settings.SITE_URL + reverse("hope_follow", args=[adopted.code])
    return gettext("已认领。请把查询地址交给捐赠方，它只显示这一次：%(address)s") % {"address": address}


def _end_adoption(by: User, room: HopeRoom, form: Any) -> None:
    end_adoption(actor=by, adoption=room.adoptions.standing().get())


def _start(by: User, room: HopeRoom, form: Any) -> None:
    works.start_build(actor=by, room=room, contract=form.told())


def _log(by: User, room: HopeRoom, form: Any) -> None:
    works.write_log(actor=by, room=room, **form.cleaned_data)


def _suspend(by: User, room: HopeRoom, form: Any) -> None:
    told = form.cleaned_data
    works.ask_suspension(actor=by, room=room, reason=told["note"], resume_on=told["resume_on"])


def _agree(by: User, room: HopeRoom, form: Any) -> None:
    works.agree_suspension(actor=by, room=room)


def _resume(by: User, room: HopeRoom, form: Any) -> None:
    works.resume_build(actor=by, room=room)


def _finish(by: User, room: HopeRoom, form: Any) -> None:
    works.finish_build(actor=by, room=room, installed=form.told())


def _mend(by: User, room: HopeRoom, form: Any) -> None:
    acceptance.mend(actor=by, defect=form.cleaned_data["defect"])


def _air(by: User, room: HopeRoom, form: Any) -> None:
    handing.record_air_test(actor=by, room=room, report=form.told())


def _hand_over(by: User, room: HopeRoom, form: Any) -> None:
    handing.hand_over(actor=by, room=room, **form.cleaned_data)


def _refuse_air(by: User, room: HopeRoom, form: Any) -> None:
    acceptance.refuse_air(actor=by, room=room, found=form.told())


def _begin_care(by: User, room: HopeRoom, form: Any) -> None:
    care.begin_care(actor=by, room=room)


def _recheck(by: User, room: HopeRoom, form: Any) -> None:
    care.record_recheck(actor=by, room=room, months=form.cleaned_data["months"], finding=form.told())


def _close(by: User, room: HopeRoom, form: Any) -> None:
    care.close_room(actor=by, room=room, **form.cleaned_data)


def _reopen(by: User, room: HopeRoom, form: Any) -> None:
    care.reopen_room(actor=by, room=room, note=form.cleaned_data["note"])


def _withdraw(by: User, room: HopeRoom, form: Any) -> None:
    leaving.withdraw_room(actor=by, room=room, note=form.cleaned_data["note"])


def _cancel(by: User, room: HopeRoom, form: Any) -> None:
    leaving.cancel_room(actor=by, room=room, note=form.cleaned_data["note"])


PLAIN, NOTE = StepForm, forms.NoteForm
D, C = approvals.STEPS[Level.DISTRICT], approvals.STEPS[Level.CITY]
LIVED_IN = (S.HANDED_OVER, S.IN_CARE)
GONE = leaving.leaving_from
STEPS = (
    Step("name", _("指派勘察人"), surveys.NAME, (S.SURVEYING,), forms.SurveyorsForm, _name, _unsurveyed),
    Step("hold", _("暂缓"), surveys.NAME, (S.SURVEYING,), forms.HoldForm, _hold),
    Step("again", _("恢复勘察"), surveys.NAME, (S.ON_HOLD,), PLAIN, _survey_again),
    Step("approve", _("区县同意"), D.action, (S.PROPOSED,), PLAIN, _approve(Level.DISTRICT)),
    Step("return", _("退回补充"), D.action, (S.PROPOSED,), NOTE, _send_back(Level.DISTRICT)),
    Step("approve", _("市级批准"), C.action, (S.DISTRICT_APPROVED,), PLAIN, _approve(Level.CITY)),
    Step("return", _("退回补充"), C.action, (S.DISTRICT_APPROVED,), NOTE, _send_back(Level.CITY)),
    Step("design", _("开始一户一方案"), design.PLAN, (S.APPROVED,), PLAIN, _design),
    Step("allocate", _("分配资金"), ALLOCATE, UNFUNDED, AllocateHereForm, _allocate, _lacks_money),
    Step("fund", _("资金已落实"), ALLOCATE, (S.DESIGNING,), PLAIN, _fund, _has_bill),
    Step("add", _("添加料单"), design.PLAN, (S.DESIGNING,), forms.LineForm, _add_line),
    Step("drop", _("删除料单"), design.PLAN, (S.DESIGNING,), forms.DropLineForm, _drop_line, _has_bill),
    Step("start", _("开工"), works.BUILD, (S.FUNDED,), forms.ContractForm, _start),
    Step("log", _("写施工日志"), works.LOG, (S.BUILDING,), forms.LogForm, _log),
    Step("agree", _("同意停工"), works.AGREE, (S.BUILDING,), PLAIN, _agree, _asked_to_stop),
    Step("finish", _("完工，提请验收"), works.BUILD, (S.BUILDING,), forms.InstalledForm, _finish),
    Step("stop", _("申请停工"), works.LOG, (S.BUILDING,), forms.SuspendForm, _suspend, _not_asked_to_stop),
    Step("resume", _("复工"), works.BUILD, (S.SUSPENDED,), PLAIN, _resume),
    Step("mend", _("登记整改完成"), works.LOG, (S.RECTIFYING,), forms.MendForm, _mend),
    Step("air", _("登记空气检测"), acceptance.HAND_OVER, (S.AIRING,), forms.AirForm, _air),
    Step("hand", _("交付"), acceptance.HAND_OVER, (S.AIRING,), forms.HandOverForm, _hand_over),
    Step("smell", _("通风期间整改"), acceptance.HAND_OVER, (S.AIRING,), forms.DefectsForm, _refuse_air),
    Step("care", _("开始陪伴"), care.CARE, (S.HANDED_OVER,), PLAIN, _begin_care),
    Step("recheck", _("登记复查"), care.CARE, LIVED_IN, forms.RecheckForm, _recheck),
    Step("close", _("结项"), care.CARE, LIVED_IN, forms.CloseForm, _close),
    Step("reopen", _("恢复陪伴"), care.CARE, (S.CLOSED,), NOTE, _reopen),
    Step("reserve", _("预留物资"), KEEP, MAKING, ReserveHereForm, _reserve, _has_store),
    Step("adopt", _("登记认领"), ADOPT, (*MAKING, *LIVED_IN), AdoptForm, _adopt, _is_free),
    Step("end_adoption", _("结束认领"), ADOPT, (), PLAIN, _end_adoption, _is_adopted),
    Step("ineligible", _("不符合条件"), SCREEN, (S.SURVEYING, S.PROPOSED), NOTE, _ineligible),
    Step("withdraw", _("家庭退出"), leaving.WITHDRAW, GONE(S.WITHDRAWN), NOTE, _withdraw),
    Step("cancel", _("取消建设"), leaving.CANCEL, GONE(S.CANCELLED), NOTE, _cancel),
)
