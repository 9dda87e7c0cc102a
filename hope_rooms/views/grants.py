"""查阅授权 (grants): who has asked, who reads now, and who answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hope_rooms.forms.records import GrantForm
from hope_rooms.models import AccessGrant
from hope_rooms.services import grants
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office, tried

from .cases import PER_PAGE, VIEW

Act = Callable[[SignedInRequest, AccessGrant, str], Any]


def _rows(request: SignedInRequest) -> Any:
    return AccessGrant.objects.visible_to(request.user).select_related("child", "person")


@needs_office(VIEW)
@require_safe
def grant_list(request: SignedInRequest) -> HttpResponse:
    """查阅授权: what waits for an answer, and who reads now."""
    rows = _rows(request)
    asked = rows.holding().filter(kind__in=("asked", "emergency"))
    words = {
        "to_decide": rows.to_decide(),
        "page": Paginator(asked.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "hope_rooms/grants/list.html", words)


@needs_office(VIEW)
@never_cache
@answered_once
def grant(request: SignedInRequest, number: int) -> HttpResponse:
    """一份授权: what is asked for and why, and the answer of somebody else."""
    found = get_object_or_404(_rows(request), pk=number)
    buttons, form = _buttons(request, found), GrantForm(request.POST or None)
    act = request.POST.get("act", "")
    if act in {name for name, _words in buttons} and form.is_valid():
        words = form.cleaned_data["answer"]
        if tried(request, lambda: ACTS[act](request, found, words), _("已办理。")):
            return redirect("hope_grant", number)
    words = {"grant": found, "form": form, "buttons": buttons}
    return render(request, "hope_rooms/grants/grant.html", words)


def _buttons(request: SignedInRequest, found: AccessGrant) -> tuple[tuple[str, Any], ...]:
    """What this office may answer now; nobody about the own request."""
    is_own = found.person_id == request.user.person_id
    if is_own or not policy.may(request.user, grants.DECIDE, found.child):
        return ()
    return DECISIONS.get(found.state, ())


def _agree(request: SignedInRequest, found: AccessGrant, words: str) -> None:
    grants.decide_access(actor=request.user, grant=found, grants=True, answer=words)


def _refuse(request: SignedInRequest, found: AccessGrant, words: str) -> None:
    grants.decide_access(actor=request.user, grant=found, grants=False, answer=words)


def _revoke(request: SignedInRequest, found: AccessGrant, words: str) -> None:
    grants.revoke_access(actor=request.user, grant=found, reason=words)


ACTS: dict[str, Act] = {"agree": _agree, "refuse": _refuse, "revoke": _revoke}
DECISIONS: dict[str, tuple[tuple[str, Any], ...]] = {
    "asked": (("agree", gettext_lazy("批准查阅")), ("refuse", gettext_lazy("不批准"))),
    "granted": (("revoke", gettext_lazy("收回授权")),),
}
