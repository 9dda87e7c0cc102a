"""活动和场次: what the public may read, with the phases and refusals that the pages give."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from events.entrance import obstacles
from events.models import Event, Session
from events.querysets import SessionQuerySet
from zibo_youth.accounts.models import Person
from zibo_youth.api.errors import body
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import ApiView, Pages, checked
from zibo_youth.core.calendar import now

from .shapes import EventAnswer, OneEventAnswer, OneSessionAnswer, SessionAnswer, SessionsQuery

QUERY, EVENT, ONE_EVENT, SESSION = SessionsQuery(), EventAnswer(), OneEventAnswer(), SessionAnswer()
FOR_ALL = [AllowAny]


def _coming(request: Request) -> SessionQuerySet:
    """Sessions to come that were asked for. Raises `BadInput`."""
    rows: SessionQuerySet = Session.objects.coming(now()).wanted(checked(QUERY, request.query_params))
    return rows


def _told(event: Any, shape: EventAnswer) -> dict[str, Any]:
    for session in event.wanted:
        session.event = event
    return shape.to_representation(event)


class EventPages(Pages):
    """Events with sessions to come."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        return _told(row, EVENT)


class SessionPages(Pages):
    """Sessions to come."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        return SESSION.to_representation(row)


class Events(ApiView):
    """活动列表."""

    permission_classes = FOR_ALL
    pagination_class = EventPages

    @extend_schema(
        operation_id="events",
        summary=_("有场次要举办的活动，附符合条件的场次"),
        tags=["events"],
        parameters=[SessionsQuery],
        responses={200: EventAnswer(many=True), **refusals(400, 404)},
    )
    def get(self, request: Request) -> Response:
        rows = Event.objects.visible_to(request.user).whole().with_sessions(_coming(request))
        return EventPages().answer(rows.order_by("-pk"), request)


class OneEvent(ApiView):
    """一个活动."""

    permission_classes = FOR_ALL

    @extend_schema(
        operation_id="event",
        summary=_("一个活动的全部场次和报名问题"),
        tags=["events"],
        responses={200: OneEventAnswer, **refusals(404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        rows = Event.objects.visible_to(request.user).whole().prefetch_related("questions")
        found = get_object_or_404(rows.with_sessions(Session.objects.all()), public_id=public_id)
        return Response(_told(found, ONE_EVENT))


class Sessions(ApiView):
    """场次列表."""

    permission_classes = FOR_ALL
    pagination_class = SessionPages

    @extend_schema(
        operation_id="event_sessions",
        summary=_("要举办的活动场次，最近的在前"),
        tags=["events"],
        parameters=[SessionsQuery],
        responses={200: SessionAnswer(many=True), **refusals(400, 404)},
    )
    def get(self, request: Request) -> Response:
        rows = _coming(request).whole().prefetch_related("quotas")
        return SessionPages().answer(rows.order_by("starts_at", "pk"), request)


class OneSession(ApiView):
    """一个场次."""

    permission_classes = FOR_ALL

    @extend_schema(
        operation_id="event_session",
        summary=_("一个场次，附本人不能报名的原因"),
        tags=["events"],
        responses={200: OneSessionAnswer, **refusals(404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        rows = Session.objects.visible_to(request.user).whole().prefetch_related("quotas")
        found: Session = get_object_or_404(rows, public_id=public_id)
        person: Person | None = getattr(request.user, "person", None)
        told = obstacles(person, found) if person else []
        more = {"obstacles": [body(error.code, error, error.field) for error in told]}
        return Response(SESSION.to_representation(found) | more)
