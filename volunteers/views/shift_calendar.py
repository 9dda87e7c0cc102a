"""日历文件 (calendar files): one shift, or every shift to come, for the calendar of a telephone."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.models import Signup
from zibo_youth.core.calendar import now
from zibo_youth.core.calendar_files import Appointment, calendar_file

from .doors import VolunteerRequest, needs_volunteer

COMING = (Signup.State.SIGNED_UP, Signup.State.CHECKED_IN)


@needs_volunteer
@require_safe
def shift_calendar(request: VolunteerRequest, number: int) -> HttpResponse:
    """One shift that one has promised; no offer, and nothing that is over."""
    found = get_object_or_404(Signup.objects.filter(volunteer=request.volunteer).whole(), pk=number)
    if found.state not in COMING:
        raise Http404
    return calendar_file([_appointment(request, found)], programme="volunteers", name=f"shift-{found.pk}")


@needs_volunteer
@require_safe
def shifts_calendar(request: VolunteerRequest) -> HttpResponse:
    """Every shift to come."""
    rows = Signup.objects.filter(volunteer=request.volunteer, state__in=COMING, ends_at__gt=now())
    coming = [_appointment(request, row) for row in rows.whole().order_by("starts_at")]
    return calendar_file(coming, programme="volunteers", name="shifts")


def _appointment(request: VolunteerRequest, signup: Signup) -> Appointment:
    shift, project = signup.shift, signup.shift.post.project
    return Appointment(
        uid=f"shift-{shift.public_id}-{signup.pk}@{request.get_host()}",
        start=timezone.localtime(signup.starts_at),
        end=timezone.localtime(signup.ends_at),
        summary=f"{project.local_title} · {shift.post.local_name}",
        location=shift.place,
        description=_("%(duties)s 联系电话 %(phone)s")
        % {"duties": shift.post.local_duties, "phone": project.contact_phone},
    )
