"""证明材料 (evidence): a private file, given out after a permission check, never shown in the page's name."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files import File
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from stations.models import Evidence

from .signed_in import SignedInRequest


@login_required
@require_safe
def evidence(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """The file to those who may see it, 404 to others. Behind nginx only its address is sent."""
    file = get_object_or_404(Evidence.objects.visible_to(request.user), public_id=public_id)
    response: HttpResponseBase
    if settings.X_ACCEL_PREFIX:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{settings.X_ACCEL_PREFIX.rstrip('/')}/{file.file.name}"
    else:
        response = FileResponse(_opened(file))
    response["Content-Type"] = file.content_type
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file.original_name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _opened(evidence: Evidence) -> File:
    """The stored file; one that is gone (a restored backup, a broken disk) is told as not found."""
    try:
        return storages["private"].open(str(evidence.file.name))
    except FileNotFoundError as gone:
        raise Http404 from gone
