"""
青安岗创建集体 (SA01): teams of the year that the city has registered, at the end of a month.

A team counts from its registration on, whether or not it is named in the end; one that was excluded,
withdrew or was declined counts no longer (domain.md §4.3).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import SafetyPost

COLUMNS = (
    Column(_("集体名称"), lambda post: post.team_name),
    Column(_("企业"), lambda post: str(post.enterprise)),
    Column(_("填报单位"), lambda post: str(post.reporting_org)),
    Column(_("市级登记日期"), lambda post: post.registered_on),
    Column(pgettext_lazy("青安岗", "状态"), lambda post: post.get_state_display()),
)


def teams_of_the_year(period: Period) -> Any:
    """Of the year in which the period ends."""
    return SafetyPost.objects.registered_in(period.last.year, period.end)


def register_post_kpis() -> None:
    """Called once, when the app is ready."""
    register(
        Kpi(
            code="SA01",
            label=_("青安岗创建集体"),
            unit=Unit.POSTS,
            kind=Kind.STOCK,
            action=Action.SAFETY,
            definition=_("本年度经市级登记、期末没有被否决、撤回或不予推荐的青安岗创建集体个数"),
            source=_("青安岗申报登记"),
            facts=Facts(
                rows=teams_of_the_year,
                measure=Count("pk"),
                credited_to="reporting_org",
                related=["enterprise__organisation", "reporting_org"],
                columns=COLUMNS,
            ),
        )
    )
