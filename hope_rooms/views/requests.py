"""监护人要求 (requests): the queue by the day of the answer, one request, and writing one down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hope_rooms.forms.requests import AnswerForm, RequestForm
from hope_rooms.models import Child, GuardianRequest
from hope_rooms.services import copies, requests
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on

VIEW, PER_PAGE = "hope_rooms.view_guardianrequest", 50
ACTS: dict[str, Callable[..., GuardianRequest]] = {
    "fulfil": requests.fulfil_request,
    "refuse": requests.refuse_request,
}


@needs_office(VIEW)
@require_safe
def request_list(request: SignedInRequest) -> HttpResponse:
    """监护人要求: what waits, the earliest day first; then what was answered."""
    rows = GuardianRequest.objects.managed_by(request.user).select_related("child")
    answered = Paginator(rows.answered(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "hope_rooms/requests/list.html", {"waiting": rows.waiting(), "page": answered})


@needs_office(requests.RECORD)
@answered_once
def record(request: SignedInRequest, code: str) -> HttpResponse:
    """登记监护人要求 about the child of this case."""
    child = get_object_or_404(Child.objects.managed_by(request.user), code=code)
    form = RequestForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            made = requests.record_request(actor=request.user, child=child, wish=form.wish())
            messages.success(request, _("已登记。"))
            return redirect(made)
    return render(request, "hope_rooms/requests/record.html", {"child": child, "form": form})


@needs_office(VIEW)
@never_cache
@answered_once
def one_request(request: SignedInRequest, number: int) -> HttpResponse:
    """一项要求: what is asked and until when; the copy, and the answer in writing."""
    rows = GuardianRequest.objects.managed_by(request.user)
    found = get_object_or_404(rows.select_related("child", "recorded_by", "answered_by"), pk=number)
    act = request.POST.get("act", "")
    if act == "copy":
        return _copy(request, found)
    if request.method == "POST" and act not in ACTS:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            ACTS[act](actor=request.user, request=found, answer=form.cleaned_data["answer"])
            messages.success(request, _("已答复。"))
            return redirect(found)
    words: dict[str, Any] = {"found": found, "form": form}
    words["may_answer"] = found.is_open and policy.may(request.user, requests.ANSWER, found)
    return render(request, "hope_rooms/requests/request.html", words)


def _copy(request: SignedInRequest, found: GuardianRequest) -> HttpResponse:
    """The archive, once; a refusal is told on the page."""
    try:
        content = copies.copy_for(actor=request.user, request=found)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    name = f"{found.child.code}-copy.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)
