"""换届 (the association's congress): units, delegates, offices and candidates."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from volunteers.election_querysets import (
    CandidateQuerySet,
    CongressQuerySet,
    DelegateQuerySet,
    ElectoralUnitQuerySet,
    OfCongressQuerySet,
)
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

HALF_AN_HOUR = 30


class CongressState(models.TextChoices):
    """Set up, candidates named, told to the public, in session, over."""

    DRAFT = "draft", pgettext_lazy("换届", "筹备")
    NOMINATING = "nominating", pgettext_lazy("换届", "提名中")
    NOTICE = "notice", pgettext_lazy("换届", "公示中")
    SESSION = "session", pgettext_lazy("换届", "会议选举")
    ANNOUNCED = "announced", pgettext_lazy("换届", "已公布")
    CANCELLED = "cancelled", pgettext_lazy("换届", "已取消")


CONGRESS_NEXT: Mapping[str, tuple[str, ...]] = {
    CongressState.DRAFT: (CongressState.NOMINATING, CongressState.CANCELLED),
    CongressState.NOMINATING: (CongressState.NOTICE, CongressState.CANCELLED),
    CongressState.NOTICE: (CongressState.SESSION, CongressState.CANCELLED),
    CongressState.SESSION: (CongressState.ANNOUNCED, CongressState.CANCELLED),
}


def hours_of(minutes: int) -> Decimal:
    """Hours as readers are told them: in half hours, as service is counted (reference/domain.md 1.9)."""
    return Decimal(minutes // HALF_AN_HOUR) / 2


@audited()
class Congress(models.Model):
    """
    换届大会 (congress): the association elects who leads it for the next term.

    Who is elected stands in the counted rounds; the term begins on the day of the announcement.
    """

    State = CongressState
    NEXT = CONGRESS_NEXT

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    title = models.CharField(pgettext_lazy("换届", "名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120)
    held_on = models.DateField(_("会议日期"))
    place = models.CharField(_("会议地点"), max_length=80)
    term_years = models.PositiveSmallIntegerField(_("任期（年）"), default=5)
    state = models.CharField(
        pgettext_lazy("换届", "状态"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    notice_until = models.DateField(_("公示截止"), null=True, blank=True, editable=False)
    starts_on = models.DateField(_("任期开始"), null=True, blank=True, editable=False)

    objects = CongressQuerySet.as_manager()

    class Meta:
        verbose_name = _("换届大会")
        verbose_name_plural = pgettext_lazy("复数", "换届大会")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_years__range=(1, 10)), name="congress_term_between_1_and_10_years"
            ),
            models.CheckConstraint(
                condition=Q(state="announced", starts_on__isnull=False)
                | (~Q(state="announced") & Q(starts_on__isnull=True)),
                name="congress_term_begins_when_announced",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "nominating", "cancelled"]) | Q(notice_until__isnull=False),
                name="congress_has_a_notice_before_its_session",
            ),
        ]
        triggers = [moves_as_allowed("congress_moves_as_allowed", CONGRESS_NEXT)]

    def __str__(self) -> str:
        return self.local_title

    def get_absolute_url(self) -> str:
        return reverse("volunteer_congress", args=[self.code])

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" else self.title


class ElectoralUnit(models.Model):
    """选举单位 (electoral unit): an organisation that sends so many delegates and names candidates."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="units", verbose_name=_("换届大会"))
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    quota = models.PositiveSmallIntegerField(_("代表名额"))

    objects = ElectoralUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("选举单位")
        verbose_name_plural = pgettext_lazy("复数", "选举单位")
        ordering = ["congress", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "organisation"], name="electoral_unit_once_per_congress"
            ),
            models.CheckConstraint(condition=Q(quota__range=(1, 200)), name="electoral_unit_sends_1_to_200"),
            # The targets of composite foreign keys.
            models.UniqueConstraint(fields=["id", "quota"], name="electoral_unit_quota_is_referable"),
            models.UniqueConstraint(fields=["id", "congress"], name="electoral_unit_congress_is_referable"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


@audited()
class Delegate(models.Model):
    """
    代表 (delegate) of a unit; ``number`` counts within the unit's quota.

    ``present_at`` is the roll of the session: who is not on it cannot vote.
    """

    congress = models.ForeignKey(
        Congress, models.PROTECT, related_name="delegates", verbose_name=_("换届大会")
    )
    unit = models.ForeignKey(
        ElectoralUnit, models.PROTECT, related_name="delegates", verbose_name=_("选举单位")
    )
    volunteer = models.ForeignKey(
        "volunteers.Volunteer", models.PROTECT, related_name="+", verbose_name=_("志愿者")
    )
    number = models.PositiveSmallIntegerField(_("名额序号"), editable=False)
    cap = models.PositiveSmallIntegerField(_("代表名额"), editable=False)
    present_at = models.DateTimeField(_("签到时间"), null=True, blank=True, editable=False)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表")
        verbose_name_plural = pgettext_lazy("复数", "代表")
        ordering = ["unit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "volunteer"], name="delegate_once_per_congress"),
            models.UniqueConstraint(fields=["unit", "number"], name="delegate_one_per_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(number__lte=F("cap")), name="delegate_within_quota"
            ),
            models.UniqueConstraint(fields=["id", "congress"], name="delegate_congress_is_referable"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.number}"


class AssociationOffice(models.Model):
    """职务 (office): what is elected, how many seats it has, and how many may stand for it."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="offices", verbose_name=_("换届大会"))
    name = models.CharField(pgettext_lazy("职务", "名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("应选名额"))
    max_candidates = models.PositiveSmallIntegerField(_("候选人上限"))
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    objects = OfCongressQuerySet.as_manager()

    class Meta:
        verbose_name = _("选举职务")
        verbose_name_plural = pgettext_lazy("复数", "选举职务")
        ordering = ["congress", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "name"], name="office_named_once_per_congress"),
            models.CheckConstraint(
                condition=Q(seats__gte=1) & Q(max_candidates__gte=F("seats")) & Q(max_candidates__lte=200),
                name="office_has_seats_and_room_for_candidates",
                violation_error_message=_("候选人上限不得少于应选名额，也不超过 200 人"),
            ),
            models.UniqueConstraint(fields=["id", "congress"], name="office_congress_is_referable"),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class CandidateState(models.TextChoices):
    """Named, looked at, on the ballot or off it."""

    NAMED = "named", pgettext_lazy("候选人", "待审查")
    STANDING = "standing", pgettext_lazy("候选人", "候选")
    REFUSED = "refused", pgettext_lazy("候选人", "不予列入")
    STRUCK = "struck", pgettext_lazy("候选人", "已除名")
    WITHDRAWN = "withdrawn", pgettext_lazy("候选人", "已退出")


CANDIDATE_NEXT: Mapping[str, tuple[str, ...]] = {
    CandidateState.NAMED: (CandidateState.STANDING, CandidateState.REFUSED, CandidateState.WITHDRAWN),
    CandidateState.STANDING: (CandidateState.STRUCK, CandidateState.WITHDRAWN),
}


@audited()
class Candidate(models.Model):
    """
    候选人 (candidate) for one office, named by a unit.

    ``minutes`` are the final hours on the day of the nomination: what happens to the ledger
    afterwards changes nobody's standing unseen.
    """

    State = CandidateState
    NEXT = CANDIDATE_NEXT

    congress = models.ForeignKey(
        Congress, models.PROTECT, related_name="candidates", verbose_name=_("换届大会")
    )
    office = models.ForeignKey(
        AssociationOffice, models.PROTECT, related_name="candidates", verbose_name=_("选举职务")
    )
    unit = models.ForeignKey(
        ElectoralUnit, models.PROTECT, related_name="candidates", verbose_name=_("提名单位")
    )
    volunteer = models.ForeignKey(
        "volunteers.Volunteer", models.PROTECT, related_name="+", verbose_name=_("志愿者")
    )
    statement = models.CharField(_("简要事迹"), max_length=300)
    minutes = models.PositiveIntegerField(_("已生效服务分钟数"), editable=False)
    state = models.CharField(
        pgettext_lazy("候选人", "状态"), max_length=10, choices=State, default=State.NAMED, editable=False
    )
    reason = models.CharField(_("审查意见"), max_length=300, blank=True, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("候选人")
        verbose_name_plural = pgettext_lazy("复数", "候选人")
        ordering = ["office", "id"]
        constraints = [
            models.UniqueConstraint(fields=["office", "volunteer"], name="candidate_named_once_per_office"),
            models.UniqueConstraint(fields=["id", "office"], name="candidate_office_is_referable"),
        ]
        triggers = [
            moves_as_allowed("candidate_moves_as_allowed", CANDIDATE_NEXT),
            pgtrigger.ReadOnly(name="candidate_hours_are_frozen", fields=["minutes"]),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.volunteer.person.full_name}"

    @property
    def hours(self) -> Decimal:
        return hours_of(self.minutes)
