"""A step of a case as a page offers it: when, to whom, with which form, by which service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hope_rooms.forms.steps import StepForm
from hope_rooms.models import HopeRoom
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

Do = Callable[[User, HopeRoom, Any], Any]
Offered = Callable[[HopeRoom], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One form of the page and its one button (of the same words, if none are given); no states: in each."""

    act: str
    words: str | Promise
    action: str
    states: tuple[str, ...]
    form: type[StepForm]
    do: Do
    offered: Offered = bool
    button: str | Promise = ""

    def is_for(self, user: User, room: HopeRoom) -> bool:
        in_its_time = not self.states or room.state in self.states
        return in_its_time and policy.may(user, self.action, room) and bool(self.offered(room))


@dataclass(frozen=True, slots=True)
class Offer:
    """The steps of a page with their forms; ``sent`` was pressed, and ``done`` says that it was taken."""

    steps: list[tuple[Step, Any]]
    sent: Any = None
    done: bool = False


def offer(request: SignedInRequest, room: HopeRoom, steps: Iterable[Step]) -> Offer:
    """What this office may do with the room now, and what became of the step that was pressed."""
    offered = [step for step in steps if step.is_for(request.user, room)]
    pressed = request.POST.get("act") if request.method == "POST" else None
    shown = [(step, _form_of(request, step, room, step.act == pressed)) for step in offered]
    if pressed is None:
        return Offer(shown)
    found = next((each for each in shown if each[0].act == pressed), None)
    if found is None:
        raise Http404
    return Offer(shown, found[1], _taken(request, found[0], room, found[1]))


def _form_of(request: SignedInRequest, step: Step, room: HopeRoom, is_sent: bool) -> StepForm:
    sent = (request.POST, request.FILES) if is_sent else ()
    return step.form(*sent, room=room, prefix=step.act)


def _taken(request: SignedInRequest, step: Step, room: HopeRoom, form: Any) -> bool:
    if form.is_valid():
        with shown_on(form):
            step.do(request.user, room, form)
            messages.success(request, _("已办理。"))
            return True
    return False
