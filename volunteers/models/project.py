from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from volunteers.querysets import CatalogueQuerySet, PostQuerySet, ServiceProjectQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .requirement import Requirement, ServiceRole
from .volunteer import Skill


class Brand(models.Model):
    """服务品牌 (brand): a name under which the city serves year after year, such as 金晖助老."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("品牌", "名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80)
    summary = models.CharField(pgettext_lazy("品牌", "简介"), max_length=200)
    summary_en = models.CharField(_("英文简介"), max_length=400)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务品牌")
        verbose_name_plural = pgettext_lazy("复数", "服务品牌")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @property
    def local_summary(self) -> str:
        return self.summary_en if get_language() == "en" else self.summary


class ProjectState(models.TextChoices):
    """Written, shown, over."""

    DRAFT = "draft", pgettext_lazy("志愿服务项目", "草稿")
    PUBLISHED = "published", pgettext_lazy("志愿服务项目", "进行中")
    CLOSED = "closed", pgettext_lazy("志愿服务项目", "已结项")
    CANCELLED = "cancelled", pgettext_lazy("志愿服务项目", "已取消")


PROJECT_NEXT: Mapping[str, tuple[str, ...]] = {
    ProjectState.DRAFT: (ProjectState.PUBLISHED, ProjectState.CANCELLED),
    ProjectState.PUBLISHED: (ProjectState.CLOSED, ProjectState.CANCELLED),
}


@audited()
class ServiceProject(models.Model):
    """
    志愿服务项目 (project): what an organiser does for whom, from when to when, with its posts and shifts.

    The risks stand here because they are told before anybody signs up
    (志愿服务条例 12).
    """

    State = ProjectState
    NEXT = PROJECT_NEXT

    class Kind(models.TextChoices):
        REGULAR = "regular", _("常态项目")
        LARGE_EVENT = "large_event", _("大型赛会")

    code = models.SlugField(_("项目编号"), max_length=40, unique=True)
    title = models.CharField(pgettext_lazy("志愿服务项目", "名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    kind = models.CharField(
        pgettext_lazy("志愿服务项目", "类别"), max_length=12, choices=Kind, default=Kind.REGULAR
    )
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("服务品牌")
    )
    organiser = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("组织单位")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    summary = models.TextField(pgettext_lazy("志愿服务项目", "简介"), max_length=1000)
    summary_en = models.TextField(_("英文简介"), max_length=2000, blank=True)
    risks = models.CharField(_("风险提示"), max_length=300, blank=True)
    risks_en = models.CharField(_("英文风险提示"), max_length=600, blank=True)
    place = models.CharField(pgettext_lazy("志愿服务项目", "地点"), max_length=80)
    contact_phone = models.CharField(_("联系电话"), max_length=30)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    state = models.CharField(
        pgettext_lazy("志愿服务项目", "状态"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        editable=False,
    )

    objects = ServiceProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("志愿服务项目")
        verbose_name_plural = pgettext_lazy("复数", "志愿服务项目")
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="service_project_ends_after_it_begins",
                violation_error_message=_("结束日期不得早于开始日期"),
            ),
        ]
        triggers = [moves_as_allowed("service_project_moves_as_allowed", PROJECT_NEXT)]

    def __str__(self) -> str:
        return self.local_title

    def get_absolute_url(self) -> str:
        return reverse("volunteer_project", args=[self.code])

    def _said(self, field: str) -> str:
        english = str(getattr(self, f"{field}_en")) if get_language() == "en" else ""
        return english or str(getattr(self, field))

    @property
    def local_title(self) -> str:
        return self._said("title")

    @property
    def local_summary(self) -> str:
        return self._said("summary")

    @property
    def local_risks(self) -> str:
        return self._said("risks")


@audited()
class Post(models.Model):
    """
    岗位 (post): one kind of work of a project, the role it asks for, and how its shifts are filled.

    ``staffing`` says who may take a shift: whoever is eligible, or whoever was
    accepted in a round of the project. Attending a training fulfils the
    requirement that it ``gives``.
    """

    class Kind(models.TextChoices):
        DUTY = "duty", pgettext_lazy("岗位", "服务")
        TRAINING = "training", pgettext_lazy("岗位", "培训")
        CEREMONY = "ceremony", pgettext_lazy("岗位", "授旗仪式")

    class Staffing(models.TextChoices):
        OPEN = "open", _("公开报名")
        ROUND = "round", _("按招募录取")

    project = models.ForeignKey(
        ServiceProject, models.PROTECT, related_name="posts", verbose_name=_("志愿服务项目")
    )
    name = models.CharField(pgettext_lazy("岗位", "名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    kind = models.CharField(pgettext_lazy("岗位", "类别"), max_length=10, choices=Kind, default=Kind.DUTY)
    staffing = models.CharField(_("报名方式"), max_length=8, choices=Staffing, default=Staffing.OPEN)
    role = models.ForeignKey(ServiceRole, models.PROTECT, related_name="posts", verbose_name=_("服务角色"))
    duties = models.CharField(_("服务内容"), max_length=300)
    duties_en = models.CharField(_("英文服务内容"), max_length=600, blank=True)
    gives = models.ForeignKey(
        Requirement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name=_("参加后满足的资质"),
        limit_choices_to={"kind": "training"},
    )
    is_credited = models.BooleanField(_("计入服务时长"), default=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="posts", verbose_name=_("用得上的特长"))

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("志愿服务岗位")
        verbose_name_plural = pgettext_lazy("复数", "志愿服务岗位")
        ordering = ["project", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="post_named_once_per_project"),
            models.CheckConstraint(
                condition=Q(gives__isnull=True) | Q(kind="training"), name="post_of_training_gives_it"
            ),
            # The target of a composite foreign key: a patrol's role is its post's.
            models.UniqueConstraint(fields=["id", "role"], name="post_role_is_referable"),
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def local_duties(self) -> str:
        return self.duties_en if get_language() == "en" and self.duties_en else self.duties
