"""办理步骤 (steps): what an office may do with an application now, each with its form and its service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from loans.forms import desk as forms
from loans.forms.guarantees import CoverForm, VisitForm
from loans.models import LoanApplication
from loans.models.application_moves import EVENTS, GUARANTOR, REVIEWED_BY, ApplicationState
from loans.services import applications
from loans.services.guarantees import giving
from loans.services.guarantees.moves import of_application
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Do, Step


@dataclass(frozen=True, slots=True)
class ApplicationStep(Step):
    """Nobody takes one in the own case."""

    def is_for(self, user: User, of: LoanApplication) -> bool:
        return user.person_id != of.applicant_id and Step.is_for(self, user, of)


def _step(
    event: str,
    words: str | Promise,
    form: type[forms.StepForm],
    do: Do,
    offered: Callable[[LoanApplication], bool] = bool,
) -> ApplicationStep:
    """Its right and its states are those of the event."""
    found = EVENTS[event]
    return ApplicationStep(event, words, found.action, found.sources, form, do, offered)


def _needs_no_guarantor(application: LoanApplication) -> bool:
    """Without a guarantor's yes, a guaranteed product is not offered."""
    return not application.version.needs_guarantor


def _is_visited(application: LoanApplication) -> bool:
    """Nothing is guaranteed that nobody has looked at."""
    guarantee = of_application(application)
    return guarantee is not None and guarantee.state == "site_visit"


def _has_its_letter(application: LoanApplication) -> bool:
    """Where a guarantor was asked, the bank signs against its letter."""
    guarantee = of_application(application)
    return guarantee is None or guarantee.state == "letter_issued"


def _take(by: User, of: LoanApplication, form: Any) -> None:
    applications.take_application(actor=by, application=of)


def _pass_on(by: User, of: LoanApplication, form: Any) -> None:
    applications.pass_on(actor=by, application=of, note=form.cleaned_data["note"])


def _recommend(by: User, of: LoanApplication, form: Any) -> None:
    applications.recommend(actor=by, application=of, **form.cleaned_data)


def _offer(by: User, of: LoanApplication, form: Any) -> None:
    applications.offer(actor=by, application=of, terms=form.terms())


def _ask_guarantor(by: User, of: LoanApplication, form: Any) -> None:
    guarantor = form.cleaned_data["guarantor"]
    applications.ask_guarantor(actor=by, application=of, guarantor=guarantor, terms=form.terms())


def _visit(by: User, of: LoanApplication, form: Any) -> None:
    giving.record_visit(actor=by, application=of, **form.cleaned_data)


def _guarantee(by: User, of: LoanApplication, form: Any) -> None:
    applications.guarantee(actor=by, application=of, cover=form.cover())


def _contract(by: User, of: LoanApplication, form: Any) -> None:
    applications.record_contract(actor=by, application=of, contract=form.told())


def _ask(by: User, of: LoanApplication, form: Any) -> None:
    applications.ask_more(actor=by, application=of, asked=form.told())


def _refuse(by: User, of: LoanApplication, form: Any) -> None:
    applications.refuse(actor=by, application=of, **form.cleaned_data)


STEPS = (
    _step("take", gettext_lazy("开始初审"), forms.StepForm, _take),
    _step("pass_on", gettext_lazy("初审通过，报团市委"), forms.NoteForm, _pass_on),
    _step("recommend", gettext_lazy("推荐给银行"), forms.RecommendForm, _recommend),
    _step("offer", gettext_lazy("同意贷款"), forms.TermsForm, _offer, _needs_no_guarantor),
    _step("ask_guarantor", gettext_lazy("转担保机构审核"), forms.GuarantorForm, _ask_guarantor),
    _step("guarantee", gettext_lazy("同意担保"), CoverForm, _guarantee, _is_visited),
    ApplicationStep(
        *("visit", gettext_lazy("登记实地走访"), GUARANTOR, (ApplicationState.GUARANTOR_REVIEW,)),
        *(VisitForm, _visit),
    ),
    _step("contract", gettext_lazy("登记已签约"), forms.ContractForm, _contract, _has_its_letter),
    *(_step(f"ask_in_{state}", gettext_lazy("退回补充"), forms.AskForm, _ask) for state in REVIEWED_BY),
    *(
        _step(f"refuse_in_{state}", gettext_lazy("不予通过"), forms.RefuseForm, _refuse)
        for state in REVIEWED_BY
    ),
)
