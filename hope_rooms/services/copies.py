"""复制 (a copy for the guardian): all about the child, read at one guarded look, kept nowhere."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any

from hope_rooms.access_log import lines_of
from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.models import Child, ChildFile, ChildVisit, GuardianRequest
from hope_rooms.rights_errors import NotACopy
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core import crypto
from zibo_youth.core.uploads import STORED_AS

from .files import content_of
from .guard import Look, opened, unsealed
from .requests import ANSWER
from .visit_reports import context_of


def copy_for(*, actor: User, request: GuardianRequest) -> bytes:
    """
    The archive: ``record.json`` and the files, as they were when it was made.

    Raises `NotACopy`, and what `guard.opened` raises: who makes it may read everything of the child.
    """
    policy.require(actor, ANSWER, request)
    if request.kind != request.Kind.COPY or not request.is_open:
        raise NotACopy
    child, packed = request.child, io.BytesIO()
    with (
        opened(actor, child, Look(Purpose.RIGHTS, DataClass.SECRET)),
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        told = json.dumps(_told(child), ensure_ascii=False, indent=2, default=str)
        archive.writestr("record.json", told)
        for number, file in enumerate(ChildFile.objects.filter(child=child), start=1):
            archive.writestr(f"{number:03}-{file.kind}{STORED_AS[file.content_type]}", content_of(file))
    return packed.getvalue()


def _told(child: Child) -> dict[str, Any]:
    parts = unsealed(child, Part)
    visits = ChildVisit.objects.filter(pairing__child=child).order_by("starts_at")
    return {
        "code": child.code,
        "reporting_org": str(child.reporting_org),
        "registered_at": child.registered_at,
        "record": {part.value: asdict(told) for part, told in parts.items()},
        "facts": list(child.facts.values("kind", "is_met", "evidence", "checked_on")),
        "consents": list(child.consents.values("purpose", "answer", "channel", "given_on", "withdrawn_at")),
        "own_view": list(child.views.values("purpose", "answer", "manner", "asked_on")),
        "room": child.room.state if hasattr(child, "room") else "",
        "visits": [_visit(visit) for visit in visits],
        "requests": list(child.requests.values("kind", "asked_on", "state", "answer", "answered_on")),
        "looks": [asdict(line) for line in lines_of(child)],
    }


def _visit(visit: ChildVisit) -> dict[str, Any]:
    sealed = visit.report_sealed
    report = crypto.unseal(sealed, context=context_of(visit)) if sealed else ""
    told = {"starts_at": visit.starts_at, "kind": visit.kind, "state": visit.state, "report": report}
    return told | {"childs_face": visit.answers.values_list("face", flat=True).first()}
