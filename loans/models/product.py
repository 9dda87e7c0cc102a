from __future__ import annotations

from decimal import Decimal

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.querysets import LprQuerySet, ProductQuerySet, VersionQuerySet
from loans.schedule import CENT, Convention, DayCount, Method, Rounding
from zibo_youth.core.audit import audited

from .amounts import a_year, in_yuan

METHODS = [
    (Method.ANNUITY.value, _("等额本息")),
    (Method.EQUAL_PRINCIPAL.value, _("等额本金")),
    (Method.INTEREST_ONLY.value, _("按期付息，到期还本")),
    (Method.BULLET.value, _("利随本清")),
]
DAY_COUNTS = [
    (DayCount.MONTHS.value, _("按月（年利率÷12）")),
    (DayCount.ACT_360.value, _("按实际天数÷360")),
    (DayCount.ACT_365.value, _("按实际天数÷365")),
]
# A month's share, or the daily rate that banks print: the year's by 360 (银发[2005]129号).
ODD_DAYS = [
    (DayCount.ACT_360.value, _("按日利率（年利率÷360）")),
    (DayCount.ACT_365.value, _("按日利率（年利率÷365）")),
    (DayCount.MONTHS.value, _("按当期天数折算")),
]
ROUNDINGS = [
    (Rounding.HALF_UP.value, _("四舍五入")),
    (Rounding.HALF_EVEN.value, _("四舍六入五成双")),
    (Rounding.CEILING.value, _("向上取整")),
]


class Tenor(models.TextChoices):
    """Which LPR a rate is reckoned from."""

    ONE_YEAR = "1y", _("1 年期")
    FIVE_YEARS = "5y", _("5 年期以上")


class RateBasis(models.TextChoices):
    """How a product says its rate."""

    BANK = "bank", _("由银行在合同中确定")
    LPR = "lpr", _("LPR 加点")
    FIXED = "fixed", _("固定利率")


@audited()
class LoanProduct(models.Model):
    """
    贷款产品 (product): 鲁青基准贷, 鲁青担保贷, 淄博青年创业贷. What it grants stands in its versions.

    The league recommends and the bank lends: a product is never an offer.
    """

    code = models.SlugField(pgettext_lazy("贷款产品", "编码"), max_length=20, unique=True)
    name = models.CharField(_("产品名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    summary = models.TextField(_("适用对象和说明"), blank=True)
    summary_en = models.TextField(_("英文说明"), blank=True)
    is_open = models.BooleanField(_("接受申请"), default=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("贷款产品")
        verbose_name_plural = pgettext_lazy("复数", "贷款产品")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


def _days() -> Func:
    return Func(F("from_on"), F("until_on"), Value("[)"), function="DATERANGE")


class ProductVersion(models.Model):
    """
    产品版本 (version): every number of a product, from a day on, by a source document.

    An application keeps its version for life, so a version is written once; only the day on which it ends
    is set later. No public text states the limits (reference/loans_safety.md §3): an empty one is no limit,
    and the officers fill in what their documents say. Amounts in yuan, ages in full years.
    """

    product = models.ForeignKey(
        LoanProduct, models.PROTECT, related_name="versions", verbose_name=_("贷款产品")
    )
    number = models.PositiveSmallIntegerField(_("版本号"))
    from_on = models.DateField(_("生效日期"))
    until_on = models.DateField(_("失效日期（当日起不再适用）"), null=True, blank=True)
    source = models.CharField(_("文件名称和文号"), max_length=120)
    least_amount = in_yuan(_("最低金额（元）"), null=True, blank=True)
    most_amount = in_yuan(_("最高金额（元）"), null=True, blank=True)
    least_months = models.PositiveSmallIntegerField(_("最短期限（月）"), default=1)
    most_months = models.PositiveSmallIntegerField(_("最长期限（月）"), null=True, blank=True)
    least_age = models.PositiveSmallIntegerField(_("最小年龄（周岁）"), default=18)
    most_age = models.PositiveSmallIntegerField(_("最大年龄（周岁，含）"), null=True, blank=True)
    least_months_in_business = models.PositiveSmallIntegerField(_("企业成立满（月）"), default=0)
    needs_guarantor = models.BooleanField(_("须由担保机构担保"), default=False)
    rate_basis = models.CharField(
        _("利率方式"), max_length=8, choices=RateBasis, default=RateBasis.BANK.value
    )
    tenor = models.CharField(_("LPR 期限"), max_length=2, choices=Tenor, blank=True)
    points = models.SmallIntegerField(_("加点（基点）"), null=True, blank=True)
    rate = a_year(_("固定年利率"), null=True, blank=True)
    methods = ArrayField(models.CharField(max_length=16, choices=METHODS), verbose_name=_("还款方式"))
    day_count = models.CharField(
        _("计息方式"), max_length=8, choices=DAY_COUNTS, default=DayCount.MONTHS.value
    )
    odd_days = models.CharField(
        _("提前结清的零头天数（按月计息时）"),
        max_length=8,
        choices=ODD_DAYS,
        default=DayCount.ACT_360.value,
        help_text=_("整月按月计息，不足一月的天数按日利率；按实际天数计息的产品不看此项"),
    )
    rounding = models.CharField(
        _("利息取整"), max_length=16, choices=ROUNDINGS, default=Rounding.HALF_UP.value
    )
    unit = models.DecimalField(_("每期还款额单位（元）"), max_digits=4, decimal_places=2, default=CENT)
    unit_rounding = models.CharField(
        _("每期还款额取整"), max_length=16, choices=ROUNDINGS, default=Rounding.HALF_UP.value
    )
    is_cumulative = models.BooleanField(_("利息尾差累计到下一期"), default=False)
    every_months = models.PositiveSmallIntegerField(_("每几个月还款一次"), default=1)
    most_grace = models.PositiveSmallIntegerField(_("本金宽限期上限（期）"), default=0)
    offer_days = models.PositiveSmallIntegerField(_("签约期限（天）"), default=30)
    penalty_times = models.DecimalField(
        _("罚息倍数"), max_digits=3, decimal_places=2, default=Decimal("1.50")
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("产品版本")
        verbose_name_plural = pgettext_lazy("复数", "产品版本")
        ordering = ["product", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="product_version_number_used_once"),
            ExclusionConstraint(
                name="product_version_alone_in_force",
                expressions=[
                    (
                        Func(F("product"), F("product"), Value("[]"), function="INT8RANGE"),
                        "&&",
                    ),
                    (_days(), "&&"),
                ],
                violation_error_message=_("该产品在这些日期已有另一版本生效，请先为原版本填写失效日期"),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="product_version_ends_after_it_begins",
                violation_error_message=_("失效日期须晚于生效日期"),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="product_version_rests_on_a_document"),
            models.CheckConstraint(
                condition=(Q(least_amount__isnull=True) | Q(least_amount__gt=0))
                & (Q(most_amount__isnull=True) | Q(most_amount__gt=0))
                & (
                    Q(least_amount__isnull=True)
                    | Q(most_amount__isnull=True)
                    | Q(most_amount__gte=F("least_amount"))
                ),
                name="product_version_amounts_in_order",
                violation_error_message=_("金额须大于 0，最高金额不得低于最低金额"),
            ),
            models.CheckConstraint(
                condition=Q(least_months__gte=1)
                & (Q(most_months__isnull=True) | Q(most_months__gte=F("least_months"), most_months__lte=600)),
                name="product_version_months_in_order",
                violation_error_message=_("期限须为 1 至 600 个月，最长不得短于最短"),
            ),
            models.CheckConstraint(
                condition=Q(least_age__gte=18) & (Q(most_age__isnull=True) | Q(most_age__gte=F("least_age"))),
                name="product_version_ages_in_order",
                violation_error_message=_("最小年龄不低于 18 周岁，最大年龄不得小于最小年龄"),
            ),
            models.CheckConstraint(
                condition=Q(rate_basis="bank", tenor="", points__isnull=True, rate__isnull=True)
                | Q(rate_basis="lpr", points__isnull=False, rate__isnull=True) & ~Q(tenor="")
                | Q(rate_basis="fixed", tenor="", points__isnull=True, rate__gte=0),
                name="product_version_rate_as_its_basis_asks",
                violation_error_message=_(
                    "LPR 加点须填期限和加点；固定利率只填年利率；由银行确定的三项都不填"
                ),
            ),
            models.CheckConstraint(
                condition=Q(methods__len__gte=1), name="product_version_has_a_way_to_repay"
            ),
            models.CheckConstraint(
                condition=Q(every_months__in=[1, 3, 6, 12]) & Q(unit__in=[CENT, 1]) & Q(offer_days__gte=1),
                name="product_version_counts_as_banks_do",
                violation_error_message=_(
                    "还款间隔为 1、3、6 或 12 个月，还款额单位为 0.01 或 1 元，签约期限至少 1 天"
                ),
            ),
            models.CheckConstraint(
                condition=Q(penalty_times__range=(1, 2)),
                name="product_version_penalty_within_the_law",
                violation_error_message=_("罚息倍数为 1 至 2 倍"),
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="product_version_is_written_once", exclude=["until_on"])]

    def __str__(self) -> str:
        return str(pgettext_lazy("产品版本", "%(product)s 第 %(number)s 版")) % {
            "product": self.product,
            "number": self.number,
        }

    def convention(self, method: str) -> Convention:
        """How this product's bank counts, for one way to repay."""
        return Convention(
            Method(method),
            DayCount(self.day_count),
            Rounding(self.rounding),
            self.unit,
            Rounding(self.unit_rounding),
            self.is_cumulative,
            DayCount(self.odd_days),
        )


class LprRate(models.Model):
    """
    贷款市场报价利率 (LPR): published on the 20th or the next working day, in force until the next one.

    Rates a year. A published one is never edited; one typed by mistake is deleted and written anew.
    """

    published_on = models.DateField(_("公布日期"), unique=True)
    one_year = a_year(_("1 年期"))
    five_years = a_year(_("5 年期以上"))
    source = models.CharField(_("来源"), max_length=120)

    objects = LprQuerySet.as_manager()

    class Meta:
        verbose_name = _("贷款市场报价利率")
        verbose_name_plural = pgettext_lazy("复数", "贷款市场报价利率")
        ordering = ["-published_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(one_year__gt=0, one_year__lt=1, five_years__gt=0, five_years__lt=1),
                name="lpr_rate_is_a_part_of_one",
                violation_error_message=_("利率按小数填写：3.85% 填 0.0385"),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="lpr_rate_rests_on_a_source"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="lpr_rate_is_written_once", fields=["published_on", "one_year", "five_years"]
            )
        ]

    def __str__(self) -> str:
        return str(self.published_on)

    def of(self, tenor: str) -> Decimal:
        """The rate a year of one tenor."""
        return self.one_year if tenor == Tenor.ONE_YEAR else self.five_years
