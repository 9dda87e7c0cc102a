"""The steps of a case before its room is surveyed, and the answers of guardian and child at any time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hope_rooms.forms import screening as forms
from hope_rooms.forms.steps import StepForm
from hope_rooms.models import HopeRoom
from hope_rooms.models.child import EligibilityKind
from hope_rooms.services import children, consents
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Do, Step

S, Kind = HopeRoom.State, EligibilityKind


def fact_steps(room: HopeRoom) -> list[Step]:
    """To begin, to check, to decide; what nobody has checked comes before what may be checked again."""
    checked = set(room.child.facts.values_list("kind", flat=True))
    facts = sorted(Kind, key=lambda kind: kind in checked)
    return [START, *([DECIDE] if len(checked) == len(Kind) else []), *(CHECKS[kind] for kind in facts)]


def _start(by: User, room: HopeRoom, form: Any) -> None:
    children.start_screening(actor=by, room=room)


def _age(by: User, room: HopeRoom, form: Any) -> None:
    children.check_age(actor=by, child=room.child, **form.cleaned_data)


def _check(kind: str) -> Do:
    return lambda by, room, form: children.check_fact(
        actor=by, child=room.child, kind=kind, **form.cleaned_data
    )


def _decide(by: User, room: HopeRoom, form: Any) -> None:
    children.decide_screening(actor=by, room=room)


def _answer(by: User, room: HopeRoom, form: Any) -> None:
    guardian, answer = form.told()
    consents.record_consent(actor=by, child=room.child, guardian=guardian, answer=answer)


def _withdraw(by: User, room: HopeRoom, form: Any) -> None:
    consents.withdraw_consent(actor=by, child=room.child, **form.cleaned_data)


def _view(by: User, room: HopeRoom, form: Any) -> None:
    consents.record_view(actor=by, child=room.child, **form.cleaned_data)


SCREENED = (S.SCREENING,)
CHECKED = _("登记核对结果")
START = Step("screen", _("开始资格核对"), children.SCREEN, (S.NOMINATED, S.INELIGIBLE), StepForm, _start)
DECIDE = Step("decide", _("作出资格结论"), children.SCREEN, SCREENED, StepForm, _decide)


def _fact_step(kind: EligibilityKind) -> Step:
    form, do = (forms.AgeForm, _age) if kind is Kind.AGE else (forms.FactForm, _check(kind))
    return Step(f"fact_{kind}", kind.label, children.CHECK, SCREENED, form, do, button=CHECKED)


CHECKS = {kind: _fact_step(kind) for kind in Kind}
CONSENTS = (
    Step("answer", _("登记监护人答复"), consents.RECORD, (), forms.AnswerForm, _answer, forms.unanswered),
    Step("view", _("登记孩子的意愿"), consents.RECORD, (), forms.ViewForm, _view),
    Step("withdraw", _("登记监护人撤回"), consents.RECORD, (), forms.WithdrawForm, _withdraw, forms.answered),
)
