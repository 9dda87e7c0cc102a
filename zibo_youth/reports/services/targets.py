"""年度目标 (targets): the city's, and the districts' that add up to it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from django.db import transaction

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.errors import explaining
from zibo_youth.reports.errors import TargetInvalid, TargetsDoNotAddUp
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.models import Target


def divide(value: Decimal, weights: Mapping[int, Decimal], *, decimals: int = 0) -> dict[int, Decimal]:
    """
    分解 (divide) a target by weights, so that the parts add up exactly: largest remainders first.

    Equal remainders go to the greater weight, then to the smaller key, so that
    the same weights always give the same parts.
    """
    step, whole = Decimal(1).scaleb(-decimals), sum(weights.values())
    exact = {key: value * weight / whole for key, weight in weights.items()}
    parts = {key: share.quantize(step, ROUND_DOWN) for key, share in exact.items()}
    left = int((value - sum(parts.values())) / step)
    for key in sorted(weights, key=lambda one: (parts[one] - exact[one], -weights[one], one))[:left]:
        parts[key] += step
    return parts


@transaction.atomic
def set_targets(
    *,
    actor: policy.Actor,
    year: int,
    code: str,
    city: Decimal,
    units: Mapping[Organisation, Decimal],
    source: str = "",
) -> None:
    """
    设定目标 (set the targets) of one indicator for a year: the city's and its division.

    Where districts add up, so must their targets. Raises `TargetsDoNotAddUp`,
    `TargetInvalid`, and `KeyError` for a code that is no indicator.
    """
    policy.require(actor, "reports.manage_target")
    total = sum(units.values(), Decimal(0))
    if kpi(code).kind.adds_districts and units and total != city:
        raise TargetsDoNotAddUp(sum=total, city=city, difference=total - city)
    top = Organisation.objects.get(kind="city")
    with explaining(target_is_not_negative=TargetInvalid):
        Target.objects.bulk_create(
            [
                Target(year=year, organisation=one, code=code, value=value, source=source)
                for one, value in ({top: city} | dict(units)).items()
            ],
            update_conflicts=True,
            unique_fields=["year", "organisation", "code"],
            update_fields=["value", "source"],
        )
