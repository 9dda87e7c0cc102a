"""What the volunteers show on the house's own pages: the card, its links, the ways to the desks."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts import policy
from zibo_youth.core import cards

from .models import ServiceProject, Volunteer

STAFF_LINKS = (
    ("volunteers.review_attendance", cards.Link(_("负责人现场"), "volunteer_desk")),
    ("volunteers.decide_member", cards.Link(_("队员管理"), "volunteer_members")),
    ("volunteers.manage_signup", cards.Link(_("班次管理"), "manage_shifts")),
    ("volunteers.manage_round", cards.Link(_("招募管理"), "volunteer_round_desk")),
    ("volunteers.manage_patrolarea", cards.Link(_("水域巡护"), "patrol_desk")),
    ("volunteers.view_crowdsession", cards.Link(_("活动场次"), "crowd_sessions")),
    ("volunteers.check_item", cards.Link(_("待核验资质"), "volunteer_proofs")),
    ("volunteers.check_item", cards.Link(_("志愿者档案"), "volunteer_people")),
    ("volunteers.record_hours", cards.Link(_("时长管理"), "volunteer_hour_desk")),
    ("volunteers.issue_certificate", cards.Link(_("证明办理"), "volunteer_certificate_desk")),
    ("volunteers.name_delegate", cards.Link(_("选举单位"), "volunteer_units")),
    ("volunteers.manage_congress", cards.Link(_("换届工作台"), "volunteer_congress_desks")),
    ("volunteers.manage_awardseason", cards.Link(_("评选工作台"), "volunteer_award_desks")),
)


def volunteers_registered() -> int:
    """在册志愿者 (registered volunteers)."""
    return Volunteer.objects.active().count()


def projects_running() -> int:
    """进行中的项目 (running projects)."""
    return ServiceProject.objects.published().count()


def account_links(request: HttpRequest) -> list[cards.Link]:
    """One's own service; for those who lead or check, the ways to their desks."""
    if not request.user.is_authenticated:
        return []
    links = [cards.Link(_("我的志愿服务"), "volunteer_me")]
    if request.user.is_staff:
        links += [link for action, link in STAFF_LINKS if policy.may(request.user, action)]
    return links


def register_cards() -> None:
    """Called once, when the app is ready."""
    cards.register(
        cards.ProgrammeCard(
            key="volunteers",
            title=_("志愿服务"),
            summary=_("助老、助残、护河、赛会：选一个班次，用手机签到，时长有据可查，证明随时可验。"),
            home=cards.Link(_("查找项目"), "volunteer_projects"),
            start=cards.Link(_("我要做志愿者"), "volunteer_me"),
            links=(
                cards.Link(_("志愿者招募"), "volunteer_rounds"),
                cards.Link(_("查找班次"), "volunteer_shifts"),
                cards.Link(_("我的时长"), "volunteer_hours"),
                cards.Link(_("查验服务证明"), "volunteer_certificate_verify"),
            ),
            icon="img/volunteers.svg",
            account_links=account_links,
            figures=(
                cards.PublicFigure(_("在册志愿者"), pgettext_lazy("单位", "人"), volunteers_registered),
                cards.PublicFigure(_("进行中的项目"), pgettext_lazy("单位", "个"), projects_running),
            ),
        )
    )
