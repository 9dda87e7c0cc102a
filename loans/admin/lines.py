"""授信额度 and their entries: read here; written by the services of the desk."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from loans.models import CreditLine, LineEntry, LineTransition
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


class OfLines(ReadOnlyAdmin):
    """Read by whoever reads the line."""

    view_action = "loans.view_creditline"


@admin.register(CreditLine)
class CreditLineAdmin(OfLines):
    """授信额度."""

    list_display = ["name", "bank", "level", "state", "limit", "allotted", "drawn", "left"]
    list_filter = ["level", "state", "bank", "product"]
    list_select_related = ["bank"]
    search_fields = ["name"]

    @admin.display(description=_("可用（元）"))
    def left(self, line: CreditLine) -> str:
        return f"{line.limit - line.allotted - line.drawn:,.2f}"


@admin.register(LineEntry)
class LineEntryAdmin(OfLines):
    """额度台账."""

    list_display = ["line", "day", "limit_change", "allotted_change", "drawn_change", "note", "written_at"]
    list_select_related = ["line"]
    date_hierarchy = "day"


@admin.register(LineTransition)
class LineTransitionAdmin(OfLines):
    """额度流转."""

    list_display = ["line", "from_state", "to_state", "actor", "at"]
    list_select_related = ["line", "actor__person"]
