"""The portal's own addresses, and the bare view that a booking is held against."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.urls import path

from zibo_youth.accounts.models import Counter
from zibo_youth.core.calendar import now
from zibo_youth.urls import urlpatterns as portal


@login_required
def one_insert(request: HttpRequest) -> JsonResponse:
    """An authenticated Django view that writes one row."""
    row = Counter.objects.create(key=str(uuid.uuid4()), window=now())
    return JsonResponse({"id": row.pk}, status=201)


urlpatterns = [*portal, path("bench/one-insert/", one_insert)]
