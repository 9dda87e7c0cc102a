"""结对 by the child's code: how far it is, and the clock of its visits."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hope_rooms.models import Pairing
from hope_rooms.services.ladder import window_of
from zibo_youth.api.machines import OfficeView
from zibo_youth.api.schema import refusals
from zibo_youth.api.views import Pages, checked, signed_in
from zibo_youth.core.calendar import today

from .shapes import PairingAnswer, PairingsQuery

QUERY, PAIRING = PairingsQuery(), PairingAnswer()


class PairingPages(Pages):
    """Pairings in the order of the children's codes."""

    def draw(self, row: Any, request: Request) -> dict[str, Any]:
        window = window_of(row) if row.visits_now else None
        row.visit_due_on = window and window.next_due_on(today())
        row.visits_missed = window.missed_on(today()) if window else 0
        return PAIRING.to_representation(row)


class Pairings(OfficeView):
    """结对列表."""

    action = "hope_rooms.view_pairing"
    pagination_class = PairingPages

    @extend_schema(
        operation_id="hope_pairings",
        summary=_("本单位可见的结对：编号、状态、走访次数和期限"),
        tags=["hope-rooms"],
        parameters=[PairingsQuery],
        responses={200: PairingAnswer(many=True), **refusals(400, 401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        asked = checked(QUERY, request.query_params)
        rows = Pairing.objects.managed_by(signed_in(request)).whole().with_window().with_visits_made()
        return PairingPages().answer(rows.filter(**asked).order_by("child__code", "pk"), request)
