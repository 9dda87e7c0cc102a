"""创业金融一览: five things of one district or of the city up to a day, and the rows behind each number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loans.forms.overview import OverviewForm
from loans.overview import number_of, overview_of, shown_of, up_to
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.calendar import today
from zibo_youth.core.templatetags.portal import grouped

from .investing import OVERVIEW, VIEW_EQUITY, VIEW_PRE_APPROVED
from .lines import VIEW as LINES

VIEW, PER_PAGE = OVERVIEW, 50


def units_of(request: SignedInRequest) -> list[Organisation]:
    """The districts whose numbers this office reads."""
    reach = policy.reach(request.user, VIEW)
    units = Organisation.objects.filter(is_reporting=True).select_related("area").order_by("kind", "code")
    return list(units if reach.everything else units.filter(pk__in=reach.districts))


def _asked(request: SignedInRequest) -> tuple[OverviewForm, Organisation | None, date]:
    """The district and the day of the address; a district's office has its own, whatever is asked."""
    units = units_of(request)
    sees_all = policy.reach(request.user, VIEW).everything
    form = OverviewForm(request.GET or None, units=units, sees_all=sees_all)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    unit = asked.get("unit") or (None if sees_all else units[0])
    return form, unit, asked.get("on") or today()


def _query(unit: Organisation | None, day: date) -> str:
    """The same district and day on the next page."""
    return urlencode({"unit": unit.code if unit else "", "on": day.isoformat()})


@needs_office(VIEW)
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """创业金融一览."""
    form, unit, day = _asked(request)
    words = {
        "form": form,
        "unit": unit,
        "day": day,
        "query": _query(unit, day),
        "overview": overview_of(day, unit.pk if unit else None),
        "may_see_lines": policy.may(request.user, LINES),
        "may_see_pre_approved": policy.may(request.user, VIEW_PRE_APPROVED),
        "may_see_equity": policy.may(request.user, VIEW_EQUITY),
    }
    return render(request, "loans/overview/page.html", words)


def _cell(value: Any) -> Any:
    """Amounts in groups of three, as everywhere in the loans."""
    return grouped(value) if isinstance(value, Decimal) else value


@needs_office(VIEW)
@require_safe
def number(request: SignedInRequest, figure: str) -> HttpResponse:
    """明细: the rows behind one number, the rule that counts them, and up to which day."""
    found = number_of(figure)
    if found is None or found.facts is None:
        raise Http404
    form, unit, day = _asked(request)
    rows = found.rows(up_to(day), unit.pk if unit else None)
    columns = found.facts.columns
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "kpi": found,
        "form": form,
        "unit": unit,
        "day": day,
        "query": _query(unit, day),
        "shown": shown_of(found, day=day, organisation=unit.pk if unit else None),
        "page": page,
        "columns": [column.heading for column in columns],
        "lines": [[(column.heading, _cell(column.read(row))) for column in columns] for row in page],
    }
    return render(request, "loans/overview/number.html", words)
