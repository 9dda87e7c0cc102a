"""月报 in the admin: read here, filled in and decided at the desks; milestones are kept here."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ReadOnlyInline, ScopedAdmin

from .models import Correction, ExportJob, Figure, Milestone, MonthlyReport, ReportTransition, Target


class OfReport:
    """Parts of a report: whoever sees the report sees them."""

    view_action = "reports.view_report"


class FiguresOfReport(OfReport, ReadOnlyInline):
    model = Figure
    fields = ["position", "label", "unit", "this_month", "this_year", "target", "note", "rows"]
    readonly_fields = ["this_month", "this_year"]

    @admin.display(description=_("本月完成"))
    def this_month(self, figure: Figure) -> str:
        return str(figure.amount("month") or "")

    @admin.display(description=_("本年累计"))
    def this_year(self, figure: Figure) -> str:
        return str(figure.amount("to_date") or "")


class MoveWords(OfReport):
    """A transition keeps codes and an account; people read words and a name without a link."""

    @admin.display(description=_("原状态"), ordering="from_state")
    def from_word(self, move: ReportTransition) -> str:
        return str(dict(MonthlyReport.State.choices).get(move.from_state, move.from_state))

    @admin.display(description=_("新状态"), ordering="to_state")
    def to_word(self, move: ReportTransition) -> str:
        return str(dict(MonthlyReport.State.choices).get(move.to_state, move.to_state))

    @admin.display(description=_("经办人"))
    def actor_name(self, move: ReportTransition) -> str:
        return move.actor.display_name if move.actor else "–"


class TransitionsOfReport(MoveWords, ReadOnlyInline):
    model = ReportTransition
    fields = ["at", "from_word", "to_word", "actor_name", "note"]
    readonly_fields = ["at", "from_word", "to_word", "actor_name"]


@admin.register(MonthlyReport)
class MonthlyReportAdmin(OfReport, ReadOnlyAdmin):
    """月报."""

    list_display = ["month", "organisation", "state", "version", "due_on", "submitted_at", "locked_at"]
    list_display_links = ["month", "organisation"]
    list_filter = ["state", "organisation"]
    list_select_related = ["organisation"]
    date_hierarchy = "month"
    inlines = [FiguresOfReport, TransitionsOfReport]


@admin.register(Figure)
class FigureAdmin(OfReport, ReadOnlyAdmin):
    """月报数据."""

    list_display = ["report", "label", "unit", "month_part", "to_date_part", "target", "note"]
    list_display_links = ["label"]
    list_filter = ["action", "is_manual", "report__organisation"]
    list_select_related = ["report__organisation"]
    search_fields = ["code", "label"]


@admin.register(ReportTransition)
class ReportTransitionAdmin(MoveWords, ReadOnlyAdmin):
    """月报流转."""

    list_display = ["at", "report", "from_word", "to_word", "actor_name", "note"]
    fields = ["at", "report", "from_word", "to_word", "actor_name", "note"]
    readonly_fields = ["from_word", "to_word", "actor_name"]
    list_filter = ["to_state"]
    list_select_related = ["report__organisation", "actor__person"]
    date_hierarchy = "at"


@admin.register(Correction)
class CorrectionAdmin(OfReport, ReadOnlyAdmin):
    """数据更正."""

    list_display = ["figure_label", "old_part", "new_part", "cause", "found_at", "shown_in"]
    list_filter = ["cause"]
    list_select_related = ["figure__report__organisation", "shown_in__organisation"]
    date_hierarchy = "found_at"

    @admin.display(description=_("月报数据"))
    def figure_label(self, correction: Correction) -> str:
        return f"{correction.figure.report} {correction.figure.label}"


@admin.register(ExportJob)
class ExportJobAdmin(ReadOnlyAdmin):
    """导出任务: who asked for what, why, and what came of it; the file is fetched from its own page."""

    list_display = ["made_at", "what", "requested_by", "reason", "state", "done", "fetched", "expires_at"]
    list_display_links = ["what"]
    list_filter = ["state", "kind", "organisation"]
    list_select_related = ["organisation", "requested_by__person"]
    exclude = ["public_id", "file"]
    view_on_site = False  # the page is for whoever may fetch the file
    date_hierarchy = "made_at"

    @admin.display(description=_("导出任务"))
    def what(self, job: ExportJob) -> str:
        return str(job)


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    """年度目标: set at the city's desk, where the division has to add up."""

    list_display = ["year", "organisation", "code", "value", "source"]
    list_filter = ["year", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["code"]


@admin.register(Milestone)
class MilestoneAdmin(ScopedAdmin):
    """重点事项."""

    view_action = "reports.view_milestone"
    change_action = "reports.manage_milestone"
    list_display = ["name", "year", "action", "state", "as_of"]
    list_filter = ["year", "action", "state"]
    search_fields = ["name", "name_en"]
