"""授信额度的步骤: what an office may do with a line now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from loans.forms import lines as forms
from loans.models import CreditLine
from loans.services.lines import entries, moves
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step

S, Level = CreditLine.State, CreditLine.Level
MANAGE, DRAW = moves.MANAGE, entries.DRAW


def _is(level: str) -> Any:
    return lambda line: line.level == level


def _is_of_no_offer(line: CreditLine) -> bool:
    """What an offer took goes with the offer."""
    return line.application_id is None


def _is_drawn_here(line: CreditLine) -> bool:
    """A loan that the portal mirrors is drawn by its payments, a programme by the lines below."""
    mirrored = line.loan_id is not None or line.application_id is not None
    return line.level != Level.PROGRAMME and not mirrored and not line.allotted


def _gives_back(line: CreditLine) -> bool:
    return line.is_revolving and line.drawn > 0 and line.loan_id is None


def _has_draws(line: CreditLine) -> bool:
    return line.loan_id is None and bool(line.entries.effective().exclude(drawn_change=0).exists())


def _sign(by: User, line: CreditLine, form: Any) -> None:
    moves.sign_programme(actor=by, line=line, **form.cleaned_data)


def _allot(by: User, line: CreditLine, form: Any) -> None:
    entries.allot_to_firm(actor=by, programme=line, **form.cleaned_data)


def _reserve(by: User, line: CreditLine, form: Any) -> None:
    entries.allot_to_loan(actor=by, line=line, loan=None, **form.cleaned_data)


def _change(by: User, line: CreditLine, form: Any) -> None:
    said = form.cleaned_data
    entries.change_limit(actor=by, line=line, change=form.change(), on=said["on"], note=said["note"])


def _draw(by: User, line: CreditLine, form: Any) -> None:
    entries.draw(actor=by, line=line, **form.cleaned_data)


def _give_back(by: User, line: CreditLine, form: Any) -> None:
    entries.give_back(actor=by, line=line, **form.cleaned_data)


def _reverse(by: User, line: CreditLine, form: Any) -> None:
    entries.reverse_entry(actor=by, **form.cleaned_data)


def _freeze(by: User, line: CreditLine, form: Any) -> None:
    moves.freeze(actor=by, line=line, **form.cleaned_data)


def _reopen(by: User, line: CreditLine, form: Any) -> None:
    moves.reopen(actor=by, line=line, **form.cleaned_data)


def _close(by: User, line: CreditLine, form: Any) -> None:
    moves.close(actor=by, line=line, **form.cleaned_data)


LIVING = (S.SIGNED, S.OPEN, S.FROZEN)
USED = (*LIVING, S.EXPIRED)
STEPS = (
    Step("sign", _("登记签约，启用额度"), MANAGE, (S.PROPOSED,), forms.SignForm, _sign),
    Step("allot", _("分配给企业"), MANAGE, (S.OPEN,), forms.AllotForm, _allot, _is(Level.PROGRAMME)),
    Step("reserve", _("占用单笔额度"), MANAGE, (S.OPEN,), forms.ReserveForm, _reserve, _is(Level.FIRM)),
    Step("draw", _("登记用款"), DRAW, (S.OPEN,), forms.MoneyForm, _draw, _is_drawn_here),
    Step("give_back", _("登记归还本金"), DRAW, USED, forms.MoneyForm, _give_back, _gives_back),
    Step("reverse", _("冲销一笔用款"), DRAW, USED, forms.ReverseForm, _reverse, _has_draws),
    Step("change", _("调整额度"), MANAGE, (S.PROPOSED, *LIVING), forms.ChangeForm, _change, _is_of_no_offer),
    Step("freeze", _("冻结额度"), MANAGE, (S.OPEN,), forms.NoteForm, _freeze),
    Step("reopen", _("解除冻结"), MANAGE, (S.FROZEN,), forms.NoteForm, _reopen),
    Step("close", _("关闭额度"), MANAGE, (S.PROPOSED, *USED), forms.NoteForm, _close, _is_of_no_offer),
)
