"""改住安排: read here; answered by the guest, arranged at the desk."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from stations.models import Rehousing
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(Rehousing)
class RehousingAdmin(ReadOnlyAdmin):
    """改住安排: written by closures, answers and the desk, never by hand."""

    list_display = ["reference", "guest_name", "station", "new_station", "from_on", "state", "answer_by"]
    list_filter = ["state", "cause", "station"]
    list_select_related = ["stay__guest", "station", "held__station"]
    search_fields = ["stay__reference", "held__reference", "stay__guest__full_name"]
    date_hierarchy = "from_on"
    export_fields = ("created_at", "decided_at")
    fields = [
        *(
            "reference",
            "guest_name",
            "station",
            "cause",
            "closure",
            "from_bed",
            "new_station",
            "to_bed",
            "from_on",
        ),
        *("state", "answer_by", "note", "decided_by", "decided_at", "created_at"),
    ]
    readonly_fields = ["reference", "guest_name", "new_station"]

    @admin.display(description=_("受理编号"), ordering="stay__reference")
    def reference(self, rehousing: Rehousing) -> str:
        return rehousing.stay.reference

    @admin.display(description=_("来宾"), ordering="stay__guest__full_name")
    def guest_name(self, rehousing: Rehousing) -> str:
        return rehousing.stay.guest.masked_name

    @admin.display(description=_("现驿站"), ordering="held__station")
    def new_station(self, rehousing: Rehousing) -> str:
        return str(rehousing.held.station)
