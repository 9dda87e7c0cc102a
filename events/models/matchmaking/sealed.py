"""
What nobody but its author, or its two people, ever reads (decision 0078).

Row-level security shows these tables to the acting person alone; a choice is sealed besides, and the pair of
the two people is a keyed token, so that a copy of the database tells nobody whom somebody chose.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.match_querysets import OfMatchRoundQuerySet
from zibo_youth.accounts.models import Person

from .profile import MatchProfile
from .round import MatchRound

# The lock is what makes the closing instant one: whoever closes waits for choices under way, and the
# next choice sees that it is closed. The message names no number: it lands in the server's log.
IN_ITS_TIME = """
DECLARE turn record; own record;
BEGIN
    SELECT state, opens_at, closes_at, choices INTO turn
    FROM events_matchround WHERE id = NEW.round_id FOR SHARE;
    SELECT profile.own_token, profile.state, profile.gender, entry.state AS place INTO own
    FROM events_matchprofile AS profile
    JOIN events_registration AS entry ON entry.id = profile.registration_id WHERE profile.id = NEW.chooser_id;
    IF turn.state <> 'planned'
        OR clock_timestamp() < turn.opens_at OR clock_timestamp() >= turn.closes_at THEN
        RAISE EXCEPTION 'match_choice_in_its_time' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'match_choice_in_its_time';
    ELSIF NEW.slot > turn.choices THEN
        RAISE EXCEPTION 'match_choice_within_its_number' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'match_choice_within_its_number';
    ELSIF NEW.token = own.own_token THEN
        RAISE EXCEPTION 'match_choice_not_of_oneself' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'match_choice_not_of_oneself';
    ELSIF own.state <> 'approved' OR own.place <> 'registered' THEN
        RAISE EXCEPTION 'match_choice_of_the_admitted' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'match_choice_of_the_admitted';
    END IF;
    NEW.gender := own.gender;
    RETURN NEW;
END;
"""
EACH_FOR_ONESELF = """
IF EXISTS (
    SELECT FROM events_matchprofile AS profile
    WHERE profile.person_id IS DISTINCT FROM events_acting_person()
      AND (profile.id = NEW.first_id AND NEW.yes_first_at IS DISTINCT FROM OLD.yes_first_at
           OR profile.id = NEW.second_id AND NEW.yes_second_at IS DISTINCT FROM OLD.yes_second_at)
) THEN
    RAISE EXCEPTION 'match_pair_each_says_yes_for_oneself' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'match_pair_each_says_yes_for_oneself';
END IF;
RETURN NEW;
"""


class MatchChoice(models.Model):
    """
    心动选择 (choice): one of the people whom somebody would like to meet again; read by its author alone.

    ``sealed`` holds whom, encrypted; ``token`` is the keyed digest of round and the two people, whichever
    chose, so two equal tokens of two choosers are a mutual choice, and one alone means nothing. ``gender`` is
    the chooser's own, written by the database: a round of women and men pairs no others.
    """

    round = models.ForeignKey(MatchRound, models.PROTECT, related_name="+", verbose_name=_("相亲会轮次"))
    chooser = models.ForeignKey(MatchProfile, models.PROTECT, related_name="+", verbose_name=_("选择的人"))
    slot = models.PositiveSmallIntegerField(_("第几位"))
    sealed = models.TextField(_("所选（密文）"), editable=False)
    token = models.UUIDField(_("两人标记"), editable=False)
    gender = models.PositiveSmallIntegerField(
        pgettext_lazy("人员", "性别"), choices=Person.Gender, default=Person.Gender.UNKNOWN, editable=False
    )

    objects = OfMatchRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("心动选择")
        verbose_name_plural = pgettext_lazy("复数", "心动选择")
        ordering = ["chooser", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["round", "chooser", "slot"], name="match_choice_slot_used_once"),
            models.UniqueConstraint(
                fields=["round", "chooser", "token"],
                include=["gender"],
                name="match_choice_of_one_person_once",
            ),
            models.CheckConstraint(
                condition=Q(gender__in=(1, 2)), name="match_choice_says_the_choosers_gender"
            ),
            models.CheckConstraint(condition=Q(slot__gte=1), name="match_choice_slots_from_one"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="match_choice_in_its_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=IN_ITS_TIME,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class MatchPair(models.Model):
    """
    互选成功 (mutual pair): two people who chose each other; seen by both from the round's release on.

    ``yes_first_at`` and ``yes_second_at``: when each said yes to giving their telephone to the other.
    """

    round = models.ForeignKey(MatchRound, models.PROTECT, related_name="+", verbose_name=_("相亲会轮次"))
    first = models.ForeignKey(MatchProfile, models.PROTECT, related_name="+", verbose_name=_("第一位"))
    second = models.ForeignKey(MatchProfile, models.PROTECT, related_name="+", verbose_name=_("第二位"))
    yes_first_at = models.DateTimeField(_("第一位再次同意"), null=True, blank=True, editable=False)
    yes_second_at = models.DateTimeField(_("第二位再次同意"), null=True, blank=True, editable=False)

    objects = OfMatchRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("互选成功")
        verbose_name_plural = pgettext_lazy("复数", "互选成功")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "first", "second"], name="match_pair_made_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="match_pair_of_two_people"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="match_pair_each_says_yes_for_oneself",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=EACH_FOR_ONESELF,
            ),
            pgtrigger.ReadOnly(name="match_pair_stays_of_its_two", fields=["round", "first", "second"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class MatchBlock(models.Model):
    """屏蔽 (block): the two no longer see each other, and are no pair whatever they chose."""

    round = models.ForeignKey(MatchRound, models.PROTECT, related_name="+", verbose_name=_("相亲会轮次"))
    blocker = models.ForeignKey(MatchProfile, models.PROTECT, related_name="+", verbose_name=_("屏蔽的人"))
    blocked = models.ForeignKey(MatchProfile, models.PROTECT, related_name="+", verbose_name=_("被屏蔽的人"))

    objects = OfMatchRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("相亲会屏蔽")
        verbose_name_plural = pgettext_lazy("复数", "相亲会屏蔽")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="match_block_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="match_block_of_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
