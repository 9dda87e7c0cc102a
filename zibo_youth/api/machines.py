"""Calls for other systems: by a machine's key within its scopes, or by staff within their office."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.models import MachineToken, User
from zibo_youth.core.scope import Reach, Scope

from .authentication import MachineBearer, Session
from .errors import BadInput
from .views import ApiView

PLACE = re.compile("[0-9]{1,18}")  # what a bigint surely takes


def office(request: Request, action: str) -> Reach:
    """What a member of staff reaches through an office."""
    user = request.user
    return policy.reach(user, action).office() if isinstance(user, User) else Reach()


class Allowed(BasePermission):
    """A machine needs the view's scope; a member of staff an office that may do what the view names."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if isinstance(request.auth, MachineToken):
            return view.scope in request.auth.scopes
        return office(request, view.action).includes(None, Scope())


class PerMinute(BaseThrottle):
    """So many calls a minute for each machine, counted by PostgreSQL: parallel calls do not slip through."""

    def allow_request(self, request: Request, view: Any) -> bool:
        return not isinstance(request.auth, MachineToken) or limits.allow_machine(request.auth.pk)

    def wait(self) -> float:
        return 60 - datetime.now(UTC).second


class OfficeView(ApiView):
    """
    The base of calls that are read within an office alone: ``action`` is the row of the matrix.

    Answers are kept by no cache. A personal token holds no office, and is refused.
    """

    action = ""
    permission_classes = [Allowed]

    def reach(self, request: Request) -> Reach:
        """Whose rows the caller reads."""
        return office(request, self.action)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(answer, no_store=True, private=True)
        patch_vary_headers(answer, ["Authorization"])
        return answer


class MachineView(OfficeView):
    """The base of calls that another system makes too: ``scope`` is what its token must name."""

    scope = ""
    authentication_classes = [MachineBearer, Session]
    throttle_classes = [PerMinute]

    def reach(self, request: Request) -> Reach:
        return request.auth.reach if isinstance(request.auth, MachineToken) else super().reach(request)


class Onward(CursorPagination):
    """
    续读 (reading on): rows in the order of their numbers, each page from where the last one ended.

    What is added meanwhile shifts no page, so that nothing is read twice or left out.
    """

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering = "pk"

    def decode_cursor(self, request: Request) -> Cursor | None:
        """A place that we did not give out is the caller's mistake."""
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            cursor = Cursor(0, False, -1)
        if cursor and cursor.position is not None and not PLACE.fullmatch(str(cursor.position)):
            raise BadInput(
                {"cursor": [_("续读位置无效，请从第一页重新读取")]}, {"cursor": str(_("续读位置"))}
            )
        return cursor
