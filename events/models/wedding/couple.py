from __future__ import annotations

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.couple_links import token_of
from events.wedding_querysets import (
    HOLDING,
    IN_REVIEW,
    LIVE,
    CoupleMemberQuerySet,
    CoupleQuerySet,
    OfCoupleQuerySet,
)
from zibo_youth.accounts.models import Person, Transition
from zibo_youth.core import crypto
from zibo_youth.core.audit import audited
from zibo_youth.core.private_files import private_storage
from zibo_youth.core.states import moves_as_allowed

from .edition import Wedding
from .walls import COUNTS_COUPLES, KEEPS_LIVE, NEVER_OVERTAKEN, WAITS_FOR_THE_RELEASE, WITHIN_GUESTS
from .words import COUPLE_NEXT, CouplePaper, CoupleRefusal, CoupleState, Transport

AFTER_TWO_LOOKS = ("eligible", "admitted", "reserve", "offered", "held", "absent", "lapsed")
BEFORE_HANDED_IN = ("draft", "withdrawn", "ended")


def _certificate_is_told() -> Q:
    """While reviewers look at it; its term empties it after the wedding."""
    return ~Q(state__in=IN_REVIEW) | (~Q(cert_index="") & Q(married_on__isnull=False))


def _two_people() -> Q:
    """NULL is no answer, so every column is asked for before two are compared."""
    return Q(second_reviewer__isnull=True) | (
        Q(first_reviewer__isnull=False) & ~Q(second_reviewer=F("first_reviewer"))
    )


def _reviewer(verbose_name: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=verbose_name,
    )


@audited(exclude=["cert_sealed", "cert_index"])
class Couple(models.Model):
    """
    新人 (couple, 对): two people who apply together for one edition.

    A draft until both have confirmed it with their own log-ins. ``number`` is given when it is handed in,
    and is all that the public list says. The certificate's number is sealed like a document number.
    ``rank``, ``points`` (of a scoring sheet) and the states from 入选 on exist only once the result was
    released to all at one instant.
    """

    State = CoupleState
    Refusal = CoupleRefusal
    NEXT = COUPLE_NEXT

    public_id = models.UUIDField(_("新人编号"), default=uuid.uuid4, unique=True, editable=False)
    wedding = models.ForeignKey(Wedding, models.PROTECT, related_name="couples", verbose_name=_("集体婚礼"))
    number = models.PositiveIntegerField(_("报名号"), null=True, blank=True, editable=False)
    state = models.CharField(
        pgettext_lazy("新人", "状态"),
        max_length=12,
        choices=CoupleState,
        default=CoupleState.DRAFT,
        editable=False,
    )
    created_at = models.DateTimeField(_("发起时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True, editable=False)
    cert_sealed = models.TextField(_("结婚证字号（密文）"), blank=True, editable=False)
    cert_index = models.CharField(_("结婚证字号索引"), max_length=64, blank=True, editable=False)
    cert_last4 = models.CharField(_("结婚证字号后四位"), max_length=4, blank=True, editable=False)
    married_on = models.DateField(_("领证日期"), null=True, blank=True)
    guests = models.PositiveSmallIntegerField(_("亲友人数"), default=0)
    transport = models.CharField(_("交通方式"), max_length=6, choices=Transport, default=Transport.OWN)
    first_reviewer = _reviewer(_("初审人"))
    second_reviewer = _reviewer(_("复审人"))
    refusal = models.CharField(_("未通过原因"), max_length=16, choices=CoupleRefusal, blank=True)
    points = models.PositiveIntegerField(_("总分"), null=True, blank=True, editable=False)
    rank = models.PositiveIntegerField(_("名次"), null=True, blank=True, editable=False)
    offer_until = models.DateTimeField(_("名额保留至"), null=True, blank=True, editable=False)
    table_number = models.PositiveSmallIntegerField(_("桌号"), null=True, blank=True, editable=False)

    objects = CoupleQuerySet.as_manager()

    class Meta:
        verbose_name = _("新人")
        verbose_name_plural = pgettext_lazy("复数", "新人")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["wedding", "number"], name="couple_number_used_once"),
            models.UniqueConstraint(fields=["id", "wedding"], name="couple_wedding_is_referable"),
            models.UniqueConstraint(fields=["wedding", "rank"], name="couple_rank_used_once"),
            models.UniqueConstraint(
                fields=["wedding", "cert_index"],
                condition=Q(state__in=LIVE) & ~Q(cert_index=""),
                name="couple_certificate_once_per_edition",
            ),
            models.CheckConstraint(
                condition=_certificate_is_told(), name="couple_reviewed_with_its_certificate"
            ),
            models.CheckConstraint(condition=_two_people(), name="couple_reviewed_by_two_people"),
            models.CheckConstraint(
                condition=~Q(state__in=AFTER_TWO_LOOKS)
                | Q(first_reviewer__isnull=False, second_reviewer__isnull=False),
                name="couple_selected_after_two_looks",
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refusal="")) | (~Q(state="refused") & Q(refusal="")),
                name="couple_refused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(state__in=BEFORE_HANDED_IN),
                name="couple_handed_in_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_until__isnull=False),
                name="couple_offer_has_its_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reserve", *HOLDING]) | Q(rank__isnull=False),
                name="couple_result_has_its_rank",
            ),
        ]
        indexes = [
            models.Index(fields=["wedding", "state", "rank"], name="couple_by_state_and_rank"),
            models.Index(fields=["offer_until"], condition=Q(state="offered"), name="couple_offers_by_end"),
        ]
        triggers = [
            moves_as_allowed("couple_moves_as_allowed", COUPLE_NEXT),
            pgtrigger.ReadOnly(name="couple_stays_in_its_edition", fields=["wedding"]),
            pgtrigger.Protect(
                name="couple_begins_as_a_draft",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state="draft"),
            ),
            pgtrigger.Trigger(
                name="couple_never_overtakes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state__in=["offered", "admitted"])
                & pgtrigger.Q(old__state__in=["eligible", "reserve"]),
                func=NEVER_OVERTAKEN,
            ),
            pgtrigger.Trigger(
                name="couple_result_waits_for_the_release",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__rank__isnull=False) | pgtrigger.Q(new__points__isnull=False),
                func=WAITS_FOR_THE_RELEASE,
            ),
            pgtrigger.Trigger(
                name="couple_guests_within_the_edition",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=WITHIN_GUESTS,
            ),
            pgtrigger.Trigger(
                name="couple_counts_its_place",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=COUNTS_COUPLES,
            ),
            pgtrigger.Trigger(
                name="couple_members_live_with_it",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func=KEEPS_LIVE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wedding} · {self.number or '—'}"

    def get_absolute_url(self) -> str:
        return reverse("couple", args=[self.public_id])

    @property
    def cert_context(self) -> str:
        """What the sealed number is bound to: moved to another row, it does not open."""
        return f"events_couple.cert_sealed.{self.public_id}"

    @property
    def marriage_cert_no(self) -> str:
        """结婚证字号 in clear; only pages of the two people and of their reviewers ask for it."""
        return crypto.unseal(self.cert_sealed, context=self.cert_context) if self.cert_sealed else ""

    @property
    def masked_cert(self) -> str:
        return f"**** {self.cert_last4}" if self.cert_last4 else ""

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def seats(self) -> int:
        """How many chairs: the two and their guests."""
        return 2 + self.guests


class CoupleTransition(Transition):
    """新人流转 (transition of a couple)."""

    couple = models.ForeignKey(Couple, models.CASCADE, related_name="transitions", verbose_name=_("新人"))

    objects = OfCoupleQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("新人流转")
        verbose_name_plural = pgettext_lazy("复数", "新人流转")

    @property
    def label(self) -> str:
        """The state that it led to."""
        return str(CoupleState(self.to_state).label)


@audited(exclude=["seed", "digest", "health_sealed"])
class CoupleMember(models.Model):
    """
    新人一方 (member): one of the two seats, its person, and what this person alone says.

    Who starts has the first seat; the second is a link that opens once, made of ``seed`` with a key that
    is not in the database (`events.couple_links`). ``is_live`` follows the couple (a trigger), so that one
    partial unique constraint over both seats keeps a person in one live couple per edition.
    """

    couple = models.ForeignKey(Couple, models.CASCADE, related_name="members", verbose_name=_("新人"))
    wedding = models.ForeignKey(Wedding, models.PROTECT, related_name="+", verbose_name=_("集体婚礼"))
    seat = models.PositiveSmallIntegerField(_("第几位"))
    seed = models.UUIDField(_("邀请种子"), default=uuid.uuid4, editable=False)
    digest = models.CharField(_("邀请摘要"), max_length=64, editable=False)
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="wedding_seats",
        verbose_name=_("本人"),
    )
    gender = models.PositiveSmallIntegerField(
        _("性别"), choices=Person.Gender, null=True, blank=True, editable=False
    )
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("加入账号"),
    )
    joined_at = models.DateTimeField(_("加入时间"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True, editable=False)
    is_live = models.BooleanField(_("有效"), default=True, editable=False)
    clothes_size = models.CharField(_("礼服尺码"), max_length=10, blank=True)
    shoe_size = models.CharField(_("鞋码"), max_length=10, blank=True)
    health_sealed = models.TextField(_("健康提示（密文）"), blank=True, editable=False)
    health_agreed_at = models.DateTimeField(_("健康提示单独同意时间"), null=True, blank=True, editable=False)
    portrait_agreed_at = models.DateTimeField(_("肖像使用同意时间"), null=True, blank=True, editable=False)
    portrait_revoked_at = models.DateTimeField(_("肖像同意撤回时间"), null=True, blank=True, editable=False)

    objects = CoupleMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("新人一方")
        verbose_name_plural = pgettext_lazy("复数", "新人一方")
        ordering = ["couple", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["couple", "seat"], name="couple_member_one_per_seat"),
            models.UniqueConstraint(fields=["digest"], name="couple_link_opens_one_seat"),
            models.UniqueConstraint(
                fields=["wedding", "person"],
                condition=Q(is_live=True),
                name="couple_member_in_one_live_couple_per_edition",
            ),
            models.UniqueConstraint(fields=["couple", "person"], name="couple_member_is_another_person"),
            models.UniqueConstraint(fields=["couple", "gender"], name="couple_member_one_of_each_gender"),
            models.CheckConstraint(condition=Q(seat__in=[1, 2]), name="couple_has_two_seats"),
            models.CheckConstraint(
                condition=Q(person__isnull=True, gender__isnull=True, joined_at__isnull=True)
                | Q(person__isnull=False, gender__in=[1, 2], joined_at__isnull=False),
                name="couple_seat_is_taken_or_free",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(person__isnull=False),
                name="couple_is_confirmed_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(health_sealed="") | Q(health_agreed_at__isnull=False),
                name="couple_health_is_told_by_consent",
            ),
            models.CheckConstraint(
                condition=Q(portrait_revoked_at__isnull=True)
                | Q(portrait_agreed_at__isnull=False, portrait_revoked_at__gte=F("portrait_agreed_at")),
                name="couple_portrait_revoked_after_it_was_given",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="couple_member_stays_in_its_couple",
                fields=["couple", "wedding", "seat", "seed", "digest"],
            ),
            pgtrigger.Protect(
                name="couple_seat_is_taken_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__person__isnull=False)
                & pgtrigger.Q(old__person__df=pgtrigger.F("new__person")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.couple} · {self.seat}"

    def get_absolute_url(self) -> str:
        return self.couple.get_absolute_url()

    @property
    def token(self) -> str:
        """What stands in the link of this seat."""
        return token_of(self.seed)

    @property
    def state(self) -> str:
        """The couple's: a step of the own page is offered by it."""
        return str(self.couple.state)

    @property
    def health_context(self) -> str:
        return f"events_couplemember.health_sealed.{self.seed}"

    @property
    def health_hint(self) -> str:
        """健康提示 in clear; only its person and the few who may see it ask for it."""
        return crypto.unseal(self.health_sealed, context=self.health_context) if self.health_sealed else ""

    @property
    def agrees_to_portrait(self) -> bool:
        return self.portrait_agreed_at is not None and self.portrait_revoked_at is None


class CoupleDocument(models.Model):
    """新人材料 (document): a paper of a couple; rebuilt, private, served after a check."""

    Kind = CouplePaper

    public_id = models.UUIDField(_("文件编号"), default=uuid.uuid4, unique=True, editable=False)
    couple = models.ForeignKey(Couple, models.PROTECT, related_name="documents", verbose_name=_("新人"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传账号")
    )
    kind = models.CharField(_("材料种类"), max_length=12, choices=CouplePaper)
    file = models.FileField(_("文件"), upload_to="weddings/", storage=private_storage)
    original_name = models.CharField(_("原文件名"), max_length=120)
    content_type = models.CharField(_("文件类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    objects = OfCoupleQuerySet.as_manager()

    class Meta:
        verbose_name = _("新人材料")
        verbose_name_plural = pgettext_lazy("复数", "新人材料")
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["couple", "kind", "sha256"], name="couple_document_kept_once_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="couple_document_is_picture_or_pdf",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.original_name}"

    def get_absolute_url(self) -> str:
        return reverse("couple_document", args=[self.public_id])
