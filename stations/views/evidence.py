"""证明材料 (evidence): a private file, given out after a permission check, never shown in the page's name."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from stations.models import Evidence
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core import private_files


@login_required
@require_safe
def evidence(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """The file to those who may see it, 404 to others."""
    file = get_object_or_404(Evidence.objects.visible_to(request.user), public_id=public_id)
    return private_files.download(
        str(file.file.name),
        filename=file.original_name,
        content_type=file.content_type,
        cache="no-store, private",
    )
