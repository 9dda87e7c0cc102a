"""Shapes of hazards: a list for the offices, which names nobody, and what a reporter reads of their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rest_framework import serializers

from safety.forms.hazard_spot import says_a_spot
from safety.forms.hazards import PHOTO_HELP, STATES
from safety.models import HazardReport
from zibo_youth.core.form_fields import MONTH, month_has_begun

State, Category, Severity = HazardReport.State, HazardReport.Category, HazardReport.Severity
STATE = pgettext_lazy("随手拍", "状态")
CATEGORY = pgettext_lazy("隐患", "类别")


class HazardsQuery(serializers.Serializer[Any]):
    """状态、严重程度、类别、区县; what is left out is not narrowed, but for those that are over."""

    state = serializers.ChoiceField([*STATES, *State.choices], required=False, label=STATE)
    severity = serializers.ChoiceField(Severity.choices, required=False, label=_("严重程度"))
    category = serializers.ChoiceField(Category.choices, required=False, label=CATEGORY)


class FiguresQuery(serializers.Serializer[Any]):
    """月份 of the figures; without one, everything up to now."""

    month = serializers.RegexField(
        MONTH, required=False, validators=[month_has_begun], label=_("月份"), help_text=_("例如 2021-05")
    )


class HazardAnswer(serializers.Serializer[Any]):
    """一条隐患, as an office reads it."""

    id = serializers.UUIDField(source="public_id", label=_("隐患标识"))
    number = serializers.CharField(label=_("隐患编号"))
    district = serializers.CharField(source="reporting_org.code", label=_("填报单位的编码"))
    enterprise = serializers.CharField(
        source="enterprise.organisation.uscc", default="", label=_("统一社会信用代码")
    )
    where = serializers.CharField(label=pgettext_lazy("隐患", "地点"))
    latitude = serializers.DecimalField(9, 6, allow_null=True, label=_("纬度"))
    longitude = serializers.DecimalField(9, 6, allow_null=True, label=_("经度"))
    position_from = serializers.ChoiceField(
        HazardReport.PositionFrom.choices, allow_blank=True, label=_("位置来源")
    )
    category = serializers.ChoiceField(Category.choices, label=CATEGORY)
    severity = serializers.ChoiceField(Severity.choices, label=_("严重程度"))
    state = serializers.ChoiceField(State.choices, label=STATE)
    outcome = serializers.ChoiceField(
        HazardReport.Outcome.choices,
        allow_blank=True,
        label=_("办结结果"),
        help_text=_("办结不等于已整改：已整改的是 fixed"),
    )
    followers = serializers.IntegerField(label=_("一起上报的人数"))
    reported_at = serializers.DateTimeField(label=_("上报时间"))
    due_at = serializers.DateTimeField(allow_null=True, label=_("整改期限"))
    verified_at = serializers.DateTimeField(allow_null=True, label=pgettext_lazy("随手拍", "确认时间"))
    closed_at = serializers.DateTimeField(allow_null=True, label=_("办结时间"))


class HazardLineAnswer(serializers.Serializer[Any]):
    """一家企业或一个区县的隐患统计."""

    code = serializers.CharField(label=_("单位编码"))
    name = serializers.CharField(label=_("企业或区县"))
    reported = serializers.IntegerField(label=_("上报"))
    open = serializers.IntegerField(label=_("未办结"))
    overdue = serializers.IntegerField(label=_("超期未整改"))
    fixed = serializers.IntegerField(label=_("已整改"))
    median_days = serializers.FloatField(allow_null=True, label=_("整改用时中位数（天）"))


class HazardFiguresAnswer(serializers.Serializer[Any]):
    """隐患统计."""

    districts = HazardLineAnswer(many=True, label=_("按区县"))
    enterprises = HazardLineAnswer(many=True, label=_("按企业"))


class NewHazard(serializers.Serializer[Any]):
    """上报隐患: an enterprise, or a place in words with its district."""

    enterprise = serializers.CharField(required=False, max_length=18, label=_("统一社会信用代码"))
    work_area = serializers.CharField(required=False, max_length=40, label=_("车间或区域"))
    place = serializers.CharField(required=False, max_length=120, label=pgettext_lazy("隐患", "地点"))
    district = serializers.SlugField(
        required=False, max_length=80, label=_("所在区县"), help_text=_("单位编码")
    )
    spot = serializers.CharField(
        required=False,
        max_length=60,
        validators=[says_a_spot],
        label=pgettext_lazy("隐患", "位置"),
        help_text=_("手机定位，如 geo:36.81,118.05;u=20（RFC 5870，u 是误差米数）；选了企业时不填"),
    )
    category = serializers.ChoiceField(Category.choices, label=CATEGORY)
    severity = serializers.ChoiceField(Severity.choices, label=_("严重程度"))
    words = serializers.CharField(max_length=500, label=_("隐患情况"))
    photo = serializers.FileField(label=_("现场照片"), help_text=PHOTO_HELP)


class OwnHazardAnswer(serializers.Serializer[Any]):
    """我的一条上报: its ``id`` is a keyed digest, and leads nobody else to the report."""

    id = serializers.UUIDField(source="address", label=_("上报标识"))
    number = serializers.CharField(source="hazard.number", label=_("隐患编号"))
    is_first = serializers.BooleanField(label=_("本人最先上报"))
    where = serializers.CharField(source="hazard.where", label=pgettext_lazy("隐患", "地点"))
    category = serializers.ChoiceField(Category.choices, source="hazard.category", label=CATEGORY)
    severity = serializers.ChoiceField(Severity.choices, source="hazard.severity", label=_("严重程度"))
    state = serializers.ChoiceField(State.choices, source="hazard.state", label=STATE)
    reported_at = serializers.DateTimeField(label=_("上报时间"))
    due_at = serializers.DateTimeField(source="hazard.due_at", allow_null=True, label=_("整改期限"))
    is_asked = serializers.BooleanField(label=_("等待本人确认是否已整改"))
    points = serializers.IntegerField(label=_("积分"))


class MoveAnswer(serializers.Serializer[Any]):
    """一步办理, without who took it."""

    state = serializers.CharField(source="to_state", label=STATE)
    party = serializers.CharField(label=_("办理方"))
    at = serializers.DateTimeField(label=_("时间"))
    note = serializers.CharField(label=_("说明"))


class OneOwnHazardAnswer(OwnHazardAnswer):
    """我的一条上报和它的办理经过."""

    moves = MoveAnswer(many=True, label=_("办理经过"))


class NewHazardAnswer(serializers.Serializer[Any]):
    """确认整改: mended or not; a "no" says why."""

    is_mended = serializers.BooleanField(label=_("整改好了吗"))
    words = serializers.CharField(
        required=False, allow_blank=True, max_length=200, default="", label=_("说明")
    )
