"""我的报名: one's own registrations, with the refusals that the pages give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.entrance import Permit, Wish
from events.models import Quota, Registration
from events.services import registrations
from zibo_youth.accounts import limits
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import once
from zibo_youth.api.errors import BadInput
from zibo_youth.api.schema import IDEMPOTENCY_KEY, refusals
from zibo_youth.api.views import ApiView, Pages, checked, idempotency_key, own_person, signed_in

from .shapes import NewRegistration, OwnRegistrationAnswer

OWN, NEW = OwnRegistrationAnswer(), NewRegistration()
ACTED = {200: OwnRegistrationAnswer, **refusals(401, 403, 404, 409)}


class OwnPages(Pages):
    """One's own registrations, the latest first."""

    def draw(self, row: Registration, request: Request) -> dict[str, Any]:
        return OWN.to_representation(row)


def _own(user: User) -> Any:
    return Registration.objects.of_person(user.person_id).whole().order_by("-pk")


class Registrations(ApiView):
    """我的报名：查看与报名."""

    pagination_class = OwnPages

    @extend_schema(
        operation_id="own_event_registrations",
        summary=_("我的活动报名"),
        tags=["events"],
        responses={200: OwnRegistrationAnswer(many=True), **refusals(401, 404)},
    )
    def get(self, request: Request) -> Response:
        return OwnPages().answer(_own(signed_in(request)), request)

    @extend_schema(
        operation_id="event_register",
        summary=_("报名或候补一个场次：全体一起录取，或一起候补"),
        tags=["events"],
        parameters=[IDEMPOTENCY_KEY],
        request=NewRegistration,
        responses={201: OwnRegistrationAnswer, **refusals(400, 401, 403, 409, 413, 415, 429)},
    )
    def post(self, request: Request) -> Response:
        key, user = idempotency_key(request), signed_in(request)
        own_person(request)
        asked = checked(NEW, request.data)
        limits.allow_registration(user.pk)
        return Response(once(user, key, {"event": asked}, lambda: _register(user, asked)), status=201)


def _register(user: User, asked: dict[str, Any]) -> dict[str, Any]:
    # Parts, session and event in one read: at a rush, thousands come at one instant.
    parts = list(Quota.objects.of_shown(asked["session"]).select_related("session__event"))
    if not parts:
        raise BadInput({"session": [_("没有这个场次")]}, {"session": str(_("场次编号"))})
    wish = _wish(parts, asked)
    made = registrations.register(actor=user, session=wish.quota.session, wish=wish, may_wait=asked["wait"])
    return OWN.to_representation(made)


def _wish(parts: list[Quota], asked: dict[str, Any]) -> Wish:
    permit = asked.get("permit")
    return Wish(
        quota=_quota(parts, asked.get("quota")),
        companions=tuple(asked.get("companions", ())),
        answers={each["question"]: each["words"] for each in asked.get("answers", ())},
        permit=Permit(**permit) if permit else None,
    )


def _quota(parts: list[Quota], number: int | None) -> Quota:
    """The part of this number, or the only one; none that is kept for an organisation."""
    parts = [each for each in parts if each.organisation_id is None]
    found = [each for each in parts if each.pk == number] if number else parts
    if len(found) != 1:
        raise BadInput({"quota": [_("请选择本场次的名额组")]}, {"quota": str(_("名额组编号"))})
    return found[0]


class _Act(ApiView):
    """One act on one's own registration; a second call finds that it was done."""

    def answer(self, request: Request, public_id: UUID, act: Callable[..., Registration]) -> Response:
        user = signed_in(request)
        found = get_object_or_404(_own(user), public_id=public_id)
        return Response(OWN.to_representation(act(actor=user, registration=found)))


class Cancel(_Act):
    """取消报名."""

    @extend_schema(
        operation_id="event_registration_cancel",
        summary=_("取消报名或退出候补"),
        tags=["events"],
        request=None,
        responses=ACTED,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        return self.answer(request, public_id, registrations.cancel_registration)


class Accept(_Act):
    """接受名额."""

    @extend_schema(
        operation_id="event_registration_accept",
        summary=_("确认候补到的名额"),
        tags=["events"],
        request=None,
        responses=ACTED,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        return self.answer(request, public_id, registrations.accept_offer)


class Decline(_Act):
    """不要名额."""

    @extend_schema(
        operation_id="event_registration_decline",
        summary=_("不要候补到的名额，让给下一位"),
        tags=["events"],
        request=None,
        responses=ACTED,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        return self.answer(request, public_id, registrations.decline_offer)
