"""注销与依法保留: who asked, until when an answer is owed, and what must be kept."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy, services
from zibo_youth.accounts.forms.reasons import AnswerReason, HoldReason
from zibo_youth.accounts.models import ErasureRecord, ErasureRequest, LegalHold
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin
from zibo_youth.accounts.terms import terms
from zibo_youth.core.calendar import today


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ReadOnlyAdmin):
    """注销申请: what was asked on paper waits for a second human; the clock shows what is owed to whom."""

    list_display = ["person_name", "way", "state", "asked_at", "due_at", "answer_by", "days_left"]
    list_filter = ["state", "way"]
    list_select_related = ["person", "recorded_by", "decided_by"]
    ordering = ["answer_by", "pk"]
    date_hierarchy = "asked_at"
    fields = [
        *("person_name", "way", "state", "paper", "asked_at", "due_at", "answer_by", "days_left"),
        *("recorded_by", "decided_by", "decided_at", "reason"),
    ]
    readonly_fields = ["person_name", "days_left"]
    actions = ["approve", "refuse"]
    action_needs = dict.fromkeys(["approve", "refuse"], "accounts.decide_erasure")

    change_list_template = "admin/accounts/erasurerequest/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.retention_view)
        return [path("retention/", page, name="accounts_retention"), *super().get_urls()]

    def retention_view(self, request: HttpRequest) -> HttpResponse:
        """保存期限: every term, and how many rows would go now; looking deletes nothing."""
        if not policy.may(request.user, "accounts.view_retention"):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("保存期限"),
            "opts": self.opts,
            "lines": [{"term": term, "due": term.rows().count()} for term in terms()],
        }
        return TemplateResponse(request, "admin/accounts/erasurerequest/retention.html", context)

    @admin.display(description=_("申请人"), ordering="person__full_name")
    def person_name(self, request: ErasureRequest) -> str:
        return request.person.masked_name or str(request.person)

    @admin.display(description=_("答复还剩"))
    def days_left(self, request: ErasureRequest) -> str:
        if not request.is_open:
            return ""
        left = (request.answer_by - today()).days
        return str(
            _("%(days)s 天") % {"days": left} if left >= 0 else _("已逾期 %(days)s 天") % {"days": -left}
        )

    @admin.action(description=_("复核通过（须非登记人）"))
    def approve(self, request: HttpRequest, requests: QuerySet[ErasureRequest]) -> None:
        self.apply(request, requests, services.approve_closing)

    @admin.action(description=_("不予办理（填写理由）"))
    def refuse(self, request: HttpRequest, requests: QuerySet[ErasureRequest]) -> HttpResponse | None:
        return self.ask(
            request,
            requests,
            services.refuse_closing,
            action="refuse",
            form_class=AnswerReason,
            question=_("不予办理这些注销申请？"),
        )


@admin.register(ErasureRecord)
class ErasureRecordAdmin(ReadOnlyAdmin):
    """注销台账: numbers and times; it only grows."""

    list_display = ["erased_at", "public_id"]
    date_hierarchy = "erased_at"
    fields = ["public_id", "erased_at"]


@admin.register(LegalHold)
class LegalHoldAdmin(ReadOnlyAdmin):
    """依法保留: placed from the list of people, lifted here."""

    list_display = ["person_name", "reason", "placed_at", "placed_by", "lifted_at"]
    list_filter = [("lifted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "placed_by__person", "lifted_by__person"]
    date_hierarchy = "placed_at"
    fields = [
        *("person_name", "reason", "placed_by", "placed_at"),
        *("lifted_by", "lifted_at", "lift_reason"),
    ]
    readonly_fields = ["person_name"]
    actions = ["lift"]
    action_needs = {"lift": "accounts.manage_legalhold"}

    @admin.display(description=_("人员"), ordering="person__full_name")
    def person_name(self, hold: LegalHold) -> str:
        return hold.person.masked_name or str(hold.person)

    @admin.action(description=_("解除依法保留"))
    def lift(self, request: HttpRequest, holds: QuerySet[LegalHold]) -> HttpResponse | None:
        return self.ask(
            request,
            holds,
            services.lift_hold,
            action="lift",
            form_class=HoldReason,
            question=_("解除这些依法保留？"),
        )
