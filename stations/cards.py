"""What the stations show on the house's own pages: the card, its links, the public figures."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stations.models import Station, Stay
from zibo_youth.accounts import policy
from zibo_youth.core import cards
from zibo_youth.core.calendar import today


def stations_open() -> int:
    """今天开放的驿站 (stations open today)."""
    return Station.objects.open_on(today()).count()


def stays_served() -> int:
    """服务人次 (stays served): stays in which somebody slept, each arrival once."""
    return Stay.objects.served().count()


STAFF_LINKS = (
    ("stations.check_in_stay", cards.Link(_("驿站前台"), "desk")),
    ("stations.receive_visit", cards.Link(_("会客厅前台"), "lounge_desk")),
    ("stations.view_figures", cards.Link(_("运营数据"), "station_figures")),
    ("stations.view_funnel", cards.Link(_("成效漏斗"), "stay_funnel")),
    ("stations.view_month", cards.Link(_("驿站运行月表"), "station_month")),
    ("stations.view_partner", cards.Link(_("合作单位"), "partner_list")),
)


def staff_links(request: HttpRequest) -> list[cards.Link]:
    """The ways to the desk and to the figures, for those who serve at a house."""
    if not (request.user.is_authenticated and request.user.is_staff):
        return []
    return [link for action, link in STAFF_LINKS if policy.may(request.user, action)]


def account_links(request: HttpRequest) -> list[cards.Link]:
    """One's own visits to lounges; for those who serve at a house, the ways to its desk and figures."""
    if not request.user.is_authenticated:
        return []
    return [cards.Link(_("我的会客厅预约"), "my_lounge_visits"), *staff_links(request)]


def register_cards() -> None:
    """Called once, when the app is ready."""
    cards.register(
        cards.ProgrammeCard(
            key="stations",
            title=cast("cards.Text", settings.PORTAL["station_name"]),
            summary=_("来淄求职、考察、交流、实习的青年，每年可免费住 6 晚，全市驿站任选。"),
            home=cards.Link(_("查找驿站"), "station_finder"),
            start=cards.Link(_("我要入住"), "stay_eligibility"),
            links=(
                cards.Link(_("申请条件"), "stay_eligibility"),
                cards.Link(_("全部驿站和床位"), "station_finder"),
                cards.Link(_("女生床位"), "station_finder", "?gender=female"),
                cards.Link(_("男生床位"), "station_finder", "?gender=male"),
                cards.Link(_("青年会客厅"), "lounge_list"),
            ),
            icon="img/station.svg",
            account_links=account_links,
            figures=(
                cards.PublicFigure(_("开放驿站"), _("家"), stations_open, as_of=today),
                cards.PublicFigure(_("服务青年"), _("人次"), stays_served, as_of=today),
            ),
        )
    )
