"""Which rows and which acts: what a list page and an inline of the admin share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

from zibo_youth.accounts import policy
from zibo_youth.core.scope import Scope

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zibo_youth.accounts.models import User

    _Base = BaseModelAdmin
else:
    _Base = object

LARGEST_ID = 2**63 - 1


def signed_in(request: HttpRequest) -> User:
    """The member of staff who asks: the admin site lets nobody else as far as a page."""
    user = request.user
    if not user.is_authenticated:
        raise PermissionDenied
    return user


def managed(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """The rows that this member of staff reaches through an office; models without a scope pass whole."""
    scoped: QuerySet[Any] = rows.managed_by(request.user) if hasattr(rows, "managed_by") else rows
    return scoped


def is_key(text: str) -> bool:
    """Whether a submitted value can be the number of a row at all."""
    return text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST_ID


class KeyedAutocomplete(AutocompleteSelect):
    """Django's own asks PostgreSQL for whatever was submitted, and a word for a number is a 500."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if not key or is_key(str(key))], attrs)


class PolicyRights(_Base):
    """
    Rows through ``managed_by``, rights through `policy`; Django's permission tables stay empty.

    ``view_action`` and ``change_action`` name rows of the matrix; left empty
    they are ``app.view_model`` and ``app.manage_model``. A change action that
    the matrix does not know makes the page read-only. Nothing is deleted
    unless ``deletable`` says so: figures rest on rows.
    """

    view_action = ""
    change_action = ""
    addable = True
    deletable = False

    def action_name(self, kind: str) -> str:
        """The row of the matrix for ``view`` or ``change``."""
        verb = "manage" if kind == "change" else kind
        return getattr(self, f"{kind}_action") or f"{self.opts.app_label}.{verb}_{self.opts.model_name}"

    def may(self, request: HttpRequest, kind: str, row: models.Model | None = None) -> bool:
        """Whether an office of this user allows the act: on this row, or on any row at all."""
        action = self.action_name(kind)
        if action not in policy.RIGHTS:
            return False
        reach = policy.reach(request.user, action).office()
        if row is None:
            return reach.includes(None, Scope())
        return reach.includes(row, getattr(self.model._default_manager.all(), "scope", Scope()))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Every page, pop-up and action starts from these rows."""
        return managed(super().get_queryset(request), request)

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> QuerySet[Any] | None:
        """A choice of related rows offers, and accepts, only rows that the user manages."""
        rows = super().get_field_queryset(db, db_field, request)
        if rows is None:
            rows = db_field.remote_field.model._default_manager.all()
        return managed(rows, request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeyedAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Objects come from `get_queryset`, so the row itself is already decided."""
        return self.may(request, "view")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.addable and self.may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.deletable and self.may(request, "change", obj)
