"""未到岗记录与换班: read here; a leader comments, the district decides with words for the volunteer."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from volunteers.models import NoShow, Swap
from volunteers.services.no_shows import comment_no_show, overturn_no_show, uphold_no_show
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin

DECIDE = "volunteers.decide_noshow"


class NoShowReason(forms.Form):
    """处理理由: the volunteer reads it."""

    reason = forms.CharField(label=_("处理理由"), help_text=_("本人会看到这段话"), max_length=300)


class LeadersComment(forms.Form):
    """负责人意见: for the district that decides."""

    comment = forms.CharField(
        label=_("负责人意见"), help_text=_("写明当天看到的情况，供区县处理申诉"), max_length=300
    )


@admin.register(NoShow)
class NoShowAdmin(ReadOnlyAdmin):
    """未到岗记录: written by the job, never by hand."""

    list_display = ["volunteer_no", "name", "signup", "happened_on", "state", "statement", "comment"]
    list_filter = ["state"]
    list_select_related = ["volunteer__person", "signup__shift__post", "signup__volunteer"]
    search_fields = ["volunteer__volunteer_no", "volunteer__person__full_name"]
    date_hierarchy = "happened_on"
    fields = [
        *("volunteer_no", "name", "signup", "happened_on", "state", "statement", "appealed_at"),
        *("comment", "decision", "decided_at", "recorded_at"),
    ]
    readonly_fields = ["volunteer_no", "name"]
    row_name = "no_show"
    actions = ["overturn", "uphold", "add_comment"]
    action_needs = {"overturn": DECIDE, "uphold": DECIDE, "add_comment": "volunteers.comment_noshow"}

    @admin.display(description=_("志愿者编号"), ordering="volunteer__volunteer_no")
    def volunteer_no(self, no_show: NoShow) -> str:
        return no_show.volunteer.volunteer_no

    @admin.display(description=_("姓名"), ordering="volunteer__person__full_name")
    def name(self, no_show: NoShow) -> str:
        return no_show.volunteer.person.masked_name

    @admin.action(description=_("撤销未到岗记录（填写理由）"))
    def overturn(self, request: HttpRequest, rows: QuerySet[NoShow]) -> HttpResponse | None:
        question = _("撤销这些未到岗记录？")
        return self.ask(
            request, rows, overturn_no_show, action="overturn", form_class=NoShowReason, question=question
        )

    @admin.action(description=_("维持未到岗记录（填写理由）"))
    def uphold(self, request: HttpRequest, rows: QuerySet[NoShow]) -> HttpResponse | None:
        question = _("维持这些未到岗记录？")
        return self.ask(
            request, rows, uphold_no_show, action="uphold", form_class=NoShowReason, question=question
        )

    @admin.action(description=_("写负责人意见"))
    def add_comment(self, request: HttpRequest, rows: QuerySet[NoShow]) -> HttpResponse | None:
        question = _("给这些记录写负责人意见？")
        return self.ask(
            request, rows, comment_no_show, action="add_comment", form_class=LeadersComment, question=question
        )


@admin.register(Swap)
class SwapAdmin(ReadOnlyAdmin):
    """换班: between volunteers; read here."""

    list_display = ["signup", "giver", "asked", "taker", "state", "asked_at", "answered_at"]
    list_filter = ["state"]
    list_select_related = [
        *("signup__shift__post", "signup__volunteer"),
        *("giver__person", "asked__person", "taker__person"),
    ]
    date_hierarchy = "asked_at"
