"""What the calls take and give: shapes only. Whether a stay may be, the services say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from stations.availability import FEW, FREE, FULL
from stations.facts import LONGEST_STAY
from stations.models import Evidence, Stay
from stations.models.policy import Purpose
from stations.referral_codes import LONGEST_TYPED
from zibo_youth.accounts.errors import InvalidMobile
from zibo_youth.accounts.mobile import normalise

LONGEST_SPAN = timedelta(days=62)
MOST_EVIDENCE = 5
GENDERS = [("male", _("男")), ("female", _("女"))]
WORDS = [(FREE, _("有床位")), (FEW, _("床位紧张")), (FULL, _("已满"))]


class Day(serializers.DateField):
    """A date of this century, so that no sum of days leaves the calendar."""

    default_error_messages = {"unlikely": _("日期须在 2020 年至 2099 年之间")}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not 2020 <= day.year <= 2099:
            self.fail("unlikely")
        return day


@extend_schema_field(
    {"oneOf": [{"type": "array", "items": {"type": "string", "format": "uuid"}}, {"type": "string"}]}
)
class EvidenceField(serializers.Field[Any, Any, Any, Any]):
    """证明材料: ids of uploaded files, one or a list; a form may carry the files themselves."""

    default_error_messages = {
        "id": _("请填写上传证明材料时得到的编号"),
        "many": _("一份申请最多附 {n} 份证明材料"),
    }

    def get_value(self, dictionary: Any) -> Any:
        if hasattr(dictionary, "getlist"):
            return dictionary.getlist(self.field_name) or serializers.empty
        return super().get_value(dictionary)

    def to_internal_value(self, given: Any) -> list[UUID | UploadedFile]:
        entries = given if isinstance(given, list) else [given]
        if len(entries) > MOST_EVIDENCE:
            self.fail("many", n=MOST_EVIDENCE)
        return [entry if isinstance(entry, UploadedFile) else self._id(entry) for entry in entries]

    def _id(self, entry: Any) -> UUID:
        try:
            return UUID(entry)
        except (TypeError, ValueError, AttributeError):
            self.fail("id")


class StationsQuery(serializers.Serializer[Any]):
    """查找条件."""

    area = serializers.RegexField(
        r"^[0-9A-Za-z-]{1,12}$", required=False, label=_("区域"), help_text=_("区县、功能区或镇街的代码")
    )
    nights = serializers.IntegerField(
        min_value=1, max_value=LONGEST_STAY, required=False, default=1, label=_("晚数")
    )
    gender = serializers.ChoiceField(GENDERS, required=False, label=_("性别"))

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        arrival = Day(required=False, label=_("入住日期"), help_text=_("给出时，每家驿站附带当期余位"))
        return super().get_fields() | {"from": arrival}


class AvailabilityQuery(serializers.Serializer[Any]):
    """余位日历的日期."""

    default_error_messages = {
        "order": _("结束日期须晚于开始日期"),
        "long": _("一次最多查询 62 天"),
    }
    gender = serializers.ChoiceField(GENDERS, required=False, label=_("性别"))

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        end = Day(label=_("结束日期"), help_text=_("不含当天，最多 62 天"))
        return super().get_fields() | {"from": Day(label=_("开始日期")), "to": end}

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        span = given["to"] - given["from"]
        if not timedelta(0) < span <= LONGEST_SPAN:
            key = "long" if span > LONGEST_SPAN else "order"
            raise serializers.ValidationError({"to": [self.error_messages[key]]})
        return given


class NewStay(serializers.Serializer[Any]):
    """入住申请."""

    station = serializers.CharField(max_length=20, label=_("驿站"), help_text=_("驿站编码"))
    arrival = Day(label=_("入住日期"))
    nights = serializers.IntegerField(min_value=1, max_value=LONGEST_STAY, label=_("晚数"))
    purpose = serializers.ChoiceField(Purpose.choices, label=_("来淄事由"))
    purpose_detail = serializers.CharField(
        max_length=120, required=False, default="", allow_blank=True, label=_("单位、岗位或活动")
    )
    evidence = EvidenceField(
        required=False,
        default=list,
        label=_("证明材料"),
        help_text=_("上传证明材料得到的编号，一个或一组；multipart 表单也可直接附文件"),
    )
    evidence_kind = serializers.ChoiceField(
        Evidence.Kind.choices, required=False, label=_("材料种类"), help_text=_("表单直接附文件时说明种类")
    )
    referral_channel = serializers.CharField(
        max_length=20,
        required=False,
        default=None,
        allow_null=True,
        label=_("得知渠道"),
        help_text=_("渠道编码"),
    )
    referral = serializers.CharField(
        max_length=LONGEST_TYPED,
        required=False,
        default="",
        allow_blank=True,
        label=_("推荐码"),
        help_text=_("用人单位或学校给的推荐码，一个只用一次"),
    )
    room_wish = serializers.ChoiceField(
        Stay.RoomWish.choices, required=False, default=Stay.RoomWish.ANY, label=_("房间意愿")
    )
    declared_non_native = serializers.BooleanField(
        required=False, default=False, label=_("声明为非淄博籍"), help_text=_("由本人声明，须如实填写")
    )

    wait = serializers.BooleanField(
        required=False,
        default=False,
        label=_("满员时候补"),
        help_text=_("没有床位时加入候补，状态为 waiting"),
    )


class NewDates(serializers.Serializer[Any]):
    """新的日期."""

    arrival = Day(label=_("入住日期"))
    nights = serializers.IntegerField(min_value=1, max_value=LONGEST_STAY, label=_("晚数"))


class MobileText(serializers.CharField):
    """手机号码, as people write it; in E.164 inside."""

    def to_internal_value(self, value: Any) -> str:
        try:
            return normalise(super().to_internal_value(value))
        except InvalidMobile as wrong:
            raise serializers.ValidationError(str(wrong), code=wrong.code) from wrong


class NewAnswer(serializers.Serializer[Any]):
    """补正: the fields that were asked for, all of them and no others."""

    purpose = serializers.ChoiceField(Purpose.choices, required=False, label=_("来淄事由"))
    purpose_detail = serializers.CharField(max_length=120, required=False, label=_("单位、岗位或活动"))
    contact_mobile = MobileText(required=False, label=_("联系手机"))
    evidence = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MOST_EVIDENCE,
        required=False,
        label=_("证明材料"),
        help_text=_("上传证明材料得到的编号；替换原来的材料"),
    )


class NewEvidence(serializers.Serializer[Any]):
    """证明材料上传."""

    kind = serializers.ChoiceField(Evidence.Kind.choices, label=_("材料种类"))
    file = serializers.FileField(label=_("文件"), help_text=_("JPG、PNG 或 PDF，不超过 10 MB"))


class EvidenceAnswer(serializers.Serializer[Any]):
    """已上传的证明材料."""

    id = serializers.UUIDField(source="public_id", label=_("文件编号"))
    kind = serializers.ChoiceField(Evidence.Kind.choices, label=_("材料种类"))
    name = serializers.CharField(source="original_name", label=_("原文件名"))
    content_type = serializers.CharField(label=_("文件类型"))
    size = serializers.IntegerField(label=_("字节数"))


class StayPlace(serializers.Serializer[Any]):
    """入住单所在的驿站."""

    code = serializers.CharField(label=_("驿站编码"))
    name = serializers.CharField(label=_("站名"))
    address = serializers.CharField(label=_("地址"))
    phone = serializers.CharField(label=_("联系电话"))


class StayAnswer(serializers.Serializer[Any]):
    """入住单, as its guest sees it."""

    reference = serializers.CharField(label=_("受理编号"))
    state = serializers.ChoiceField(Stay.State.choices, label=pgettext_lazy("入住单", "状态"))
    state_name = serializers.CharField(source="get_state_display", label=_("状态名称"))
    guest = serializers.CharField(source="guest.masked_name", label=_("入住青年"))
    station = StayPlace(label=_("驿站"))
    arrival = serializers.DateField(label=_("入住日期"))
    departure = serializers.DateField(label=_("离店日期"))
    nights = serializers.IntegerField(source="length", label=_("晚数"))
    room_wish = serializers.ChoiceField(Stay.RoomWish.choices, label=_("房间意愿"))
    purpose = serializers.ChoiceField(Purpose.choices, label=_("来淄事由"))
    purpose_detail = serializers.CharField(allow_blank=True, label=_("单位、岗位或活动"))
    referral_channel = serializers.CharField(
        source="referral_channel.code", allow_null=True, label=_("得知渠道")
    )
    referred_by = serializers.CharField(allow_blank=True, label=_("推荐单位"))
    review_due_at = serializers.DateTimeField(allow_null=True, label=_("审核期限"))
    asked = serializers.ListField(
        child=serializers.ChoiceField(Stay.Asked.choices), label=_("要求补正的内容")
    )
    answer_due_at = serializers.DateTimeField(allow_null=True, label=_("补正期限"))
    queued_at = serializers.DateTimeField(allow_null=True, label=_("加入候补时间"))
    offer_until = serializers.DateTimeField(allow_null=True, label=_("候补床位保留至"))
    submitted_at = serializers.DateTimeField(allow_null=True, label=_("提交时间"))


class OwnStayAnswer(StayAnswer):
    """入住单, with the code that opens the desk: for the guest alone."""

    check_in_code = serializers.CharField(allow_blank=True, label=_("入住码"))


class Offer(serializers.Serializer[Any]):
    """余位 (beds for the dates asked for)."""

    free = serializers.IntegerField(label=_("空余床位"))
    total = serializers.IntegerField(label=_("床位总数"))
    word = serializers.ChoiceField(WORDS, label=_("余位"))


class StationAnswer(serializers.Serializer[Any]):
    """驿站."""

    code = serializers.CharField(label=_("驿站编码"))
    name = serializers.CharField(label=_("站名"))
    name_en = serializers.CharField(allow_blank=True, label=_("英文站名"))
    area = serializers.CharField(source="area.code", label=_("区域"))
    area_name = serializers.CharField(source="area.name", label=_("区域名称"))
    address = serializers.CharField(label=_("地址"))
    phone = serializers.CharField(label=_("联系电话"))
    latitude = serializers.DecimalField(8, 5, allow_null=True, label=_("纬度"))
    longitude = serializers.DecimalField(8, 5, allow_null=True, label=_("经度"))
    facilities = serializers.ListField(child=serializers.CharField(), label=_("设施"))
    is_township = serializers.BooleanField(label=_("乡镇驿站"))
    beds = Offer(allow_null=True, default=None, label=_("当期余位"), help_text=_("未给出入住日期时为空"))


class NightAnswer(serializers.Serializer[Any]):
    """一晚的余位."""

    date = serializers.DateField(label=pgettext_lazy("住宿", "日期"))
    free = serializers.IntegerField(label=_("空余床位"))
    total = serializers.IntegerField(label=_("床位总数"))
    word = serializers.ChoiceField(WORDS, label=_("余位"))


class AllowanceYear(serializers.Serializer[Any]):
    """一个自然年的免费额度."""

    year = serializers.IntegerField(label=_("年度"))
    cap = serializers.IntegerField(label=_("免费晚数上限"))
    used = serializers.IntegerField(label=_("已用晚数"))
    left = serializers.IntegerField(label=_("剩余晚数"))
    stays_cap = serializers.IntegerField(label=_("入住次数上限"))
    stays_used = serializers.IntegerField(label=_("已用次数"))
    stays_left = serializers.IntegerField(label=_("剩余次数"))
