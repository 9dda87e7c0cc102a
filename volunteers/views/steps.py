"""下一步 (the next step) at a desk of the city: one button a state, and the end of it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from zibo_youth.accounts.signed_in import SignedInRequest, tried

__all__ = ["CANCEL", "Steps", "next_step", "take", "tried"]

CANCEL = "cancel"
# By state: the word on the button, and the service behind it.
Steps = Mapping[str, tuple[str, Callable[..., Any]]]


def next_step(steps: Steps, state: str) -> str:
    """The word of the step that this state offers, or nothing."""
    return steps[state][0] if state in steps else ""


def take(
    request: SignedInRequest, steps: Steps, state: str, cancel: Callable[..., Any], **target: Any
) -> None:
    """What was pressed, when this state offers it; an old page's button does nothing."""
    asked = request.POST.get("act", "")
    service = cancel if asked == CANCEL else dict(steps.values()).get(asked)
    if service and asked in (CANCEL, next_step(steps, state)):
        tried(request, lambda: service(actor=request.user, **target), _("已办理。"))
