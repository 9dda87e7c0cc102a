"""Batch actions: every row through its service, each with its own message."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from zibo_youth.accounts import policy
from zibo_youth.core.errors import DomainError
from zibo_youth.core.scope import Scope

from .rights import PolicyRights, is_key

if TYPE_CHECKING:
    _Base = admin.ModelAdmin
else:
    _Base = object

MOST_ROWS_AT_ONCE = 200


class BatchActions(PolicyRights, _Base):
    """
    批量操作 (batch actions).

    ``action_needs``: action → row of the matrix. ``row_name``: what the
    services call a row of this list; the model's name when left empty.
    """

    action_needs: ClassVar[dict[str, str]] = {}
    row_name = ""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only what policy lets this user do; rows are never deleted by the list."""
        offered = super().get_actions(request)
        offered.pop("delete_selected", None)
        return {name: entry for name, entry in offered.items() if self._may_act(request, name)}

    def _may_act(self, request: HttpRequest, name: str) -> bool:
        need = self.action_needs.get(name) or self.action_name("change")
        return need in policy.RIGHTS and policy.reach(request.user, need).office().includes(None, Scope())

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *where: Any
    ) -> HttpResponse | None:
        for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME):
            if isinstance(self.opts.pk, models.AutoField) and not is_key(chosen):
                raise BadRequest
        return super().response_action(request, queryset, *where)

    def apply(
        self, request: HttpRequest, rows: QuerySet[Any], service: Callable[..., Any], **answers: Any
    ) -> None:
        """
        Take every row through its service; one refusal does not stop the rest.

        The service is called with ``actor``, the row under its own name, and ``answers``.
        """
        chosen = self._few_enough(request, rows)
        done = sum(self._apply_to(request, row, service, answers) for row in chosen)
        if chosen:
            level = messages.SUCCESS if done == len(chosen) else messages.WARNING
            summary = _("共 %(all)s 条，已办理 %(done)s 条") % {"all": len(chosen), "done": done}
            self.message_user(request, summary, level)

    def ask(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        service: Callable[..., Any],
        *,
        action: str,
        form_class: type[forms.Form],
        question: Any,
    ) -> HttpResponse | None:
        """
        Ask once for all rows (a reason, a note) on a page of its own, then `apply`.

        The page names the rows that were chosen, so that what arrives meanwhile is not decided too.
        """
        form = form_class(request.POST if "answered" in request.POST else None)
        if form.is_valid():
            self.apply(request, rows, service, **form.cleaned_data)
            return None
        chosen = self._few_enough(request, rows)
        if not chosen:
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": question,
            "opts": self.opts,
            "rows": chosen,
            "form": form,
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/ask.html", context)

    def _few_enough(self, request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
        chosen = list(rows[: MOST_ROWS_AT_ONCE + 1])
        if len(chosen) <= MOST_ROWS_AT_ONCE:
            return chosen
        too_many = _("一次最多办理 %(most)s 条，请缩小范围后再试") % {"most": MOST_ROWS_AT_ONCE}
        self.message_user(request, too_many, messages.ERROR)
        return []

    def _apply_to(
        self, request: HttpRequest, row: Any, service: Callable[..., Any], answers: dict[str, Any]
    ) -> bool:
        name = str(row)
        try:
            service(actor=request.user, **{self.row_name or str(self.opts.model_name): row}, **answers)
        except DomainError as refusal:
            self.message_user(request, f"{name}：{refusal}", messages.ERROR)
            return False
        self.log_change(request, row, f"{service.__name__} {answers or ''}".strip())
        self.message_user(request, _("%(row)s：已办理") % {"row": name}, messages.SUCCESS)
        return True
