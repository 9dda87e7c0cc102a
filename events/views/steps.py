"""办理步骤 (steps): what an organiser may do with an event or a session now."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.forms import desk as forms
from events.models import Event, Session
from events.services import drawing, events, registrations, sessions
from events.services.checkin import settling
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Do, Offered, Step
from zibo_youth.core.calendar import now

MANAGE = sessions.MANAGE
E, S = Event.State, Session.State


def _publish(by: User, of: Event, form: Any) -> None:
    events.publish_event(actor=by, event=of)


def _plan(by: User, of: Event, form: Any) -> None:
    sessions.plan_session(actor=by, event=of, plan=form.plan(), quotas=form.cleaned_data["quotas"])


def _cancel(by: User, of: Event, form: Any) -> None:
    events.cancel_event(actor=by, event=of, **form.cleaned_data)


def _close(by: User, of: Event, form: Any) -> None:
    events.close_event(actor=by, event=of)


def _invested(by: User, of: Event, form: Any) -> None:
    events.record_invested(actor=by, event=of, **form.cleaned_data)


def _change(by: User, of: Session, form: Any) -> None:
    sessions.change_session(actor=by, session=of, plan=form.plan())


def _resize(by: User, of: Session, form: Any) -> None:
    sessions.resize_quota(actor=by, **form.cleaned_data)


def _call_off(by: User, of: Session, form: Any) -> None:
    sessions.cancel_session(actor=by, session=of, **form.cleaned_data)


def _publish_list(by: User, of: Session, form: Any) -> None:
    drawing.publish_list(actor=by, session=of)


def _draw(by: User, of: Session, form: Any) -> None:
    drawing.draw_places(actor=by, session=of)


def _held(by: User, of: Session, form: Any) -> None:
    sessions.record_held(actor=by, session=of, **form.cleaned_data)


def _settle(by: User, of: Session, form: Any) -> str:
    came = settling.settle_attendance(actor=by, session=of)
    return str(_("已核定，到场 %(n)s 人次。") % {"n": came})


def _is_over(session: Session) -> bool:
    return session.ends_at <= now()


def _release(by: User, of: Session, form: Any) -> None:
    found, reason = form.cleaned_data["number"], form.cleaned_data["reason"]
    registrations.release_registration(actor=by, registration=found, reason=reason)


def _is_to_come(session: Session) -> bool:
    return session.starts_at > now()


def _has_begun(session: Session) -> bool:
    return session.starts_at <= now()


def _waits_for_its_list(session: Session) -> bool:
    draw = getattr(session, "draw", None)
    return draw is not None and draw.listed_at is None and session.closes_at <= now()


def _waits_for_its_draw(session: Session) -> bool:
    draw = getattr(session, "draw", None)
    return draw is not None and draw.listed_at is not None and not draw.is_drawn


def _has_parts(session: Session) -> bool:
    return _is_to_come(session) and session.quotas.count() > 1


def _step(
    act: str, words: str | Promise, states: tuple[str, ...], form: type[Any], do: Do, offered: Offered = bool
) -> Step:
    return Step(act, words, MANAGE, states, form, do, offered)


OF_EVENT = (
    _step("publish", _("发布活动"), (E.DRAFT,), forms.StepForm, _publish),
    _step("plan", _("增加场次"), (E.DRAFT, E.PUBLISHED), forms.NewSessionForm, _plan),
    _step("invested", _("登记投入资金"), (E.PUBLISHED, E.CLOSED), forms.InvestedForm, _invested),
    _step("cancel", _("取消活动"), (E.DRAFT, E.PUBLISHED), forms.ReasonForm, _cancel),
    _step("close", _("结束活动"), (E.PUBLISHED,), forms.StepForm, _close),
)
PLANNED = (S.PLANNED,)
OF_SESSION = (
    _step("publish_list", _("公布抽签名单"), PLANNED, forms.StepForm, _publish_list, _waits_for_its_list),
    _step("draw", _("抽签"), PLANNED, forms.StepForm, _draw, _waits_for_its_draw),
    _step("held", _("登记已举办"), PLANNED, forms.HeldForm, _held, _has_begun),
    _step("settle", _("核定到场"), (S.PLANNED, S.HELD), forms.StepForm, _settle, _is_over),
    _step("change", _("改场次"), PLANNED, forms.SessionForm, _change, _is_to_come),
    _step("resize", _("改名额组"), PLANNED, forms.ResizeForm, _resize, _has_parts),
    _step("release", _("释放报名"), PLANNED, forms.ReleaseForm, _release, _is_to_come),
    _step("call_off", _("取消场次"), PLANNED, forms.ReasonForm, _call_off, _is_to_come),
)
