from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.querysets import PersonQuerySet
from zibo_youth.core import crypto
from zibo_youth.core.audit import audited
from zibo_youth.core.calendar import age_on
from zibo_youth.core.scope import Scope, ScopedQuerySet

# What an erased person's row looks like; gender and the keyed hash of the document may stay (decision 0040).
NOTHING_TOLD = Q(
    **dict.fromkeys(["full_name", "mobile", "id_sealed", "id_last4", "education", "university"], ""),
    **dict.fromkeys(["native_place", "emergency_contact", "emergency_mobile"], ""),
    birth_date__isnull=True,
    graduation_year__isnull=True,
    identity_state="none",
)


@audited(exclude=["id_sealed"])
class Person(models.Model):
    """
    自然人 (person): the human behind one or more log-ins, one per identity document.

    Allowances and limits belong to the person, never to the log-in, so a second
    telephone gives no seventh night. The document number is sealed; equality is
    decided by its blind index, display by its last four.
    """

    class IdType(models.TextChoices):
        MAINLAND = "id_card", _("居民身份证")
        RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
        FOREIGN_PERMANENT = "foreign_permanent", _("外国人永久居留身份证")
        HK_MACAO_PERMIT = "hk_macao_permit", _("港澳居民来往内地通行证")
        TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
        PASSPORT = "passport", _("护照")

    class Gender(models.IntegerChoices):
        """GB/T 2261.1."""

        UNKNOWN = 0, _("未知")
        MALE = 1, _("男")
        FEMALE = 2, _("女")

    class Education(models.TextChoices):
        """学历, the lowest first: this order is what `reaches` compares by."""

        SECONDARY = "secondary", _("高中及以下")
        COLLEGE = "college", _("大专")
        BACHELOR = "bachelor", _("本科")
        MASTER = "master", _("硕士")
        DOCTOR = "doctor", _("博士")

        def reaches(self, lowest: str) -> bool:
            """Whether this is the lowest education that is asked for, or a higher one."""
            order = list(type(self))
            return order.index(self) >= order.index(type(self)(lowest))

    class IdentityState(models.TextChoices):
        NONE = "none", _("未实名")
        STATED = "stated", _("已填写")
        VERIFIED = "verified", _("已核验")

    public_id = models.UUIDField(
        pgettext_lazy("人员", "编号"), default=uuid.uuid4, unique=True, editable=False
    )
    full_name = models.CharField(_("姓名"), max_length=60, blank=True)
    mobile = models.CharField(_("手机号"), max_length=20, blank=True)
    id_type = models.CharField(_("证件类型"), max_length=20, choices=IdType, blank=True)
    id_sealed = models.TextField(_("证件号码（密文）"), blank=True, editable=False)
    id_index = models.CharField(_("证件号码索引"), max_length=64, blank=True, editable=False)
    id_last4 = models.CharField(_("证件号码后四位"), max_length=4, blank=True, editable=False)
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    gender = models.PositiveSmallIntegerField(_("性别"), choices=Gender, default=Gender.UNKNOWN)
    education = models.CharField(_("学历"), max_length=10, choices=Education, blank=True)
    university = models.CharField(_("毕业院校"), max_length=60, blank=True)
    graduation_year = models.PositiveSmallIntegerField(_("毕业年份"), null=True, blank=True)
    native_place = models.CharField(_("籍贯"), max_length=60, blank=True)
    emergency_contact = models.CharField(_("紧急联系人"), max_length=60, blank=True)
    emergency_mobile = models.CharField(_("紧急联系人电话"), max_length=20, blank=True)
    identity_state = models.CharField(
        _("实名状态"), max_length=10, choices=IdentityState, default=IdentityState.NONE
    )
    verified_at = models.DateTimeField(_("核验时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    erased_at = models.DateTimeField(_("注销时间"), null=True, blank=True, editable=False)
    returned_at = models.DateTimeField(_("注销后再次登记时间"), null=True, blank=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = pgettext_lazy("复数", "人员")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"], condition=~Q(id_index=""), name="person_one_per_identity"
            ),
            # The target of composite foreign keys: a night's gender is the guest's own.
            models.UniqueConstraint(fields=["id", "gender"], name="person_gender_is_referable"),
            models.CheckConstraint(
                condition=Q(identity_state="none") | ~Q(id_index=""), name="person_identity_rests_on_a_number"
            ),
            models.CheckConstraint(
                condition=~Q(identity_state="verified") | Q(verified_at__isnull=False),
                name="person_verified_says_when",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(returned_at__isnull=False) | NOTHING_TOLD,
                name="person_erased_holds_nothing",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(erased_at__isnull=False),
                name="person_returns_after_an_erasure",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.masked_mobile or str(_("已注销") if self.is_erased else _("未填写姓名"))

    @property
    def is_erased(self) -> bool:
        """Closed, and not registered anew since."""
        return self.erased_at is not None and self.returned_at is None

    @property
    def id_context(self) -> str:
        """What the sealed number is bound to: moved to another row, it does not open."""
        return f"accounts_person.id_sealed.{self.public_id}"

    @property
    def id_number(self) -> str:
        """The document number in clear. Reading it for a screen goes through ``services.reveal_id``."""
        return crypto.unseal(self.id_sealed, context=self.id_context) if self.id_sealed else ""

    @property
    def masked_id(self) -> str:
        return f"**** **** **** {self.id_last4}" if self.id_last4 else ""

    @property
    def masked_mobile(self) -> str:
        return f"{self.mobile[-11:-8]}****{self.mobile[-4:]}" if len(self.mobile) >= 11 else ""

    @property
    def masked_name(self) -> str:
        """The surname, and a star for each further character, as lists show it."""
        return self.full_name[:1] + "*" * (len(self.full_name) - 1)

    @property
    def has_identity(self) -> bool:
        return self.identity_state != self.IdentityState.NONE

    def age_on(self, day: date) -> int | None:
        """Full years of age on ``day``; None while the birth date is unknown."""
        return age_on(self.birth_date, day) if self.birth_date else None


class ThroughPersonQuerySet(ScopedQuerySet):
    scope = Scope(own="person_id")


class IdentityReview(models.Model):
    """
    身份核对 (identity review): a second log-in names a document that is already registered.

    Nothing is merged by itself: whoever knows a number must not reach its
    owner's bookings. An officer looks at the paper and links or dismisses.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待核对")
        LINKED = "linked", _("已关联")
        DISMISSED = "dismissed", pgettext_lazy("状态", "不予关联")

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="identity_reviews", verbose_name=_("账号")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="identity_reviews", verbose_name=_("已登记人员")
    )
    state = models.CharField(pgettext_lazy("核对", "状态"), max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = ThroughPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("身份核对")
        verbose_name_plural = pgettext_lazy("复数", "身份核对")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "person"], condition=Q(state="open"), name="identity_review_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | ~Q(state="open") & Q(decided_at__isnull=False),
                name="identity_review_state_agrees_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.person}"


class IdentityReveal(models.Model):
    """查看完整证件号码 (reveal): who read a full number, when, and for what reason."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="reveals", verbose_name=_("人员"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("查看人"))
    reason = models.CharField(_("事由"), max_length=200)
    at = models.DateTimeField(_("查看时间"), auto_now_add=True)

    objects = ThroughPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("证件查看记录")
        verbose_name_plural = pgettext_lazy("复数", "证件查看记录")
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="identity_reveal_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.by} → {self.person}"
