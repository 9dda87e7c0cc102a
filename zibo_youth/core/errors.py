"""Refusals: every broken rule is a class, a code and a sentence (design.md §3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django import forms
from django.db import IntegrityError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """
    拒绝 (a refusal): a rule of the house was not met.

    Subclasses give ``code`` (stable, for programmes), ``message`` (a Chinese
    sentence with named placeholders, translated when shown) and, where one
    input is to blame, ``field``. ``status`` is the HTTP status of the API.
    """

    code: str = "refused"
    message: ClassVar[str | Promise] = _("操作未能完成")
    field: str = ""
    status: ClassVar[int] = 409

    def __init__(self, **values: Any) -> None:
        super().__init__(self.code)
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)


class NotAllowed(DomainError):
    """没有权限 (the actor may not do this to this target)."""

    code = "not_allowed"
    message = _("您没有进行此操作的权限")
    status = 403


class StateChanged(DomainError):
    """状态已变 (the row left the expected state before this move reached it)."""

    code = "state_changed"
    message = _("这份记录的状态已经变化，请刷新后再试")


class Busy(DomainError):
    """办理的人较多 (somebody else holds the row for longer than a person would wait)."""

    code = "busy"
    message = _("现在办理的人较多，请稍候再试一次")
    status = 503


LOCK_NOT_AVAILABLE = "55P03"


def violated_constraint(error: IntegrityError) -> str:
    """The name of the constraint that PostgreSQL reports, or an empty string."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return getattr(diagnostics, "constraint_name", None) or ""


@contextmanager
def explaining(**errors: DomainError | type[DomainError]) -> Iterator[None]:
    """
    Translate violated constraints into refusals: ``explaining(name=BedTaken)``.

    Put it *around* ``transaction.atomic()``: PostgreSQL has then already undone
    the work, so no savepoint is paid for. An unmapped violation rises; a lock
    that could not be had in time is `Busy`.
    """
    try:
        yield
    except IntegrityError as violation:
        error = errors.get(violated_constraint(violation))
        if error is None:
            raise
        raise (error() if isinstance(error, type) else error) from violation
    except OperationalError as trouble:
        if getattr(trouble.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE:
            raise Busy from trouble
        raise


@contextmanager
def shown_on(form: forms.BaseForm) -> Iterator[None]:
    """Turn a refusal into an error of the form, beside the field that it names."""
    try:
        yield
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, forms.ValidationError(str(refusal), code=refusal.code))
