"""申请 (applying): the start, the task list, and a page for each part, saved as one goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loans.application_errors import NotEligible
from loans.application_parts import Progress, tasks
from loans.eligibility import Assessment, facts_of, judge
from loans.forms import applying as forms
from loans.models import LoanApplication, LoanCall, LoanDocument
from loans.models.application_words import Part
from loans.services import applications
from zibo_youth.accounts.models import ConsentText
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.services.consent import current_text
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity
from zibo_youth.core import private_files
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on

from .home import own_applications


@needs_identity
@answered_once
def start(request: GuestRequest) -> HttpResponse:
    """开始申请: who can, what to have at hand; choosing the call begins the draft."""
    calls = LoanCall.objects.open_on(today()).filter(product__is_open=True).select_related("product")
    form = forms.StartForm(request.POST or None, calls=calls)
    if form.is_valid():
        with shown_on(form):
            made = applications.start_application(actor=request.user, call=form.cleaned_data["call"])
            return redirect("loan_tasks", made.reference)
    drafts = own_applications(request.user).drafts()
    return render(request, "loans/start.html", {"form": form, "drafts": drafts, "calls": calls})


def _own(request: SignedInRequest, reference: str) -> LoanApplication:
    """The founder's own application; nobody else's is found here."""
    found: LoanApplication = get_object_or_404(own_applications(request.user), reference=reference)
    return found


def _being_filled(request: SignedInRequest, reference: str) -> LoanApplication:
    """One that has open parts; others have their own page only."""
    found = _own(request, reference)
    if not found.open_parts:
        raise Http404
    return found


@login_required
@answered_once
def task_list(request: SignedInRequest, reference: str) -> HttpResponse:
    """任务清单: five lines, and the one button below them."""
    found = _own(request, reference)
    if not found.open_parts:
        return redirect(found)
    assessment = None
    if request.method == "POST":
        try:
            return _handed_in(request, found)
        except NotEligible as refusal:
            assessment = refusal.assessment
            messages.error(request, str(refusal))
        except DomainError as refusal:
            messages.error(request, str(refusal))
    lines = tasks(found, consents=applications.consents(found.applicant_id))
    words = {
        "application": found,
        "tasks": lines,
        "is_whole": all(line.progress == Progress.DONE for line in lines),
        "assessment": assessment,
        "asked": found.transitions.last() if found.state == found.State.MORE_INFO else None,
    }
    return render(request, "loans/tasks.html", words)


def _handed_in(request: SignedInRequest, found: LoanApplication) -> HttpResponse:
    if found.state == found.State.DRAFT:
        applications.submit_application(actor=request.user, application=found)
        return redirect("loan_done", found.reference)
    applications.answer_more_info(actor=request.user, application=found)
    messages.success(request, _("已重新提交，回到原来的审核环节。"))
    return redirect(found)


@login_required
@require_safe
def done(request: SignedInRequest, reference: str) -> HttpResponse:
    """提交成功: the number, what comes next, when."""
    found = _own(request, reference)
    if found.submitted_at is None:
        return redirect("loan_tasks", found.reference)
    return render(request, "loans/done.html", {"application": found})


def _save_firm(request: SignedInRequest, found: LoanApplication, form: Any) -> None:
    applications.save_firm(actor=request.user, application=found, told=form.told())


def _save_owner(request: SignedInRequest, found: LoanApplication, form: Any) -> None:
    position = form.cleaned_data["position"]
    applications.save_owner(actor=request.user, application=found, position=position)


def _save_purpose(request: SignedInRequest, found: LoanApplication, form: Any) -> None:
    applications.save_purpose(actor=request.user, application=found, told=form.told())


def _save_consent(request: SignedInRequest, found: LoanApplication, form: Any) -> None:
    bank, address = form.cleaned_data["preferred_bank"], request.META.get("REMOTE_ADDR", "")
    applications.save_consent(actor=request.user, application=found, preferred_bank=bank, address=address)


def _save_document(request: SignedInRequest, found: LoanApplication, form: Any) -> None:
    kind, upload = form.cleaned_data["kind"], form.cleaned_data["file"]
    applications.add_document(actor=request.user, application=found, kind=kind, upload=upload)


Save = Callable[[SignedInRequest, LoanApplication, Any], None]
PARTS: dict[str, tuple[type[forms.PartForm], Save]] = {
    Part.FIRM: (forms.FirmForm, _save_firm),
    Part.OWNER: (forms.OwnerForm, _save_owner),
    Part.PURPOSE: (forms.PurposeForm, _save_purpose),
    Part.DOCUMENTS: (forms.DocumentForm, _save_document),
    Part.CONSENT: (forms.ConsentForm, _save_consent),
}


@login_required
@answered_once
def one_part(request: SignedInRequest, reference: str, part: str) -> HttpResponse:
    """一部分: its fields, saved, and back to the list; papers are added one after the other."""
    found = _being_filled(request, reference)
    if part not in found.open_parts:
        raise Http404
    if "discard" in request.POST:
        return _discarded(request, found)
    form_class, save = PARTS[part]
    form = form_class(request.POST or None, request.FILES or None, application=found)
    if form.is_valid():
        with shown_on(form):
            save(request, found, form)
            messages.success(request, _("已保存。"))
            return redirect(request.path if part == Part.DOCUMENTS else _list_of(found))
    return render(request, "loans/part.html", _words_of(found, Part(part), form))


def _list_of(found: LoanApplication) -> str:
    return reverse("loan_tasks", args=[found.reference])


def _words_of(found: LoanApplication, part: Part, form: Any) -> dict[str, Any]:
    words: dict[str, Any] = {"application": found, "part": part, "form": form}
    if part == Part.DOCUMENTS:
        words["documents"] = found.documents.all()
    if part == Part.CONSENT:
        words["consent"] = current_text(ConsentText.Scope.CREDIT)
    return words


def _discarded(request: SignedInRequest, found: LoanApplication) -> HttpResponse:
    """The paper whose button was pressed; an unknown number changes nothing."""
    named = request.POST.get("discard", "")
    paper = next((each for each in found.documents.all() if str(each.public_id) == named), None)
    if paper is not None:
        try:
            applications.discard_document(actor=request.user, document=paper)
            messages.success(request, _("已删除。"))
        except DomainError as refusal:
            messages.error(request, str(refusal))
    return redirect(request.path)


@login_required
@require_safe
def document(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """申请材料: the file to those who may see the application, 404 to others."""
    file = get_object_or_404(LoanDocument.objects.visible_to(request.user), public_id=public_id)
    return private_files.download(
        str(file.file.name),
        filename=file.original_name,
        content_type=file.content_type,
        cache="no-store, private",
    )


def assessed(application: LoanApplication) -> Assessment:
    """What the rules say of it now."""
    return judge(facts_of(application, consents=applications.consents(application.applicant_id)))
