"""报名名单: who comes to the events of one's office."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.models import Registration
from zibo_youth.api.machines import OfficeView
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import Pages, checked, signed_in

from .shapes import DeskRegistrationAnswer, RegistrationsQuery

QUERY, ROW = RegistrationsQuery(), DeskRegistrationAnswer()
LOOKUPS = {"session": "session__public_id", "state": "state"}


class DeskPages(Pages):
    """In the order of coming."""

    def draw(self, row: Registration, request: Request) -> dict[str, Any]:
        return ROW.to_representation(row)


class Registrations(OfficeView):
    """活动报名（工作人员）."""

    action = "events.view_registration"
    pagination_class = DeskPages

    @extend_schema(
        operation_id="event_registrations",
        summary=_("本单位所办活动的报名，按报名先后"),
        tags=["events"],
        parameters=[RegistrationsQuery],
        responses={200: DeskRegistrationAnswer(many=True), **refusals(400, 401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(QUERY, request.query_params)
        rows = Registration.objects.managed_by(signed_in(request)).whole()
        rows = rows.filter(**{LOOKUPS[name]: value for name, value in asked.items()})
        return DeskPages().answer(rows.order_by("pk"), request)
