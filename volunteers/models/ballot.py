"""无记名投票 (the secret ballot): who has voted, and how many votes each candidate has; never both."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.election_querysets import BallotRoundQuerySet, OfCongressQuerySet
from zibo_youth.core.states import moves_as_allowed

from .election import AssociationOffice, Candidate, Congress, Delegate


class RoundState(models.TextChoices):
    """Votes are taken, no longer taken, counted; or the round does not count."""

    OPEN = "open", pgettext_lazy("投票轮次", "投票中")
    CLOSED = "closed", pgettext_lazy("投票轮次", "已截止")
    COUNTED = "counted", pgettext_lazy("投票轮次", "已计票")
    VOID = "void", pgettext_lazy("投票轮次", "作废")


ROUND_NEXT: Mapping[str, tuple[str, ...]] = {
    RoundState.OPEN: (RoundState.CLOSED, RoundState.VOID),
    RoundState.CLOSED: (RoundState.COUNTED, RoundState.VOID),
}


class BallotRound(models.Model):
    """
    投票轮次 (round of ballot) for one office, with its box (docs/decisions/0051).

    ``box`` holds every ballot of the round as one value: each sealed for a key that no
    table knows, all of one length, sorted by their own random bytes, written anew as a
    whole at each vote. It is emptied when the round is counted. No audit follows these
    rows: a history of the box would tell which ballot came when.
    """

    State = RoundState
    NEXT = ROUND_NEXT

    public_id = models.UUIDField(_("轮次编号"), default=uuid.uuid4, unique=True, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="rounds", verbose_name=_("换届大会"))
    office = models.ForeignKey(
        AssociationOffice, models.PROTECT, related_name="rounds", verbose_name=_("选举职务")
    )
    number = models.PositiveSmallIntegerField(_("第几轮"))
    seats = models.PositiveSmallIntegerField(_("应选名额"))
    state = models.CharField(
        pgettext_lazy("投票轮次", "状态"), max_length=8, choices=State, default=State.OPEN, editable=False
    )
    delegates = models.PositiveSmallIntegerField(_("应到代表"))
    present = models.PositiveSmallIntegerField(_("实到代表"))
    quorum_parts = models.PositiveSmallIntegerField(_("法定人数（分子）"))
    quorum_of = models.PositiveSmallIntegerField(_("法定人数（分母）"))
    salt = models.BinaryField(_("盐值"), editable=False)
    public_key = models.BinaryField(_("公钥"), editable=False)
    box = models.BinaryField(_("票箱"), default=b"", editable=False)
    opened_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    counted_at = models.DateTimeField(_("计票时间"), null=True, blank=True, editable=False)

    objects = BallotRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("投票轮次")
        verbose_name_plural = pgettext_lazy("复数", "投票轮次")
        ordering = ["office", "number"]
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="ballot_round_numbered_once"),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(state__in=["open", "closed"]),
                name="ballot_round_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("delegates"))
                & Q(quorum_parts__gte=1)
                & Q(quorum_of__gte=F("quorum_parts"))
                & Q(delegates__gte=1)
                & Q(present__gte=1),
                name="ballot_round_counts_delegates",
            ),
            # In whole numbers: two thirds of 128 are 86, and 85 are too few.
            models.CheckConstraint(
                condition=Q(
                    delegates__lte=F("present") * F("quorum_of") / F("quorum_parts"),
                ),
                name="ballot_round_has_its_quorum",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "closed"]) | Q(box=b"", salt=b"", public_key=b""),
                name="ballot_round_keeps_no_box_when_over",
            ),
            models.CheckConstraint(
                condition=Q(state="counted", counted_at__isnull=False)
                | (~Q(state="counted") & Q(counted_at__isnull=True)),
                name="ballot_round_state_agrees_with_time",
            ),
            models.UniqueConstraint(fields=["id", "office"], name="ballot_round_office_is_referable"),
            models.UniqueConstraint(fields=["id", "congress"], name="ballot_round_congress_is_referable"),
        ]
        triggers = [
            moves_as_allowed("ballot_round_moves_as_allowed", ROUND_NEXT),
            pgtrigger.ReadOnly(
                name="ballot_round_is_written_once",
                fields=[
                    *("public_id", "congress", "office", "number", "seats", "opened_at"),
                    *("delegates", "present", "quorum_parts", "quorum_of"),
                ],
            ),
            # Whoever could put another key there would read every ballot that comes after it.
            pgtrigger.Protect(
                name="ballot_round_keeps_its_lock",
                operation=pgtrigger.UpdateOf("public_key", "salt"),
                condition=pgtrigger.Condition(
                    "((OLD.public_key, OLD.salt) IS DISTINCT FROM (NEW.public_key, NEW.salt)"
                    " AND (NEW.public_key <> '' OR NEW.salt <> ''))"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.number}"


class RoundCandidate(models.Model):
    """票上的人 (a name on the ballot): its place, and after counting its votes."""

    round = models.ForeignKey(BallotRound, models.PROTECT, related_name="names", verbose_name=_("投票轮次"))
    office = models.ForeignKey(
        AssociationOffice, models.PROTECT, related_name="+", verbose_name=_("选举职务")
    )
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="rounds", verbose_name=_("候选人"))
    position = models.PositiveSmallIntegerField(_("票上序号"))
    votes = models.PositiveSmallIntegerField(_("得票"), null=True, blank=True, editable=False)
    is_elected = models.BooleanField(_("当选"), default=False, editable=False)
    is_tied = models.BooleanField(_("票数相等"), default=False, editable=False)

    objects = OfCongressQuerySet.as_manager()

    class Meta:
        verbose_name = _("候选人得票")
        verbose_name_plural = pgettext_lazy("复数", "候选人得票")
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "candidate"], name="round_candidate_once"),
            models.UniqueConstraint(fields=["round", "position"], name="round_candidate_has_its_place"),
            models.CheckConstraint(condition=Q(position__lt=256), name="round_candidate_fits_on_the_ballot"),
            models.CheckConstraint(
                condition=Q(votes__isnull=False) | Q(is_elected=False, is_tied=False),
                name="round_candidate_is_elected_by_votes",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="round_candidate_keeps_its_place", fields=["round", "office", "candidate", "position"]
            ),
            pgtrigger.Protect(
                name="round_candidate_votes_are_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__votes__isnull=False),
            ),
            pgtrigger.Protect(name="round_candidate_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.position + 1}"


class Turnout(models.Model):
    """已投票 (turnout): this delegate has voted in this round. No time, no number of a ballot."""

    round = models.ForeignKey(BallotRound, models.PROTECT, related_name="turnout", verbose_name=_("投票轮次"))
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="+", verbose_name=_("换届大会"))
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="turnout", verbose_name=_("代表"))

    objects = OfCongressQuerySet.as_manager()

    class Meta:
        verbose_name = _("投票记录")
        verbose_name_plural = pgettext_lazy("复数", "投票记录")
        ordering = ["round", "delegate"]
        constraints = [
            models.UniqueConstraint(fields=["round", "delegate"], name="turnout_once_per_round"),
        ]
        triggers = [pgtrigger.Protect(name="turnout_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.round} · {self.delegate}"
