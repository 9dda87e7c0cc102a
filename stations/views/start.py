"""申请入住 (start page): what it is, five questions, and every rule's answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stations.eligibility import Assessment, assess
from stations.facts import policy_on
from stations.forms.booking import EligibilityForm
from stations.models import StayPolicy
from zibo_youth.core.calendar import today

from .draft_pages import asked_dates
from .draft_referral import remember


@require_safe
def eligibility(request: HttpRequest) -> HttpResponse:
    """资格自测 (start page): what it is, five questions, and every rule's answer. Anybody may ask."""
    remember(request)
    person = getattr(request.user, "person", None)
    knows_age = bool(person and person.birth_date)
    asked = request.GET if "check" in request.GET else None
    form = EligibilityForm(
        asked,
        initial=asked_dates(request) | {"nights": 2},
        knows_age=knows_age,
        asks_education=_asks_education(person),
    )
    answer = _assessed(form, person) if asked and form.is_valid() else None
    policy = policy_on(today())
    context = {
        "form": form,
        "assessment": answer,
        "policy": policy,
        "onward": _onward(form) if answer else "",
    }
    return render(request, "stations/booking/eligibility.html", context)


def _asks_education(person: Any) -> bool:
    """Only where a policy wants to know, and nobody has told it before."""
    is_known = bool(person and person.education)
    return not is_known and StayPolicy.objects.asking_for_education(today()).exists()


def _assessed(form: EligibilityForm, person: Any) -> Assessment:
    told = form.cleaned_data
    return assess(
        guest=person if person and person.has_identity else None,
        station=told["station"],
        arrival=told["arrival"],
        departure=form.departure,
        purpose=told["purpose"],
        declared_non_native=told["non_native"] == "yes",
        has_evidence=told["has_evidence"] == "yes",
        today=today(),
        age=told["age"] if "age" in told else person.age_on(told["arrival"]),
        education=told["education"] if "education" in told else getattr(person, "education", ""),
    )


def _onward(form: EligibilityForm) -> str:
    """The wizard's first page with everything that was just said: nothing is asked twice."""
    told = form.cleaned_data
    said = {name: form.data.get(name, "") for name in ("station", "arrival", "nights", "purpose")}
    if told["non_native"] == "yes":
        said["non_native"] = "yes"
    return f"{reverse('stay_dates')}?{urlencode(said)}"
