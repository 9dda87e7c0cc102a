"""Rows inside another row's page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from .rights import PolicyRights


class ScopedInline(PolicyRights, admin.TabularInline):
    """
    附属记录 (inline): the rights of its own action; the parent's row was decided by the parent's page.

    Every saved row goes through the same service as a page of its own would use.
    """

    extra = 0
    show_change_link = True

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.change_action = self.action_name("change")
        return formset

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.deletable and self.may(request, "change")


class ReadOnlyInline(ScopedInline):
    """Facts beside a row: nobody edits them by hand."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
