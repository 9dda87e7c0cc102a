"""办理步骤 (steps): what an office may do with an application now, each with its form and its service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loans.forms import desk as forms
from loans.models import LoanApplication
from loans.models.application_moves import EVENTS, REVIEWED_BY
from loans.services import applications
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

Do = Callable[[User, LoanApplication, Any], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One event as a page offers it; its right and its states are those of the event."""

    event: str
    words: str | Promise
    form: type[forms.StepForm]
    do: Do

    def is_for(self, user: User, application: LoanApplication) -> bool:
        """In its time, within the office's right, and never in the own case."""
        is_own = user.person_id == application.applicant_id
        in_its_time = application.may(self.event) and not is_own
        return in_its_time and policy.may(user, EVENTS[self.event].action, application)


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


def _guarantee(by: User, of: LoanApplication, form: Any) -> None:
    applications.guarantee(actor=by, application=of)


def _contract(by: User, of: LoanApplication, form: Any) -> None:
    applications.record_contract(actor=by, application=of)


def _ask(by: User, of: LoanApplication, form: Any) -> None:
    applications.ask_more(actor=by, application=of, asked=form.told())


def _refuse(by: User, of: LoanApplication, form: Any) -> None:
    applications.refuse(actor=by, application=of, **form.cleaned_data)


OFFER = Step("offer", gettext_lazy("同意贷款"), forms.TermsForm, _offer)
STEPS = (
    Step("take", gettext_lazy("开始初审"), forms.StepForm, _take),
    Step("pass_on", gettext_lazy("初审通过，报团市委"), forms.NoteForm, _pass_on),
    Step("recommend", gettext_lazy("推荐给银行"), forms.RecommendForm, _recommend),
    OFFER,
    Step("ask_guarantor", gettext_lazy("转担保机构审核"), forms.GuarantorForm, _ask_guarantor),
    Step("guarantee", gettext_lazy("同意担保"), forms.StepForm, _guarantee),
    Step("contract", gettext_lazy("登记已签约"), forms.StepForm, _contract),
    *(Step(f"ask_in_{state}", gettext_lazy("退回补充"), forms.AskForm, _ask) for state in REVIEWED_BY),
    *(
        Step(f"refuse_in_{state}", gettext_lazy("不予通过"), forms.RefuseForm, _refuse)
        for state in REVIEWED_BY
    ),
)


def steps_for(user: User, application: LoanApplication) -> Iterator[Step]:
    """In the order of the page; without a guarantor's yes, a guaranteed product is not offered."""
    for step in STEPS:
        if step is OFFER and application.version.needs_guarantor:
            continue
        if step.is_for(user, application):
            yield step


@dataclass(frozen=True, slots=True)
class Offer:
    """The steps of a page with their forms; ``sent`` was pressed, and ``done`` says that it was taken."""

    steps: list[tuple[Step, Any]]
    sent: Any = None
    done: bool = False


def offer(request: SignedInRequest, application: LoanApplication) -> Offer:
    """What may be done now, and what became of the press."""
    pressed = request.POST.get("act") if request.method == "POST" else None
    shown = [
        (step, step.form(request.POST if step.event == pressed else None, **_options(step, application)))
        for step in steps_for(request.user, application)
    ]
    if pressed is None:
        return Offer(shown)
    step, form = next((each for each in shown if each[0].event == pressed), (None, None))
    if step is None or form is None:
        raise Http404
    return Offer(shown, form, _taken(request, step, application, form))


def _options(step: Step, application: LoanApplication) -> dict[str, Any]:
    return {"application": application, "prefix": step.event}


def _taken(request: SignedInRequest, step: Step, application: LoanApplication, form: Any) -> bool:
    if form.is_valid():
        with shown_on(form):
            step.do(request.user, application, form)
            messages.success(request, _("已办理。"))
            return True
    return False
