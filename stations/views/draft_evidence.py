"""Files on a page: added, used again, taken away; each refusal stands beside the field."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from stations import services
from stations.forms.booking import MAX_FILES
from stations.models import Evidence, Stay
from zibo_youth.accounts.signed_in import GuestRequest
from zibo_youth.core.errors import DomainError, shown_on

SHOWN_FILES = 12


def is_about_files(request: HttpRequest) -> bool:
    """Whether a button beside the files was pressed, and not 下一步."""
    return not {"upload", "discard"}.isdisjoint(request.POST)


def chosen(request: GuestRequest, form: forms.Form) -> list[Evidence]:
    """
    The files that the stay now rests on: those ticked, and those just uploaded; at least one to go on with.

    What was refused is told on the form; what was accepted stays, so that nobody
    has to choose it again.
    """
    _discard(request, form)
    ticked = set(request.POST.getlist("keep"))
    own = Evidence.objects.visible_to(request.user).filter(person=request.guest)
    kept = [file for file in own if str(file.public_id) in ticked][:MAX_FILES]
    for upload in form.cleaned_data.get("evidence") or []:
        if len(kept) >= MAX_FILES:
            form.add_error("evidence", _("最多上传 %(n)s 份材料") % {"n": MAX_FILES})
            break
        try:
            file = services.upload_evidence(
                actor=request.user, person=request.guest, kind=_kind_of(form), upload=upload
            )
        except DomainError as refusal:
            form.add_error("evidence", forms.ValidationError(f"{upload.name}：{refusal}", code=refusal.code))
        else:
            kept += [file] if file not in kept else []
    if not (kept or is_about_files(request) or form.has_error("evidence")):
        form.add_error(
            "evidence", forms.ValidationError(_("请上传面试通知、招聘会邀请等任意一份证明"), code="evidence")
        )
    return kept


def _discard(request: GuestRequest, form: forms.Form) -> None:
    """Delete the file whose button was pressed; an unknown number changes nothing."""
    named = request.POST.get("discard", "")
    own = Evidence.objects.visible_to(request.user).filter(person=request.guest)
    file = next((file for file in own if str(file.public_id) == named), None) if named else None
    if file is not None:
        with shown_on(form):
            services.discard_evidence(actor=request.user, evidence=file)


def _kind_of(form: forms.Form) -> str:
    return str(form.cleaned_data.get("evidence_kind") or Evidence.Kind.INTERVIEW_NOTICE)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One line of the list: the file, whether this stay rests on it, and whether it may be deleted."""

    file: Evidence
    is_chosen: bool
    is_deletable: bool


def listed(stay: Stay, ticked: list[Evidence] | None = None) -> list[ListedFile]:
    """The guest's files, those of this stay (or those just ticked) first."""
    attached = (
        set(stay.evidence.values_list("pk", flat=True)) if ticked is None else {file.pk for file in ticked}
    )
    handed_in = set(
        Evidence.objects.filter(
            person=stay.guest_id, stays__in=Stay.objects.exclude(state=Stay.State.DRAFT)
        ).values_list("pk", flat=True)
    )
    files = sorted(
        Evidence.objects.filter(person=stay.guest_id)[:SHOWN_FILES], key=lambda file: file.pk not in attached
    )
    return [ListedFile(file, file.pk in attached, file.pk not in handed_in) for file in files]
