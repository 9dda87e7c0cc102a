from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.data_classes import DataClass, Part
from hope_rooms.querysets import ChildQuerySet, OfChildQuerySet, SealedQuerySet
from zibo_youth.core import crypto
from zibo_youth.core.audit import audited
from zibo_youth.core.private_files import private_storage


@deconstructible(path="hope_rooms.models.child.ChildCode")
class ChildCode(Func):
    """儿童编号: HR, the year, and a number that never comes twice. PostgreSQL writes it."""

    function = "hope_rooms_child_code"
    output_field = models.CharField(max_length=24)


@audited(exclude=["card_index"])
class Child(models.Model):
    """
    困境儿童 (child in difficulty): a case under a code, on every screen instead of a name.

    This row is of class S1: it says which town and district look after the case and nothing
    of who the child is. That lies in sealed parts (`ChildRecord`), which PostgreSQL shows to nobody
    who has not written down in the same transaction that they read it.
    ``needs_woman``: among the adults who visit is a woman (reference/welfare.md S4). ``card_index``: the
    keyed digest of the code on the card that lies in the room (`services.faces`); the code is kept nowhere.
    """

    public_id = models.UUIDField(_("档案标识"), default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("儿童编号"), max_length=24, unique=True, editable=False, db_default=ChildCode())
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    town = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("镇街团委"),
        limit_choices_to={"kind": "town"},
    )
    needs_woman = models.BooleanField(_("走访须有女性志愿者"), default=True)
    card_index = models.CharField(_("卡片号码摘要"), max_length=64, blank=True, editable=False)
    card_made_at = models.DateTimeField(_("卡片制作时间"), null=True, blank=True, editable=False)
    registered_at = models.DateTimeField(_("建档时间"), auto_now_add=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("建档人")
    )

    objects = ChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("儿童档案")
        verbose_name_plural = pgettext_lazy("复数", "儿童档案")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["card_index"], condition=~Q(card_index=""), name="child_card_code_is_one_childs"
            ),
        ]

    def __str__(self) -> str:
        return self.code


# What the triggers below say while a hold stands (`ChildHold`).
NOT_HELD = """
IF EXISTS (
    SELECT FROM hope_rooms_childhold AS hold WHERE hold.child_id = OLD.child_id AND hold.lifted_at IS NULL
) THEN
    RAISE EXCEPTION 'a hold keeps what is known of this child'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'child_is_not_held';
END IF;
RETURN {row};
"""


def not_deleted_while_held(name: str) -> pgtrigger.Trigger:
    """A row of a child stays while a hold stands, whoever deletes it by whatever way."""
    func = NOT_HELD.format(row="OLD")
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=pgtrigger.Delete, func=func)


@audited(exclude=["sealed", "id_index"])
class ChildRecord(models.Model):
    """
    儿童信息 (record): one sealed part of what is known of a child.

    Row-level security shows it only inside a transaction that has opened it
    (``hope_rooms_open``, decision 0060); the seal is bound to the child and the part, so a ciphertext that
    is moved to another row does not open. ``id_index`` stands on the part with the number.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="records", verbose_name=_("儿童档案"))
    part = models.CharField(_("信息部分"), max_length=10, choices=Part)
    data_class = models.PositiveSmallIntegerField(_("数据分级"), choices=DataClass)
    sealed = models.TextField(_("密文"), editable=False)
    id_index = models.CharField(_("证件号码索引"), max_length=64, blank=True, editable=False)
    written_at = models.DateTimeField(pgettext_lazy("儿童信息", "写入时间"), auto_now=True)

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("儿童信息")
        verbose_name_plural = pgettext_lazy("复数", "儿童信息")
        ordering = ["child", "part"]
        constraints = [
            models.UniqueConstraint(fields=["child", "part"], name="child_record_one_per_part"),
            models.UniqueConstraint(
                fields=["id_index"], condition=~Q(id_index=""), name="child_record_one_case_per_number"
            ),
            models.CheckConstraint(
                condition=Q(data_class=2, part="person")
                | Q(data_class=3, part__in=["home", "hardship"])
                | Q(data_class=4, part__in=["number", "health"]),
                name="child_record_class_is_the_parts",
            ),
            models.CheckConstraint(
                condition=Q(id_index="") | Q(part="number"), name="child_record_index_is_of_the_number"
            ),
        ]
        triggers = [
            not_deleted_while_held("child_record_stays_while_held"),
            pgtrigger.Trigger(
                name="child_record_is_not_emptied_while_held",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("sealed"),
                condition=pgtrigger.Q(new__sealed="") & ~pgtrigger.Q(old__sealed=""),
                func=NOT_HELD.format(row="NEW"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_part_display()}"

    @property
    def context(self) -> str:
        return context_of(self.child, self.part)

    @property
    def plain(self) -> str:
        """What was sealed; the row itself is only there for whoever has opened it."""
        return crypto.unseal(self.sealed, context=self.context)


def context_of(child: Child, part: str) -> str:
    """What a seal is bound to: table, column, child and part."""
    return f"hope_rooms_childrecord.sealed.{child.public_id}.{part}"


class EligibilityKind(models.TextChoices):
    """The four facts that make a child eligible; each is looked at by itself (reference/welfare.md §1)."""

    FAMILY = "family", _("家庭类型（原建档立卡、低保或残疾人家庭）")
    SPACE = "space", _("没有独立的居住学习空间")
    AGE = "age", _("年龄（评定之日）")
    HARDSHIP = "hardship", _("困境类型（孤儿、事实无人抚养或重点困境儿童）")


@audited()
class EligibilityFact(models.Model):
    """
    资格事实 (eligibility fact): one of the four, whether it is met, on which evidence, who checked it, when.

    Which family or which hardship it is stands in the sealed part and not here.
    """

    Kind = EligibilityKind

    child = models.ForeignKey(Child, models.PROTECT, related_name="facts", verbose_name=_("儿童档案"))
    kind = models.CharField(pgettext_lazy("资格事实", "类别"), max_length=10, choices=EligibilityKind)
    is_met = models.BooleanField(_("符合"))
    evidence = models.CharField(_("依据（材料名称和编号）"), max_length=120)
    checked_on = models.DateField(_("核对日期"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("核对人")
    )
    written_at = models.DateTimeField(pgettext_lazy("资格事实", "登记时间"), auto_now=True)

    objects = OfChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("资格事实")
        verbose_name_plural = pgettext_lazy("复数", "资格事实")
        ordering = ["child", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["child", "kind"], name="eligibility_fact_one_per_kind"),
            models.CheckConstraint(condition=~Q(evidence=""), name="eligibility_fact_rests_on_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_kind_display()}"


class ChildFile(models.Model):
    """
    儿童材料 (file): a picture or a paper about a child or the home; its bytes are sealed.

    Opened like a record: one row of access for each look.
    """

    class Kind(models.TextChoices):
        EVIDENCE = "evidence", _("资格依据")
        CONSENT = "consent", _("同意书")
        SURVEY = "survey", _("勘察照片")
        ROOM = "room", _("小屋照片")
        DRAWING = "drawing", _("孩子的画")
        PAPER = "paper", _("其他材料")

    public_id = models.UUIDField(_("文件编号"), default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="files", verbose_name=_("儿童档案"))
    kind = models.CharField(pgettext_lazy("儿童材料", "类别"), max_length=10, choices=Kind)
    data_class = models.PositiveSmallIntegerField(_("数据分级"), choices=DataClass, default=DataClass.HOME)
    file = models.FileField(_("密文文件"), upload_to="children/", storage=private_storage, editable=False)
    content_type = models.CharField(_("文件类型"), max_length=40)
    added_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("儿童材料")
        verbose_name_plural = pgettext_lazy("复数", "儿童材料")
        ordering = ["child", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="child_file_is_picture_or_pdf",
            ),
        ]
        triggers = [not_deleted_while_held("child_file_stays_while_held")]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_kind_display()}"

    @property
    def context(self) -> str:
        """What the seal of the bytes is bound to."""
        return f"hope_rooms_childfile.file.{self.public_id}"
