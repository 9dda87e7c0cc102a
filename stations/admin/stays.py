"""入住单: staff see their own stations' requests, and move a state only through a service."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from stations import services
from stations.forms.desk import AskedField, SeenForm, check_asked
from stations.models import Evidence, Stay
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, signed_in

from .figure_filters import AgeFilter
from .nights import BedMovesOfStay, NightsOfStay, TransitionsOfStay
from .pins import PinsBeds
from .stay_columns import StayColumns
from .stay_filters import AreaFilter, WorkFilter

R = Stay.Reason


class Decision(forms.Form):
    """理由与说明: the guest reads both."""

    reasons: tuple[Stay.Reason, ...] = ()

    reason = forms.ChoiceField(label=_("理由"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("申请人会看到，请写清需要补充或更正的内容。选择“其他”时必填。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = cast("forms.ChoiceField", self.fields["reason"])
        offered.choices = [(reason.value, reason.label) for reason in self.reasons]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("reason") == R.OTHER and not answers.get("note", "").strip():
            self.add_error("note", forms.ValidationError(_("选择“其他”时请填写说明"), code="note_missing"))
        return answers


class ReturnDecision(Decision):
    reasons = (R.EVIDENCE_UNCLEAR, R.PURPOSE_UNCLEAR, R.CONTACT_WRONG, R.OTHER)

    asked = AskedField()
    field_order = ("reason", "asked", "note")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        check_asked(self, said)
        return said


class RejectDecision(Decision):
    reasons = (R.NOT_ELIGIBLE, R.FALSE_STATEMENT, R.STATION_UNAVAILABLE, R.OTHER)


class CancelDecision(Decision):
    reasons = (R.STATION_UNAVAILABLE, R.PLANS_CHANGED, R.FOUND_LODGING, R.OTHER)


@admin.register(Stay)
class StayAdmin(PinsBeds, StayColumns, ReadOnlyAdmin):
    """驿站入住单."""

    list_display = [
        "reference",
        "state_tag",
        "age",
        "reviewer",
        "guest_name",
        "station",
        "dates",
        "nights_asked",
        "allowance",
    ]
    list_filter = [
        WorkFilter,
        AgeFilter,
        "state",
        "station",
        AreaFilter,
        "id_proof",
        ("arrival", admin.DateFieldListFilter),
        "purpose",
    ]
    list_select_related = ["guest", "station", "policy", "reviewer__person"]
    search_fields = ["reference", "guest__full_name", "=guest__id_last4", "guest__mobile__endswith"]
    search_help_text = _("受理编号、姓名、证件后四位或手机尾号")
    export_fields = (
        "arrival",
        "departure",
        "purpose",
        "room_wish",
        "referral_channel",
        "submitted_at",
        "review_due_at",
        "decided_at",
        "checked_in_at",
        "checked_out_at",
        "ended_at",
        "id_proof",
        "card_seen_at",
    )
    date_hierarchy = "arrival"
    inlines = [NightsOfStay, BedMovesOfStay, TransitionsOfStay]
    change_form_template = "admin/stations/stay/change_form.html"
    view_on_site = False  # the page is the guest's own; staff have this one and the desk
    actions = [
        *("take", "hand_back"),
        *("approve", "send_back", "reject", "cancel", "admit", "check_in", "check_out", "no_show"),
        *("reinstate", "see_card"),
        *PinsBeds.pin_needs,
    ]
    action_needs = {
        "take": "stations.review_stay",
        "hand_back": "stations.review_stay",
        "approve": "stations.review_stay",
        "send_back": "stations.review_stay",
        "reject": "stations.review_stay",
        "cancel": "stations.cancel_stay",
        "admit": "stations.check_in_stay",
        "check_in": "stations.check_in_stay",
        "check_out": "stations.check_in_stay",
        "no_show": "stations.check_in_stay",
        "reinstate": "stations.check_in_stay",
        "see_card": "stations.check_in_stay",
    } | PinsBeds.pin_needs
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "reference",
                    "state_tag",
                    "age",
                    "station",
                    "arrival",
                    "departure",
                    "allowance",
                    "policy",
                    "bed_pinned_for",
                ]
            },
        ),
        (
            _("入住青年"),
            {"fields": ["guest", "guest_document", "household_hint", "record_of_guest", "shown_mobile"]},
        ),
        (
            _("申请内容"),
            {"fields": ["purpose", "purpose_detail", "declared_non_native", "room_wish", "referral_channel"]},
        ),
        (
            _("经过"),
            {
                "fields": [
                    "submitted_at",
                    "review_due_at",
                    "release_at",
                    "reviewer",
                    "asked_for",
                    "answer_due_at",
                    "answered_at",
                    "review_left",
                    "first_approver",
                    "first_approved_at",
                    "second_approver",
                    "review_exception",
                    "decided_at",
                    "checked_in_at",
                    "id_proof",
                    "id_proof_reason",
                    "card_seen_at",
                    "checked_out_at",
                    "ended_at",
                ]
            },
        ),
    ]
    readonly_fields = [
        "reference",
        "state_tag",
        "age",
        "allowance",
        "guest_document",
        "household_hint",
        "record_of_guest",
        "shown_mobile",
        "asked_for",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stay]:
        rows: Any = super().get_queryset(request)
        return rows.with_nights_used()

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """With the guest's other stays and papers, as far as this user may see them."""
        stay = self.get_object(request, object_id)
        others = Stay.objects.managed_by(signed_in(request)).filter(guest=stay.guest_id).exclude(pk=stay.pk)
        beside = {
            "evidence": Evidence.objects.managed_by(signed_in(request)).filter(stays=stay),
            "other_stays": others.select_related("station"),
            "stay_actions": [
                (name, words)
                for name, words in self.get_action_choices(request, default_choices=[])
                if name in self.actions
            ],
        }
        return super().change_view(request, object_id, form_url, beside | (extra_context or {}))

    # --- moves ------------------------------------------------------------------

    @admin.action(description=_("由我经办"))
    def take(self, request: HttpRequest, stays: QuerySet[Stay]) -> None:
        self.apply(request, stays, services.take_case)

    @admin.action(description=_("退回公共队列"))
    def hand_back(self, request: HttpRequest, stays: QuerySet[Stay]) -> None:
        self.apply(request, stays, services.hand_back_case)

    @admin.action(description=_("通过"))
    def approve(self, request: HttpRequest, stays: QuerySet[Stay]) -> None:
        self.apply(request, stays, services.approve_stay)

    @admin.action(description=_("退回补正（选择理由）"))
    def send_back(self, request: HttpRequest, stays: QuerySet[Stay]) -> HttpResponse | None:
        return self.ask(
            request,
            stays,
            services.return_stay,
            action="send_back",
            form_class=ReturnDecision,
            question=_("退回补正"),
        )

    @admin.action(description=_("不予通过（选择理由）"))
    def reject(self, request: HttpRequest, stays: QuerySet[Stay]) -> HttpResponse | None:
        return self.ask(
            request,
            stays,
            services.reject_stay,
            action="reject",
            form_class=RejectDecision,
            question=_("不予通过"),
        )

    @admin.action(description=_("取消预约（选择理由）"))
    def cancel(self, request: HttpRequest, stays: QuerySet[Stay]) -> HttpResponse | None:
        return self.ask(
            request,
            stays,
            services.cancel_stay,
            action="cancel",
            form_class=CancelDecision,
            question=_("取消预约"),
        )

    @admin.action(description=_("办理入住"))
    def check_in(self, request: HttpRequest, stays: QuerySet[Stay]) -> None:
        self.apply(request, stays, services.receive_guest)

    @admin.action(description=_("核对证件并办理入住"))
    def admit(self, request: HttpRequest, stays: QuerySet[Stay]) -> HttpResponse | None:
        return self.ask(
            request,
            stays,
            services.admit_guest,
            action="admit",
            form_class=SeenForm,
            question=_("核对证件并办理入住"),
        )

    @admin.action(description=_("办理退房"))
    def check_out(self, request: HttpRequest, stays: QuerySet[Stay]) -> None:
        self.apply(request, stays, services.check_out)

    @admin.action(description=_("记为未入住"))
    def no_show(self, request: HttpRequest, stays: QuerySet[Stay]) -> None:
        self.apply(request, stays, services.mark_no_show)

    @admin.action(description=_("恢复预约（来宾晚到）"))
    def reinstate(self, request: HttpRequest, stays: QuerySet[Stay]) -> None:
        self.apply(request, stays, services.reinstate_stay)

    @admin.action(description=_("证件已补验"))
    def see_card(self, request: HttpRequest, stays: QuerySet[Stay]) -> None:
        self.apply(request, stays, services.see_card)
