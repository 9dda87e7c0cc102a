"""档案的材料、授权和更正 (what is known of a child): who may read, what lies there, and what was wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hope_rooms.forms.records import FilesForm
from hope_rooms.models import AccessGrant, ChildFile, HopeRoom
from hope_rooms.services import files
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.errors import DomainError
from zibo_youth.core.private_files import as_attachment
from zibo_youth.core.uploads import STORED_AS

from .cases import VIEW, room_of
from .record_steps import ACCESS, RECORD, UPLOAD

NOWHERE = "no-store, private"


@needs_office(VIEW)
@never_cache
@answered_once
def access(request: SignedInRequest, code: str) -> HttpResponse:
    """查阅授权 of one case: what was asked, and what one may ask or take."""
    room = room_of(request, code)
    offered = offer(request, room, ACCESS)
    if offered.done:
        return redirect("hope_case_access", code)
    grants = AccessGrant.objects.visible_to(request.user).filter(child=room.child).select_related("person")
    return render(request, "hope_rooms/cases/access.html", {"room": room, "grants": grants, "offer": offered})


@needs_office(VIEW)
@never_cache
@answered_once
def record(request: SignedInRequest, code: str) -> HttpResponse:
    """更正信息: one part written anew, for a purpose; what stands there is read on the page of the case."""
    room = room_of(request, code)
    offered = offer(request, room, RECORD)
    if offered.done:
        return redirect("hope_case", code)
    return render(request, "hope_rooms/cases/record.html", {"room": room, "offer": offered})


@needs_office(VIEW)
@never_cache
@answered_once
def file_list(request: SignedInRequest, code: str) -> HttpResponse:
    """材料: uploaded at any time, listed after a look that is written down."""
    room = room_of(request, code)
    offered = offer(request, room, UPLOAD)
    if offered.done:
        return redirect("hope_case_files", code)
    look = FilesForm(request.POST if request.method == "POST" and not offered.sent else None)
    found = _listed(request, room, look) if look.is_valid() else None
    words = {"room": room, "offer": offered, "look": look, "found": found}
    return render(request, "hope_rooms/cases/files.html", words)


def _listed(request: SignedInRequest, room: HopeRoom, look: FilesForm) -> list[ChildFile] | None:
    try:
        return files.list_files(actor=request.user, child=room.child, **look.cleaned_data)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None


@needs_office(VIEW)
@never_cache
@require_POST
def file(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """查阅材料: one file at one look; it is kept by no browser."""
    room, look = room_of(request, code), FilesForm(request.POST)
    if not look.is_valid():
        return redirect("hope_case_files", code)
    try:
        opened = files.read_file(
            actor=request.user, child=room.child, public_id=public_id, **look.cleaned_data
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("hope_case_files", code)
    return _answer(room, opened)


def _answer(room: HopeRoom, opened: files.Opened) -> HttpResponse:
    name = f"{room.child.code}{STORED_AS[opened.content_type]}"
    kept = {"filename": name, "content_type": opened.content_type, "cache": NOWHERE}
    return as_attachment(HttpResponse(opened.content), **kept)
