"""系统对接令牌: an administrator gives another system its key, and takes it back."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts import services
from zibo_youth.accounts.models import MachineToken
from zibo_youth.accounts.scoped_admin import ScopedAdmin
from zibo_youth.accounts.scoped_admin.rights import signed_in

GIVEN = ["name", "contact", "organisation", "scopes", "expires_on"]
KEPT = ["hint", "issued_on", "issued_by", "last_used_on", "revoked_at"]


class MachineTokenForm(forms.ModelForm[MachineToken]):
    """What is said of a token when it is issued."""

    scopes = forms.MultipleChoiceField(
        label=_("授权范围"), choices=MachineToken.Scope, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = MachineToken
        fields: ClassVar[list[str]] = GIVEN


@admin.register(MachineToken)
class MachineTokenAdmin(ScopedAdmin):
    """系统对接令牌: issued and revoked, never changed; the secret is shown once, its digest to nobody."""

    list_display = ["name", "organisation", "contact", "hint", "expires_on", "last_used_on", "revoked_at"]
    list_select_related = ["organisation"]
    search_fields = ["name", "contact"]
    date_hierarchy = "issued_on"
    actions = ["revoke"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*GIVEN, *KEPT] if obj else GIVEN

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*GIVEN, *KEPT] if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": MachineTokenForm}), **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list revokes; a token's own page is read."""
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        token, secret = services.issue_machine_token(actor=signed_in(request), **form.cleaned_data)
        obj.pk = token.pk
        once = _("令牌：%(secret)s。请现在交给对方，它只显示这一次。") % {"secret": secret}
        self.message_user(request, once, messages.WARNING)

    @admin.action(description=pgettext_lazy("系统对接令牌", "停用所选令牌"))
    def revoke(self, request: HttpRequest, tokens: QuerySet[MachineToken]) -> None:
        self.apply(request, tokens, services.revoke_machine_token)
