"""A step of a case, a gift or a line as a page offers it: when, to whom, its form and its service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

# Words that it returns are told to whoever pressed, in the place of "done".
Do = Callable[[User, Any, Any], Any]
Offered = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """
    One form of the page and its button (of the same words, if none are given); no states: in each.

    ``beside``: a second button of the same form, which asks less of its fields, or something else of them.
    """

    act: str
    words: str | Promise
    action: str
    states: tuple[str, ...]
    form: type[Any]
    do: Do
    offered: Offered = bool
    button: str | Promise = ""
    beside: Step | None = None

    def pressed(self, act: str | None) -> Step | None:
        """This step, or the one beside it, if its button it was."""
        return next((each for each in (self, self.beside) if each and each.act == act), None)

    def is_for(self, user: User, of: Any) -> bool:
        in_its_time = not self.states or of.state in self.states
        return in_its_time and policy.may(user, self.action, of) and bool(self.offered(of))


@dataclass(frozen=True, slots=True)
class Offer:
    """The steps of a page with their forms; ``sent`` was pressed, and ``done`` says that it was taken."""

    steps: list[tuple[Step, Any]]
    sent: Any = None
    done: bool = False


def offer(request: SignedInRequest, of: Any, steps: Iterable[Step], *, as_: str = "room") -> Offer:
    """What this office may do now with the room, or what its forms call it, and what became of the press."""
    offered = [step for step in steps if step.is_for(request.user, of)]
    pressed = request.POST.get("act") if request.method == "POST" else None
    shown = [(step, _form_of(request, step, {as_: of}, pressed)) for step in offered]
    if pressed is None:
        return Offer(shown)
    for step, form in shown:
        chosen = step.pressed(pressed)
        if chosen:
            return Offer(shown, form, _taken(request, chosen, of, form))
    raise Http404


def _form_of(request: SignedInRequest, step: Step, of: dict[str, Any], pressed: str | None) -> Any:
    """Its fields are named by the step, whichever of its buttons is pressed."""
    chosen = step.pressed(pressed)
    sent = (request.POST, request.FILES) if chosen else ()
    return (chosen or step).form(*sent, **of, prefix=step.act)


def _taken(request: SignedInRequest, step: Step, of: Any, form: Any) -> bool:
    if form.is_valid():
        with shown_on(form):
            told = step.do(request.user, of, form)
            messages.success(request, told if isinstance(told, str) else _("已办理。"))
            return True
    return False
