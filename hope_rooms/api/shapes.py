"""What is asked for and what is answered: nothing above S1 has a field here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rest_framework import serializers

from hope_rooms.models import HopeRoom, Pairing, RoomNudge

STAGE, UNIT = pgettext_lazy("希望小屋", "状态"), _("填报单位")
UNIT_CODE = r"^[-0-9A-Za-z_]{1,40}$"


class RoomsQuery(serializers.Serializer[Any]):
    """阶段 and 单位; what is left out is not narrowed."""

    state = serializers.ChoiceField(HopeRoom.State.choices, required=False, label=STAGE)
    district = serializers.RegexField(UNIT_CODE, required=False, label=UNIT, help_text=_("单位编码"))


class PairingsQuery(serializers.Serializer[Any]):
    """状态."""

    state = serializers.ChoiceField(
        Pairing.State.choices, required=False, label=pgettext_lazy("结对", "状态")
    )


class DueAnswer(serializers.Serializer[Any]):
    """期限 of a room."""

    kind = serializers.ChoiceField(RoomNudge.Kind.choices, label=pgettext_lazy("小屋催办", "类别"))
    opened_on = serializers.DateField(label=_("开始计时日期"))
    due_on = serializers.DateField(label=_("期限"))
    days_late = serializers.IntegerField(label=_("超期天数"))


class RoomAnswer(serializers.Serializer[Any]):
    """希望小屋."""

    code = serializers.CharField(source="child.code", label=_("儿童编号"))
    district = serializers.CharField(source="child.reporting_org.code", label=UNIT)
    state = serializers.ChoiceField(HopeRoom.State.choices, label=STAGE)
    state_since = serializers.DateTimeField(label=_("进入当前状态的时间"))
    is_pre_system = serializers.BooleanField(label=_("平台上线前建成"))
    accepted_on = serializers.DateField(allow_null=True, label=_("市级验收日期"))
    handed_over_at = serializers.DateTimeField(allow_null=True, label=_("交付时间"))
    closed_at = serializers.DateTimeField(allow_null=True, label=_("结项时间"))

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """With the clocks, which are computed and stand on no row."""
        return super().get_fields() | {"dues": DueAnswer(many=True, read_only=True, label=_("期限"))}


class StageAnswer(serializers.Serializer[Any]):
    """一步: into which state, and when; its note stays on the page."""

    state = serializers.ChoiceField(HopeRoom.State.choices, source="to_state", label=STAGE)
    at = serializers.DateTimeField(label=pgettext_lazy("流转", "时间"))


class OneRoomAnswer(RoomAnswer):
    """希望小屋, with the stages that it has gone through."""

    stages = StageAnswer(many=True, label=_("经过的阶段"))


class PairingAnswer(serializers.Serializer[Any]):
    """
    结对, with the clock of its visits.

    How many visits counted and when the next is due; on which day somebody is at a child's home
    is S2, and told by no call.
    """

    id = serializers.IntegerField(source="pk", label=_("结对编号"))
    code = serializers.CharField(source="child.code", label=_("儿童编号"))
    district = serializers.CharField(source="child.reporting_org.code", label=UNIT)
    team = serializers.CharField(source="post.project.organiser.code", label=_("陪伴团队"))
    state = serializers.ChoiceField(Pairing.State.choices, label=pgettext_lazy("结对", "状态"))
    state_since = serializers.DateTimeField(label=_("进入当前状态的时间"))
    started_on = serializers.DateField(allow_null=True, label=_("陪伴开始日期"))
    closed_on = serializers.DateField(allow_null=True, label=_("结束日期"))
    visits_made = serializers.IntegerField(label=_("已计入的走访次数"))
    visit_due_on = serializers.DateField(allow_null=True, label=_("下一次走访期限"))
    visits_missed = serializers.IntegerField(label=_("错过的走访次数"))


class DistrictAnswer(serializers.Serializer[Any]):
    """一个区县各阶段的小屋间数; 不足 5 间的、能推算出它的为空."""

    district = serializers.CharField(label=UNIT)
    rooms = serializers.DictField(child=serializers.IntegerField(allow_null=True), label=_("各阶段的间数"))


class DistrictsAnswer(serializers.Serializer[Any]):
    """各区县小屋数量."""

    stages = serializers.DictField(child=serializers.CharField(), label=_("阶段名称"))
    districts = DistrictAnswer(many=True, label=_("各区县"))
    city = serializers.DictField(child=serializers.IntegerField(), label=_("全市"))
