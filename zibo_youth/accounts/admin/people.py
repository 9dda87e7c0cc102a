"""人员: masked on every page; a full document number opens once, for a written reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy, services
from zibo_youth.accounts.forms.reasons import HoldReason, PaperForm
from zibo_youth.accounts.models import IdentityReveal, Membership, Person
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ReadOnlyInline, signed_in
from zibo_youth.core.errors import shown_on
from zibo_youth.core.templatetags.portal import mask_mobile


class RevealForm(forms.Form):
    """事由: who reads a full number says why, in words that an auditor understands."""

    reason = forms.CharField(
        label=_("查看事由"), max_length=200, help_text=_("请写明办理的事项，将与您的姓名、时间一并留痕")
    )


class MembershipsOfPerson(ReadOnlyInline):
    model = Membership
    fields = ["organisation", "role", "from_on", "until_on"]


class MaskedPerson:
    """Columns that show enough to tell people apart, and no more."""

    @admin.display(description=_("手机号"))
    def shown_mobile(self, person: Person) -> str:
        return mask_mobile(person.mobile)

    @admin.display(description=_("证件号码"))
    def shown_id(self, person: Person) -> str:
        return person.masked_id

    @admin.display(description=_("紧急联系人电话"))
    def shown_emergency_mobile(self, person: Person) -> str:
        return mask_mobile(person.emergency_mobile)


@admin.register(Person)
class PersonAdmin(MaskedPerson, ReadOnlyAdmin):
    """人员: staff meet those who stayed, or asked to stay, with their own stations."""

    list_display = ["full_name", "shown_mobile", "shown_id", "gender", "identity_state", "created_at"]
    list_filter = ["identity_state", "gender", "education"]
    search_fields = ["full_name", "=id_last4", "mobile__endswith"]
    search_help_text = _("姓名、证件后四位或手机尾号")
    list_select_related = False
    export_fields = ("education", "verified_at")
    date_hierarchy = "created_at"
    change_form_template = "admin/accounts/person/change_form.html"
    inlines = [MembershipsOfPerson]
    actions = ["verify", "record_closing", "place_hold"]
    action_needs = {
        "verify": "accounts.verify_person",
        "record_closing": "accounts.record_erasure",
        "place_hold": "accounts.manage_legalhold",
    }
    fieldsets = [
        (_("身份"), {"fields": ["full_name", "id_type", "shown_id", "birth_date", "gender", "native_place"]}),
        (_("实名"), {"fields": ["identity_state", "verified_at"]}),
        (_("联系"), {"fields": ["shown_mobile", "emergency_contact", "shown_emergency_mobile"]}),
        (_("学历"), {"fields": ["education", "university", "graduation_year"]}),
    ]
    readonly_fields = ["shown_mobile", "shown_id", "shown_emergency_mobile"]

    @admin.action(description=_("核验身份（已当面核对证件）"))
    def verify(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        self.apply(request, people, services.verify_identity)

    @admin.action(description=_("登记书面注销申请"))
    def record_closing(self, request: HttpRequest, people: QuerySet[Person]) -> HttpResponse | None:
        question = _("登记这些人员的书面注销申请？须由另一位工作人员复核")
        return self.ask(
            request,
            people,
            services.record_closing,
            action="record_closing",
            form_class=PaperForm,
            question=question,
        )

    @admin.action(description=_("依法保留（暂停删除）"))
    def place_hold(self, request: HttpRequest, people: QuerySet[Person]) -> HttpResponse | None:
        return self.ask(
            request,
            people,
            services.place_hold,
            action="place_hold",
            form_class=HoldReason,
            question=_("依法保留这些人员的信息？期间不注销，也不按期删除"),
        )

    def get_urls(self) -> list[URLPattern]:
        reveal = path(
            "<path:object_id>/reveal/",
            self.admin_site.admin_view(self.reveal_view),
            name="accounts_person_reveal",
        )
        return [reveal, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        may_reveal = policy.may(request.user, "accounts.reveal_id")
        return super().change_view(
            request, object_id, form_url, {"may_reveal": may_reveal} | (extra_context or {})
        )

    def reveal_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """查看完整证件号码: shown once, in the answer to the reason; the address alone shows nothing."""
        person = self.get_object(request, object_id)
        if not policy.may(request.user, "accounts.reveal_id", person):
            raise PermissionDenied
        form = RevealForm(request.POST or None)
        number = ""
        if form.is_valid():
            with shown_on(form):
                number = services.reveal_id(
                    actor=signed_in(request), person=person, reason=form.cleaned_data["reason"]
                )
        context = {
            **self.admin_site.each_context(request),
            "title": _("查看完整证件号码"),
            "opts": self.opts,
            "person": person,
            "form": form,
            "number": number,
        }
        return TemplateResponse(request, "admin/accounts/person/reveal.html", context)


@admin.register(IdentityReveal)
class IdentityRevealAdmin(ReadOnlyAdmin):
    """证件查看记录: who read a full number, when and why. Nobody edits it."""

    list_display = ["at", "by", "person_link", "reason"]
    list_select_related = ["by__person", "person"]
    search_fields = ["person__full_name", "reason"]
    date_hierarchy = "at"

    @admin.display(description=_("人员"), ordering="person__full_name")
    def person_link(self, reveal: IdentityReveal) -> str:
        address = reverse("admin:accounts_person_change", args=[reveal.person_id])
        return format_html('<a href="{}">{}</a>', address, reveal.person.masked_name)
