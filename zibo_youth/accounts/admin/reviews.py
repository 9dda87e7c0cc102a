"""身份核对: an officer sees the paper, then links two log-ins to one person, or does not."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import services
from zibo_youth.accounts.models import IdentityReview
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


class ReviewNote(forms.Form):
    """What was seen, for whoever asks later."""

    note = forms.CharField(label=_("核对说明"), max_length=200)


@admin.register(IdentityReview)
class IdentityReviewAdmin(ReadOnlyAdmin):
    """身份核对: open ones wait for city staff."""

    row_name = "review"
    list_display = ["created_at", "user", "person", "state", "decided_at", "decided_by"]
    list_filter = ["state"]
    list_select_related = ["user__person", "person", "decided_by__person"]
    search_fields = ["person__full_name", "=person__id_last4", "user__mobile__endswith"]
    search_help_text = _("姓名、证件后四位或手机尾号")
    date_hierarchy = "created_at"
    actions = ["link", "dismiss"]
    action_needs = {"link": "accounts.review_identity", "dismiss": "accounts.review_identity"}

    @admin.action(description=_("关联到已登记人员"))
    def link(self, request: HttpRequest, reviews: QuerySet[IdentityReview]) -> HttpResponse | None:
        question = _("证件已当面核对，将账号关联到已登记人员？")
        return self.ask(
            request, reviews, services.link_review, action="link", form_class=ReviewNote, question=question
        )

    @admin.action(description=_("不予关联"))
    def dismiss(self, request: HttpRequest, reviews: QuerySet[IdentityReview]) -> HttpResponse | None:
        question = _("不予关联这些账号？")
        return self.ask(
            request,
            reviews,
            services.dismiss_review,
            action="dismiss",
            form_class=ReviewNote,
            question=question,
        )
