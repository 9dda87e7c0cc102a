"""What the reports show on the house's own pages: the public figures, and the ways to the two desks."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.core import cards

STAFF_LINKS = (
    ("reports.fill_report", cards.Link(_("月报填报"), "district_reports")),
    ("reports.decide_report", cards.Link(_("月报审核"), "city_reports")),
    ("reports.export_report", cards.Link(_("导出列表"), "export_jobs")),
    ("reports.manage_target", cards.Link(_("年度目标"), "city_targets")),
)


def account_links(request: HttpRequest) -> list[cards.Link]:
    """The ways to the desks, for those who report and those who decide."""
    if not (request.user.is_authenticated and request.user.is_staff):
        return []
    return [link for action, link in STAFF_LINKS if policy.may(request.user, action)]


def register_cards() -> None:
    """Called once, when the app is ready."""
    cards.register(
        cards.ProgrammeCard(
            key="reports",
            title=_("数据公开"),
            summary=_("重点行动的年度目标和进展，青年驿站每月、各区县的服务数据，口径和截至日期都写明。"),
            home=cards.Link(_("数据公开"), "figures"),
            start=cards.Link(_("查看数据"), "figures"),
            icon="img/reports.svg",
            account_links=account_links,
        )
    )
