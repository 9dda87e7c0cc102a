"""Pages of the message box, and the demonstration's telephone."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zibo_youth.accounts.models import User

from . import services
from .letters import letters
from .models import Notice, SmsMessage
from .telephone import screen

PER_PAGE = 20
SHOWN_TEXTS = 30


@login_required
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """我的消息 (my messages): newest first, unread marked."""
    mine = Notice.objects.addressed_to(cast(User, request.user)).order_by("-id")
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/messages.html", {"page": page, "letters": letters(list(page))})


@login_required
@require_safe
def message(request: HttpRequest, number: int) -> HttpResponse:
    """一条消息 (one message): opening it marks it read."""
    user = cast(User, request.user)
    notice = get_object_or_404(Notice.objects.addressed_to(user), pk=number)
    services.read_notice(actor=user, notice=notice)
    [letter] = letters([notice])
    return render(request, "notifications/message.html", {"letter": letter})


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """全部标为已读 (mark all read)."""
    services.read_all(actor=cast(User, request.user))
    return redirect("messages")


@never_cache
@require_safe
def demo_messages(request: HttpRequest) -> HttpResponse:
    """演示手机 (demo telephone): the newest text messages of everybody. Only the demonstration has it."""
    if not settings.DEMO:
        raise Http404
    newest = SmsMessage.objects.order_by("-id")[:SHOWN_TEXTS]
    return render(request, "notifications/demo_messages.html", {"bubbles": screen(newest)})
