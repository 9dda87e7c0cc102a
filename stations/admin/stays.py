"""入住单: staff see their own stations' requests, and move a state only through a service."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stations import services
from stations.forms.desk import AskedField, SeenForm, check_asked
from stations.models import Evidence, Stay, Suspension
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, signed_in
from zibo_youth.core.calendar import now, today
from zibo_youth.core.templatetags.portal import mask_mobile

from .figure_filters import AgeFilter
from .nights import BedMovesOfStay, NightsOfStay, TransitionsOfStay
from .pins import PinsBeds
from .stay_filters import AreaFilter, WorkFilter

R = Stay.Reason
TONES = {
    Stay.State.SUBMITTED: "warn",
    Stay.State.RETURNED: "warn",
    Stay.State.APPROVED: "info",
    Stay.State.CHECKED_IN: "ok",
    Stay.State.REJECTED: "error",
    Stay.State.NO_SHOW: "error",
}
# The first four digits tell where a number was first issued, not today's household:
# a hint to look, never a reason to refuse (reference/domain.md §1.3).
ISSUED_IN_ZIBO = "3703"


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


class StayColumns:
    """What one row of the list tells a reviewer without opening it."""

    @admin.display(description=_("入住青年"), ordering="guest__full_name")
    def guest_name(self, stay: Stay) -> str:
        return stay.guest.masked_name

    @admin.display(description=pgettext_lazy("入住单", "日期"), ordering="arrival")
    def dates(self, stay: Stay) -> str:
        """Both days in one short column: the state and the age must stay on the screen."""
        return f"{stay.arrival:%Y-%m-%d} – {stay.departure:%m-%d}"

    @admin.display(description=pgettext_lazy("入住单", "晚数"))
    def nights_asked(self, stay: Stay) -> int:
        return stay.length

    @admin.display(description=_("本年已用、剩余晚数"))
    def allowance(self, stay: Any) -> str:
        if stay.policy is None:
            return str(stay.nights_used)
        left = max(stay.policy.max_free_nights - stay.nights_used, 0)
        return f"{stay.nights_used} / {left}"

    @admin.display(description=pgettext_lazy("入住单", "状态"), ordering="state")
    def state_tag(self, stay: Stay) -> str:
        tone = TONES.get(Stay.State(stay.state), "plain")
        return format_html('<span class="tag is-{}">{}</span>', tone, stay.get_state_display())

    @admin.display(description=_("已提交"), ordering="submitted_at")
    def age(self, stay: Stay) -> str:
        """How long the request has waited; a missed deadline is said in words."""
        if not stay.submitted_at:
            return "–"
        waited = timesince(stay.submitted_at, depth=1)
        if stay.state == Stay.State.SUBMITTED and stay.review_due_at and stay.review_due_at < now():
            return format_html('{} <span class="tag is-error">{}</span>', waited, gettext("超时"))
        return waited

    @admin.display(description=_("户籍提示"))
    def household_hint(self, stay: Stay) -> str:
        guest = stay.guest
        is_hint = guest.id_type == Person.IdType.MAINLAND and guest.id_number.startswith(ISSUED_IN_ZIBO)
        return gettext("请人工核对户籍") if is_hint else "–"

    @admin.display(description=_("暂停与未入住"))
    def record_of_guest(self, stay: Stay) -> str:
        """Suspensions in force and no-shows of the guest, in words."""
        in_force = Suspension.objects.filter(person=stay.guest).in_force(today())
        told = [
            gettext("暂停至 %(day)s：%(reason)s") % {"day": s.until_on, "reason": s.reason} for s in in_force
        ]
        missed = Stay.objects.filter(guest=stay.guest, state=Stay.State.NO_SHOW).count()
        if missed:
            told.append(ngettext("未入住 %(n)s 次", "未入住 %(n)s 次", missed) % {"n": missed})
        return "；".join(told) or gettext("无")

    @admin.display(description=_("要求补正的内容"))
    def asked_for(self, stay: Stay) -> str:
        return "、".join(stay.asked_words) or "–"

    @admin.display(description=_("证件号码"))
    def guest_document(self, stay: Stay) -> str:
        return stay.guest.masked_id

    @admin.display(description=_("联系手机"))
    def shown_mobile(self, stay: Stay) -> str:
        return mask_mobile(stay.contact_mobile)


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
    )
    date_hierarchy = "arrival"
    inlines = [NightsOfStay, BedMovesOfStay, TransitionsOfStay]
    change_form_template = "admin/stations/stay/change_form.html"
    view_on_site = False  # the page is the guest's own; staff have this one and the desk
    actions = [
        *("take", "hand_back"),
        *("approve", "send_back", "reject", "cancel", "admit", "check_in", "check_out", "no_show"),
        "reinstate",
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
                    "decided_at",
                    "checked_in_at",
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
