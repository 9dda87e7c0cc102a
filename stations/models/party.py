from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.party_links import token_of
from stations.party_querysets import PartyMemberQuerySet, PartyQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .policy import Purpose
from .stay import Stay


class PartyState(models.TextChoices):
    """A party waits for the yes of each, has its room, or came to nothing."""

    OPEN = "open", pgettext_lazy("同住", "等待同意")
    BOOKED = "booked", pgettext_lazy("同住", "已一起提交")
    ENDED = "ended", pgettext_lazy("同住", "未成行")


PARTY_NEXT: Mapping[str, tuple[str, ...]] = {PartyState.OPEN: (PartyState.BOOKED, PartyState.ENDED)}


@audited()
class Party(models.Model):
    """
    同住 (party): people who belong together and ask for one room to themselves.

    Nobody is booked by somebody else: each has an own log-in, an own stay and own
    nights of the allowance, and says yes for the own person. The last yes books
    them all in one transaction, or nobody. Until then nothing is taken.
    """

    State = PartyState
    NEXT = PARTY_NEXT

    class Relation(models.TextChoices):
        COUPLE = "couple", pgettext_lazy("同住", "伴侣")
        FAMILY = "family", pgettext_lazy("同住", "家人")

    class EndedFor(models.TextChoices):
        """Why it came to nothing, in words that tell nothing of one of them."""

        NOT_ALL = "not_all", _("不是每个人都能在这些日期入住")
        NO_ROOM = "no_room", _("同住间已被预约")
        DECLINED = "declined", _("有人不参加")
        LAPSED = "lapsed", _("没有在期限内全部同意")

    station = models.ForeignKey(
        "stations.Station", models.PROTECT, related_name="parties", verbose_name=_("驿站")
    )
    arrival = models.DateField(_("入住日期"))
    departure = models.DateField(_("离店日期"))
    size = models.PositiveSmallIntegerField(_("同住人数"))
    relation = models.CharField(_("同住关系"), max_length=8, choices=Relation)
    state = models.CharField(
        pgettext_lazy("同住", "状态"), max_length=8, choices=State, default=State.OPEN, editable=False
    )
    ended_for = models.CharField(_("未成行原因"), max_length=8, choices=EndedFor, blank=True)
    began_at = models.DateTimeField(_("发起时间"), auto_now_add=True)
    open_until = models.DateTimeField(_("同意期限"))
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("同住")
        verbose_name_plural = pgettext_lazy("复数", "同住")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["open_until"], condition=Q(state="open"), name="party_open_by_end"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(departure__gt=F("arrival")), name="party_lasts_a_night"),
            models.CheckConstraint(condition=Q(size__range=(2, 8)), name="party_is_of_2_to_8"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, ended_for="")
                | Q(state="booked", closed_at__isnull=False, ended_for="")
                | (Q(state="ended", closed_at__isnull=False) & ~Q(ended_for="")),
                name="party_state_agrees_with_times",
            ),
        ]
        triggers = [moves_as_allowed("party_moves_as_allowed", PARTY_NEXT)]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} № {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("party", args=[self.pk])

    @property
    def length(self) -> int:
        """How many nights they ask for."""
        return (self.departure - self.arrival).days

    def is_open_at(self, at: datetime) -> bool:
        """Whether a yes still counts."""
        return self.state == PartyState.OPEN and at < self.open_until


@audited(exclude=["seed", "digest", "purpose_detail", "contact_mobile"])
class PartyMember(models.Model):
    """
    同住人 (member): one place of a party, and what its person has answered.

    Who begins has the first place. Each further place is a link that opens once:
    made of ``seed`` with a key that is not in the database (`stations.party_links`).
    The answers are of use until the party is booked or over; then they are emptied here.
    """

    party = models.ForeignKey(
        Party, models.CASCADE, related_name="members", db_index=False, verbose_name=_("同住")
    )
    place = models.PositiveSmallIntegerField(_("第几位"))
    seed = models.UUIDField(_("邀请种子"), default=uuid.uuid4, editable=False)
    digest = models.CharField(_("邀请摘要"), max_length=64, editable=False)
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("同住人"),
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("同意账号"),
    )
    said_yes_at = models.DateTimeField(_("同意时间"), null=True, blank=True)
    purpose = models.CharField(_("来淄事由"), max_length=20, choices=Purpose, blank=True)
    purpose_detail = models.CharField(_("单位、岗位或活动"), max_length=120, blank=True)
    declared_non_native = models.BooleanField(_("声明为非淄博籍"), default=False)
    contact_mobile = models.CharField(_("联系手机"), max_length=20, blank=True)
    arrival_time = models.TimeField(_("预计到达时间"), null=True, blank=True)
    referral_channel = models.ForeignKey(
        "stations.ReferralChannel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("得知渠道"),
    )
    evidence = models.ManyToManyField(
        "stations.Evidence", blank=True, related_name="party_members", verbose_name=_("证明材料")
    )
    stay = models.ForeignKey(
        Stay,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="party_places",
        db_index=False,
        verbose_name=_("入住单"),
    )

    objects = PartyMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("同住人")
        verbose_name_plural = pgettext_lazy("复数", "同住人")
        ordering = ["party", "place"]
        constraints = [
            models.UniqueConstraint(fields=["party", "place"], name="party_member_one_per_place"),
            models.UniqueConstraint(fields=["party", "person"], name="party_member_once_per_party"),
            models.UniqueConstraint(fields=["digest"], name="party_link_opens_one_place"),
            models.UniqueConstraint(fields=["stay"], name="party_member_one_per_stay"),
            # The target of StayNight's composite foreign key: who sleeps in the party's room is of it.
            models.UniqueConstraint(fields=["party", "stay"], name="party_stay_is_referable"),
            models.CheckConstraint(
                condition=Q(said_yes_at__isnull=True, stay__isnull=True)
                | (
                    Q(said_yes_at__isnull=False, person__isnull=False, answered_by__isnull=False)
                    & ~Q(purpose="")
                ),
                name="party_yes_is_a_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}-{self.place}"

    @property
    def token(self) -> str:
        """What stands in the link of this place."""
        return token_of(self.seed)
