from __future__ import annotations

from collections.abc import Mapping

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.line_querysets import LineEntryQuerySet, LineQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .amounts import in_yuan
from .firm import Firm
from .first_signed import CONVERTED_THERE, FIRST_SIGNED
from .loan import Loan
from .product import LoanProduct


class LineLevel(models.TextChoices):
    """A bank's programme holds lines of companies, these hold lines of loans."""

    PROGRAMME = "programme", _("银行总额度")
    FIRM = "firm", _("企业额度")
    LOAN = "loan", _("单笔额度")


class LineState(models.TextChoices):
    """Reference: loans_safety.md §1.2."""

    PROPOSED = "proposed", pgettext_lazy("授信额度", "拟设")
    SIGNED = "signed", pgettext_lazy("授信额度", "已签约")
    OPEN = "open", pgettext_lazy("授信额度", "使用中")
    FROZEN = "frozen", pgettext_lazy("授信额度", "已冻结")
    EXPIRED = "expired", pgettext_lazy("授信额度", "已到期")
    CLOSED = "closed", pgettext_lazy("授信额度", "已关闭")


LINE_NEXT: Mapping[str, tuple[str, ...]] = {
    LineState.PROPOSED: (LineState.SIGNED, LineState.CLOSED),
    LineState.SIGNED: (LineState.OPEN, LineState.CLOSED),
    LineState.OPEN: (LineState.FROZEN, LineState.EXPIRED, LineState.CLOSED),
    LineState.FROZEN: (LineState.OPEN, LineState.EXPIRED, LineState.CLOSED),
    LineState.EXPIRED: (LineState.CLOSED,),
}
# Which level stands under which, of the same bank, and a loan's under its own company's.
STANDS_UNDER = """
IF NOT EXISTS (
    SELECT FROM loans_creditline AS above
    WHERE above.id = NEW.parent_id AND above.bank_id = NEW.bank_id
      AND (above.level, NEW.level) IN (('programme', 'firm'), ('firm', 'loan'))
      AND (NEW.level = 'firm' OR above.firm_id = NEW.firm_id)
) THEN
    RAISE EXCEPTION 'credit_line_stands_under_the_level_above' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'credit_line_stands_under_the_level_above';
END IF;
RETURN NEW;
"""


@audited()
class CreditLine(models.Model):
    """
    授信额度 (credit line): how much a bank lends at most, to a programme, to a company, as a loan.

    授信 is neither 预授信 nor a contract nor money paid out, and is never added to them. ``limit``,
    ``allotted`` (to the lines below) and ``drawn`` are the sums of the entries of all days, written by their
    trigger; what holds on one day is `loans.line_days`. ``is_revolving``: principal that comes back may be
    drawn again. ``application``: of a loan's line, the offer that took it. ``follows_offers``: of a
    company's line, that offers opened it, and that it grows and shrinks with them.
    """

    Level = LineLevel
    State = LineState
    NEXT = LINE_NEXT

    level = models.CharField(_("层级"), max_length=10, choices=LineLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级额度")
    )
    name = models.CharField(_("额度名称"), max_length=60)
    bank = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="credit_lines",
        verbose_name=_("合作银行"),
        limit_choices_to={"kind": "bank"},
    )
    product = models.ForeignKey(
        LoanProduct,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credit_lines",
        verbose_name=_("贷款产品"),
    )
    firm = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credit_lines",
        verbose_name=_("借款企业"),
    )
    loan = models.OneToOneField(
        Loan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credit_line",
        verbose_name=_("贷款"),
    )
    application = models.OneToOneField(
        "loans.LoanApplication",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credit_line",
        verbose_name=_("贷款申请"),
    )
    follows_offers = models.BooleanField(_("随银行同意自动增减"), default=False)
    is_revolving = models.BooleanField(_("可循环使用"), default=False)
    source = models.CharField(_("文件名称和文号"), max_length=120, blank=True)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    expires_on = models.DateField(_("到期日（含当日）"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("授信额度", "状态"),
        max_length=10,
        choices=LineState,
        default=LineState.PROPOSED,
        editable=False,
    )
    limit = in_yuan(_("额度（元）"), default=0, editable=False)
    allotted = in_yuan(_("已分配（元）"), default=0, editable=False)
    drawn = in_yuan(_("未还本金或累计放款（元）"), default=0, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("授信额度")
        verbose_name_plural = pgettext_lazy("复数", "授信额度")
        ordering = ["bank", "level", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "firm"],
                condition=Q(level="firm") & ~Q(state="closed"),
                name="credit_line_one_per_firm_and_programme",
            ),
            models.CheckConstraint(
                condition=Q(level="programme", parent__isnull=True, firm__isnull=True, loan__isnull=True)
                | Q(level="firm", parent__isnull=False, firm__isnull=False, loan__isnull=True)
                | Q(level="loan", parent__isnull=False, firm__isnull=False),
                name="credit_line_is_of_its_level",
            ),
            models.CheckConstraint(
                condition=(Q(application__isnull=True) | Q(level="loan"))
                & (Q(follows_offers=False) | Q(level="firm")),
                name="credit_line_of_an_offer_stands_at_its_level",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed")
                | Q(signed_on__isnull=False) & ~Q(source="")
                | Q(state="closed", signed_on__isnull=True),
                name="credit_line_signed_rests_on_a_document",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("signed_on")),
                name="credit_line_expires_after_it_was_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(allotted=0, drawn=0), name="credit_line_closed_is_empty"
            ),
        ]
        triggers = [
            moves_as_allowed("credit_line_moves_as_allowed", LINE_NEXT),
            pgtrigger.ReadOnly(
                name="credit_line_stays_in_its_place", fields=["level", "parent", "bank", "firm"]
            ),
            pgtrigger.Trigger(
                name="credit_line_stands_under_the_level_above",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__parent__isnull=False),
                func=STANDS_UNDER,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LineTransition(Transition):
    """额度流转 (transition of a line)."""

    line = models.ForeignKey(
        CreditLine, models.PROTECT, related_name="transitions", verbose_name=_("授信额度")
    )

    objects = LineEntryQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("额度流转")
        verbose_name_plural = pgettext_lazy("复数", "额度流转")


# Whoever writes to a line waits for its lock: two that look at the same room each see what the other took.
# Who draws shares the locks of the lines above; whoever freezes one of them takes it alone. Always upwards,
# a statement each: in one statement the programme was locked before its company's line, and offers cross it.
QUEUES = """
PERFORM FROM loans_creditline WHERE id = NEW.line_id FOR NO KEY UPDATE;
IF NEW.drawn_change > 0 AND NEW.reverses_id IS NULL THEN
    PERFORM FROM loans_creditline
        WHERE id = (SELECT parent_id FROM loans_creditline WHERE id = NEW.line_id) FOR SHARE;
    PERFORM FROM loans_creditline WHERE id = (
        SELECT firm.parent_id FROM loans_creditline AS firm
            JOIN loans_creditline AS line ON line.parent_id = firm.id WHERE line.id = NEW.line_id
    ) FOR SHARE;
    IF EXISTS (
        WITH RECURSIVE way AS (
            SELECT id, parent_id, state, signed_on, expires_on FROM loans_creditline WHERE id = NEW.line_id
            UNION ALL
            SELECT above.id, above.parent_id, above.state, above.signed_on, above.expires_on
            FROM loans_creditline AS above JOIN way ON way.parent_id = above.id
        )
        SELECT FROM way WHERE state <> 'open' OR NEW.day < signed_on OR NEW.day > expires_on
    ) THEN
        RAISE EXCEPTION 'credit_line_is_drawn_while_open' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'credit_line_is_drawn_while_open';
    END IF;
END IF;
IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM loans_lineentry AS first
    WHERE first.id = NEW.reverses_id AND first.reverses_id IS NULL AND first.of_child_id IS NULL
      AND first.line_id = NEW.line_id AND first.day = NEW.day
      AND first.limit_change = -NEW.limit_change AND first.drawn_change = -NEW.drawn_change
) THEN
    RAISE EXCEPTION 'line_entry_reversal_mirrors_its_entry' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'line_entry_reversal_mirrors_its_entry';
END IF;
RETURN NEW;
"""
# A line's limit is what its parent gave it, so the parent's row is written here and by nothing else.
CARRIES = """
UPDATE loans_creditline
    SET "limit" = "limit" + NEW.limit_change, allotted = allotted + NEW.allotted_change,
        drawn = drawn + NEW.drawn_change
    WHERE id = NEW.line_id;
INSERT INTO loans_lineentry (line_id, day, limit_change, allotted_change, drawn_change, of_child_id,
                             note, written_by_id, written_at)
    SELECT parent_id, NEW.day, 0, NEW.limit_change, 0, NEW.id, '', NEW.written_by_id, NEW.written_at
    FROM loans_creditline WHERE id = NEW.line_id AND parent_id IS NOT NULL AND NEW.limit_change <> 0;
IF EXISTS (
    SELECT FROM (
        SELECT sum(sum(limit_change)) OVER by_day AS "limit",
               sum(sum(allotted_change)) OVER by_day AS allotted,
               sum(sum(drawn_change)) OVER by_day AS drawn
        FROM loans_lineentry WHERE line_id = NEW.line_id
        GROUP BY day WINDOW by_day AS (ORDER BY day)
    ) AS held
    WHERE held.drawn < 0 OR held.allotted < 0 OR held.allotted + held.drawn > held."limit"
) THEN
    RAISE EXCEPTION 'credit_line_holds_what_it_gives_on_every_day' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'credit_line_holds_what_it_gives_on_every_day', TABLE = 'loans_creditline',
        DETAIL = NEW.line_id::text;
END IF;
RETURN NEW;
"""

# What counts as pre-approved is no more than what the line was signed for, whatever is taken back later.
LEAVES = f"""
root := NEW.line_id;
IF ({CONVERTED_THERE}) > ({FIRST_SIGNED}) THEN
    RAISE EXCEPTION 'line_entry_leaves_what_was_converted' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'line_entry_leaves_what_was_converted';
END IF;
RETURN NEW;
"""


class LineEntry(models.Model):
    """
    额度台账 (entry): what changed on a line on a day, in yuan; never edited, taken back by another entry.

    ``day``: from when on it holds, which may lie before or after the day of writing: the line holds what it
    gives on every day (an open system was overdrawn by a changed date: reference/loans_safety.md §8).
    ``of_child``: the entry of the line below that was given or gave back so much.
    """

    line = models.ForeignKey(CreditLine, models.PROTECT, related_name="entries", verbose_name=_("授信额度"))
    day = models.DateField(_("生效日"))
    limit_change = in_yuan(_("额度增减（元）"), default=0, db_default=0)
    allotted_change = in_yuan(_("分配增减（元）"), default=0, db_default=0)
    drawn_change = in_yuan(_("用款增减（元）"), default=0, db_default=0)
    of_child = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="in_parent",
        verbose_name=_("下级记录"),
    )
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversal",
        verbose_name=_("冲销的记录"),
    )
    note = models.CharField(_("凭证或说明"), max_length=120, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("登记人"),
    )
    written_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = LineEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("额度台账")
        verbose_name_plural = pgettext_lazy("复数", "额度台账")
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(limit_change=0) & Q(allotted_change=0, drawn_change=0)
                | ~Q(allotted_change=0) & Q(limit_change=0, drawn_change=0)
                | ~Q(drawn_change=0) & Q(limit_change=0, allotted_change=0),
                name="line_entry_changes_one_thing",
            ),
            # What a line gives away is written by what the line below received.
            models.CheckConstraint(
                condition=Q(allotted_change=0, of_child__isnull=True)
                | ~Q(allotted_change=0) & Q(of_child__isnull=False),
                name="line_entry_gives_what_a_child_received",
            ),
        ]
        indexes = [models.Index(fields=["line", "day"], name="line_entries_by_day")]
        triggers = [
            pgtrigger.Trigger(
                name="line_entries_queue",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=QUEUES,
            ),
            pgtrigger.Trigger(
                name="line_entry_is_carried",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=CARRIES,
            ),
            pgtrigger.Trigger(
                name="line_entry_leaves_what_was_converted",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__limit_change__lt=0),
                declare=[("root", "bigint")],
                func=LEAVES,
            ),
            pgtrigger.Protect(
                name="line_entry_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} · {self.day}"
