"""调整床位 (another bed) at the desk: the free beds that suit, a reason, one act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stations import services
from stations.beds import beds_for, nights_ahead
from stations.forms.desk import BedForm
from stations.models import Bed
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .desk import at_desk, stays_of


@at_desk
@answered_once
def desk_bed(request: SignedInRequest, reference: str) -> HttpResponse:
    """调整床位 (move a guest to another bed)."""
    stay = get_object_or_404(stays_of(request), reference=reference)
    nights = nights_ahead(stay)
    beds = beds_for(stay, nights)
    form = BedForm(request.POST or None, beds=beds)
    if form.is_valid():
        chosen = form.cleaned_data
        bed = Bed.objects.select_related("room").get(pk=chosen["bed"])
        with shown_on(form):
            services.move_bed(
                actor=request.user, stay=stay, bed=bed, reason=chosen["reason"], note=chosen["note"]
            )
            messages.success(request, _("床位已调整为 %(bed)s。") % {"bed": f"{bed.room.name} {bed.label}"})
            return redirect("desk_stay", reference)
    context = {"stay": stay, "form": form, "beds": beds, "night": nights[0] if nights else None}
    return render(request, "stations/desk/bed.html", context)
