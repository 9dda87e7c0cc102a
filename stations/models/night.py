from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import RoomNightQuerySet, StayNightQuerySet
from zibo_youth.core.audit import audited

from .stay import Stay

# Foreign keys here go without an index of their own where a constraint below begins
# with the same column, or where nobody looks up by it: every index is paid per night.


def _company() -> models.GeneratedField:
    """Whom a room is shared with: a gender, or less than nothing, a party's number."""
    return models.GeneratedField(
        expression=Coalesce(F("party") * -1, F("gender")),
        output_field=models.BigIntegerField(),
        db_persist=True,
        verbose_name=_("同室"),
    )


class RoomNight(models.Model):
    """
    房间夜 (room-night): who sleeps in a room on one night, one gender or one party.

    Every bed-night of the room points here with its own company, so a second
    gender, or a second party, has no row to point at. The room's mode comes along
    by a composite foreign key, so a men's room never turns into a women's night,
    and only a room of people who belong together has a party for its company.
    """

    room = models.ForeignKey(
        "stations.Room",
        models.CASCADE,
        related_name="nights",
        db_constraint=False,
        db_index=False,
        verbose_name=_("房间"),
    )
    date = models.DateField(pgettext_lazy("住宿", "日期"))
    gender = models.PositiveSmallIntegerField(_("性别"))  # 0 where a party sleeps
    gender_mode = models.CharField(_("房间类型"), max_length=8)
    party = models.ForeignKey(
        "stations.Party",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("同住"),
    )
    company = _company()

    objects = RoomNightQuerySet.as_manager()

    class Meta:
        verbose_name = _("房间夜")
        verbose_name_plural = pgettext_lazy("复数", "房间夜")
        ordering = ["room", "date"]
        constraints = [
            models.UniqueConstraint(fields=["room", "date"], name="room_night_one_gender_per_room"),
            models.UniqueConstraint(
                fields=["room", "date", "company"], name="room_night_company_is_referable"
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=True, gender__in=[1, 2]) | Q(party__isnull=False, gender=0),
                name="room_night_gender_is_known",
            ),
            models.CheckConstraint(
                condition=Q(gender_mode__in=["flexible", "single"], party__isnull=True)
                | Q(gender_mode="male", gender=1)
                | Q(gender_mode="female", gender=2)
                | Q(gender_mode="party", party__isnull=False),
                name="room_night_fits_the_rooms_mode",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.date}"


@audited(inserts=False)
class StayNight(models.Model):
    """
    入住夜次 (bed-night): one guest, one bed, one night.

    The house rules live in these constraints and nowhere else, so the booking
    page, the admin, an import and the shell all meet the same walls. ``number``
    is the guest's n-th free night of the calendar year; ``cap`` is the policy's
    limit, held to it by a composite foreign key, so the night after the last
    free one cannot be written by any code path; a night that `ExtraNights` lets be
    carries what was granted, held to it in the same way.
    """

    stay = models.ForeignKey(
        Stay, models.CASCADE, related_name="nights", db_constraint=False, verbose_name=_("入住单")
    )
    guest = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        related_name="station_nights",
        db_constraint=False,
        db_index=False,
        verbose_name=_("入住青年"),
    )
    gender = models.PositiveSmallIntegerField(_("性别"))
    bed = models.ForeignKey(
        "stations.Bed",
        models.PROTECT,
        related_name="nights",
        db_constraint=False,
        db_index=False,
        verbose_name=_("床位"),
    )
    room = models.ForeignKey(
        "stations.Room",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("房间"),
    )
    date = models.DateField(pgettext_lazy("住宿", "日期"))
    number = models.PositiveSmallIntegerField(_("第几晚"))
    policy = models.ForeignKey(
        "stations.StayPolicy",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("适用政策"),
    )
    cap = models.PositiveSmallIntegerField(_("免费晚数上限"))
    # A night beyond the cap names what lets it be one, with its number of nights and its last one.
    extra = models.ForeignKey(
        "stations.ExtraNights",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("额外晚数"),
    )
    extra_nights = models.PositiveSmallIntegerField(_("批准晚数"), default=0, db_default=0)
    extra_until = models.DateField(_("最后一晚"), null=True, blank=True)
    # A night in a room of people who belong together names the party, whose member its stay is.
    party = models.ForeignKey(
        "stations.Party",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("同住"),
    )
    company = _company()
    allowance_year = models.GeneratedField(
        expression=ExtractYear("date"),
        output_field=models.IntegerField(),
        db_persist=True,
        verbose_name=_("计算年度"),
    )

    objects = StayNightQuerySet.as_manager()

    class Meta:
        verbose_name = _("入住夜次")
        verbose_name_plural = pgettext_lazy("复数", "入住夜次")
        ordering = ["date"]
        indexes = [models.Index(fields=["room", "date"], name="stay_night_by_room_and_date")]
        constraints = [
            models.UniqueConstraint(fields=["bed", "date"], name="stay_night_one_guest_per_bed"),
            models.UniqueConstraint(fields=["guest", "date"], name="stay_night_one_bed_per_guest"),
            models.UniqueConstraint(
                fields=["guest", "allowance_year", "number"], name="stay_night_number_used_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=F("cap") + F("extra_nights")),
                name="stay_night_within_free_nights",
            ),
            models.CheckConstraint(
                condition=Q(extra__isnull=True, extra_nights=0, extra_until__isnull=True)
                | Q(
                    extra__isnull=False,
                    extra_nights__gte=1,
                    extra_until__isnull=False,
                    extra_until__gte=F("date"),
                ),
                name="stay_night_beyond_the_cap_names_its_grant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.bed_id}"
