from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.registration import Registration
from events.querysets import EntryScanQuerySet

from .upload import ScanUpload

# The day of the hour (or its neighbour, about midnight), a confirmed registration, a seat of it, no step
# left out; and only what stands last is taken back.
STANDS = """
DECLARE
    place record;
    earlier record;
    clock date := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    IF NEW.kind <> 'undo' AND NEW.day NOT BETWEEN clock - 1 AND clock + 1 THEN
        RAISE EXCEPTION 'entry_scan_day_is_of_its_hour: % is not of %', NEW.day, NEW.at
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_scan_day_is_of_its_hour';
    END IF;
    SELECT state, seats INTO place FROM events_registration WHERE id = NEW.registration_id FOR SHARE;
    IF NEW.step IS NOT NULL AND NEW.kind <> 'undo' AND place.state <> 'registered' THEN
        RAISE EXCEPTION 'entry_scan_of_a_place_that_stands: % is %', NEW.registration_id, place.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_scan_of_a_place_that_stands';
    END IF;
    IF NEW.seat > place.seats THEN
        RAISE EXCEPTION 'entry_scan_of_a_seat_that_is_there: seat % of %', NEW.seat, place.seats
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_scan_of_a_seat_that_is_there';
    END IF;
    IF NEW.step > 1 AND NOT EXISTS (
        SELECT FROM events_entryscan AS before WHERE before.registration_id = NEW.registration_id
        AND before.seat = NEW.seat AND before.day = NEW.day AND before.step = NEW.step - 1
    ) THEN
        RAISE EXCEPTION 'entry_scan_leaves_no_step_out: % follows nothing', NEW.step
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_scan_leaves_no_step_out';
    END IF;
    IF NEW.kind = 'undo' THEN
        SELECT scan.id INTO earlier FROM events_entryscan AS scan
        WHERE scan.registration_id = NEW.registration_id AND scan.seat = NEW.seat AND scan.day = NEW.day
          AND scan.step IS NOT NULL AND scan.kind <> 'undo'
          AND NOT EXISTS (SELECT FROM events_entryscan AS back WHERE back.undoes_id = scan.id)
        ORDER BY scan.step DESC LIMIT 1;
        IF earlier.id IS DISTINCT FROM NEW.undoes_id THEN
            RAISE EXCEPTION 'entry_scan_undoes_what_stands_last: not %', NEW.undoes_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_scan_undoes_what_stands_last';
        END IF;
    END IF;
    RETURN NEW;
END;
"""


class ScanKind(models.TextChoices):
    """Came in, went out, or: the row before was wrong."""

    IN = "in", pgettext_lazy("入场记录", "入场")
    OUT = "out", pgettext_lazy("入场记录", "离场")
    UNDO = "undo", pgettext_lazy("入场记录", "撤销")


class ScanWay(models.TextChoices):
    """How it is known, the best evidence first."""

    SCAN = "scan", pgettext_lazy("入场依据", "凭证码")
    NUMBER = "number", pgettext_lazy("入场依据", "报名序号")
    DOOR = "door", pgettext_lazy("入场依据", "现场登记")
    OFFLINE = "offline", pgettext_lazy("入场依据", "离线记录")


def _odd() -> Exact:
    return Exact(F("step") % Value(2), Value(1))


def _even() -> Exact:
    return Exact(F("step") % Value(2), Value(0))


def _in_turn() -> Q:
    """Every row turns inside and outside about, so that whoever comes in has an odd step."""
    beside = Q(step__isnull=True) & ~Q(kind="undo")
    return beside | (Q(kind="in") & _odd()) | (Q(kind="out") & _even()) | Q(kind="undo", step__isnull=False)


class EntryScan(models.Model):
    """
    入场记录 (entry scan): somebody came in or went out of a session, when, and how that is known.

    ``seat`` is 1 for the registrant and counts on for companions; ``day`` is the day of the session.
    Of a seat and day each row has the ``step`` after the row before it, and only one row can: inside is
    whoever's last step is odd. Rows are added, never changed; a wrong one is taken back by another. A claim
    of an offline device that contradicts what stands has no step, and stays to be seen. ``key`` is the
    device's own name for the press: sent twice, it is one row.
    """

    Kind, Way = ScanKind, ScanWay

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="entry_scans", verbose_name=_("活动报名")
    )
    seat = models.PositiveSmallIntegerField(pgettext_lazy("入场记录", "第几人"), default=1)
    day = models.DateField(pgettext_lazy("入场记录", "日期"))
    step = models.PositiveSmallIntegerField(pgettext_lazy("入场记录", "第几次"), null=True, blank=True)
    kind = models.CharField(pgettext_lazy("入场记录", "类别"), max_length=4, choices=ScanKind)
    way = models.CharField(pgettext_lazy("入场记录", "依据"), max_length=8, choices=ScanWay)
    at = models.DateTimeField(pgettext_lazy("入场记录", "时间"))
    recorded_at = models.DateTimeField(
        pgettext_lazy("入场记录", "登记时间"), db_default=Now(), editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("入场记录", "登记人"),
    )
    key = models.CharField(_("设备记录号"), max_length=64, blank=True)
    undoes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=pgettext_lazy("入场记录", "撤销的记录"),
    )
    note = models.CharField(pgettext_lazy("入场记录", "说明"), max_length=120, blank=True)
    upload = models.ForeignKey(
        ScanUpload,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
        verbose_name=_("离线记录文件"),
    )

    objects = EntryScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("入场记录")
        verbose_name_plural = pgettext_lazy("复数", "入场记录")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "seat", "day", "step"],
                condition=Q(step__isnull=False),
                name="entry_scan_step_is_taken_once",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="entry_scan_of_a_key_is_recorded_once"
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(undoes__isnull=False), name="entry_scan_is_undone_once"
            ),
            models.CheckConstraint(condition=_in_turn(), name="entry_scan_goes_in_and_out_in_turn"),
            models.CheckConstraint(
                condition=(Q(kind="undo", undoes__isnull=False) & ~Q(note=""))
                | (~Q(kind="undo") & Q(undoes__isnull=True)),
                name="entry_scan_of_undoing_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(seat__gte=1) & (Q(step__isnull=True) | Q(step__gte=1)),
                name="entry_scan_counts_from_one",
            ),
            models.CheckConstraint(
                condition=Q(way="offline", upload__isnull=False)
                | (~Q(way="offline") & Q(upload__isnull=True, step__isnull=False)),
                name="entry_scan_offline_has_its_file",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="entry_scan_of_a_place_that_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=STANDS,
            ),
            # The words of an undoing end with their term; nothing else of a row ever changes.
            pgtrigger.ReadOnly(name="entry_scan_never_changes", exclude=["note"]),
            pgtrigger.Protect(name="entry_scan_only_grows", operation=pgtrigger.Delete),
        ]

    # Put there by a page that shows rows: whom the seat was given to.
    name = ""

    def __str__(self) -> str:
        return f"{self.registration_id}-{self.seat} {self.get_kind_display()}"

    @property
    def leads_inside(self) -> bool:
        """Whether the seat is inside after this row."""
        return self.step is not None and self.step % 2 == 1
