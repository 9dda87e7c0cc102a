"""Shapes of what is asked and answered; built once, used by every call."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rest_framework import serializers

from events.models import Event, Registration, Session
from events.phases import Phase, phase_of
from zibo_youth.accounts import mobile
from zibo_youth.accounts.errors import InvalidMobile
from zibo_youth.accounts.models import Organisation
from zibo_youth.api.schema import Refusal
from zibo_youth.core.calendar import now

MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
LONGEST_NAME = 60


class MonthField(serializers.CharField):
    """月份: year and month, as the filter of the page has it."""

    def to_internal_value(self, data: Any) -> Any:
        told = super().to_internal_value(data)
        if MONTH.fullmatch(told) is None:
            raise serializers.ValidationError(_("请按“年-月”填写，例如 2021-06"))
        return int(told[:4]), int(told[5:])


class SessionsQuery(serializers.Serializer[Any]):
    """查找场次: everything is optional."""

    kind = serializers.ChoiceField(Event.Kind.choices, required=False, label=pgettext_lazy("活动", "类别"))
    month = MonthField(required=False, max_length=7, label=pgettext_lazy("活动", "月份"))
    area = serializers.SlugField(
        required=False, max_length=40, label=_("填报单位的编码"), help_text=_("例如 zhangdian")
    )
    free = serializers.BooleanField(required=False, default=False, label=_("只看还有名额的"))

    def validate_area(self, code: str) -> Organisation:
        """The reporting unit of this code."""
        found: Organisation | None = Organisation.objects.reporting().filter(code=code).first()
        if found is None:
            raise serializers.ValidationError(_("没有这个编码的填报单位"))
        return found

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The words of the querysets."""
        return {("district" if name == "area" else name): value for name, value in attrs.items()}


class QuotaAnswer(serializers.Serializer[Any]):
    """名额组."""

    id = serializers.IntegerField(source="pk", label=_("名额组编号"))
    name = serializers.CharField(source="local_name", label=pgettext_lazy("名额组", "名称"))
    gender = serializers.IntegerField(
        label=pgettext_lazy("名额组", "性别"), help_text=_("0 不限，1 男，2 女（GB/T 2261.1）")
    )
    capacity = serializers.IntegerField(label=pgettext_lazy("名额组", "名额"))
    taken = serializers.IntegerField(label=_("已占名额"))


class SessionAnswer(serializers.Serializer[Any]):
    """活动场次."""

    id = serializers.UUIDField(source="public_id", label=_("场次编号"))
    event = serializers.UUIDField(source="event.public_id", label=_("活动编号"))
    title = serializers.CharField(source="event.local_title", label=pgettext_lazy("活动", "名称"))
    kind = serializers.ChoiceField(
        Event.Kind.choices, source="event.kind", label=pgettext_lazy("活动", "类别")
    )
    organiser = serializers.CharField(source="event.organiser.name", label=_("主办单位"))
    name = serializers.CharField(source="local_name", label=pgettext_lazy("场次", "名称"))
    place = serializers.CharField(label=pgettext_lazy("场次", "地点"))
    start = serializers.DateTimeField(source="starts_at", label=pgettext_lazy("场次", "开始"))
    end = serializers.DateTimeField(source="ends_at", label=pgettext_lazy("场次", "结束"))
    opens_at = serializers.DateTimeField(label=_("报名开始"))
    closes_at = serializers.DateTimeField(label=_("报名截止"))
    cancel_until = serializers.DateTimeField(label=_("取消截止"))
    capacity = serializers.IntegerField(label=pgettext_lazy("场次", "名额"))
    taken = serializers.IntegerField(label=_("已占名额"))
    phase = serializers.SerializerMethodField(label=_("场次阶段"))
    is_drawn = serializers.SerializerMethodField(label=_("抽签决定名额"))
    quotas = QuotaAnswer(many=True, source="quotas.all", label=_("名额组"))

    def get_phase(self, session: Session) -> Phase:
        return phase_of(session, now())

    def get_is_drawn(self, session: Session) -> bool:
        return hasattr(session, "draw")


class OneSessionAnswer(SessionAnswer):
    """活动场次, with what keeps the caller from it."""

    obstacles = Refusal(many=True, label=_("报名前须解决"), help_text=_("已登录并实名时给出"))


class QuestionAnswer(serializers.Serializer[Any]):
    """报名问题."""

    id = serializers.IntegerField(source="pk", label=_("问题编号"))
    words = serializers.CharField(source="local_words", label=_("报名问题"))
    is_required = serializers.BooleanField(label=_("必答"))
    choices = serializers.ListField(child=serializers.CharField(), label=_("选项"))


class EventAnswer(serializers.Serializer[Any]):
    """活动, with those of its sessions that were asked for."""

    id = serializers.UUIDField(source="public_id", label=_("活动编号"))
    kind = serializers.ChoiceField(Event.Kind.choices, label=pgettext_lazy("活动", "类别"))
    title = serializers.CharField(source="local_title", label=pgettext_lazy("活动", "名称"))
    summary = serializers.CharField(source="local_summary", label=pgettext_lazy("活动", "简介"))
    organiser = serializers.CharField(source="organiser.name", label=_("主办单位"))
    area = serializers.CharField(source="reporting_org.code", label=_("填报单位的编码"))
    contact_phone = serializers.CharField(label=_("联系电话"))
    age_from = serializers.IntegerField(allow_null=True, label=_("最低年龄"))
    age_to = serializers.IntegerField(allow_null=True, label=_("最高年龄"))
    most_together = serializers.IntegerField(label=_("一次最多报名人数"))
    state = serializers.ChoiceField(Event.State.choices, label=pgettext_lazy("活动", "状态"))
    sessions = SessionAnswer(many=True, source="wanted", label=_("活动场次"))


class OneEventAnswer(EventAnswer):
    """活动, with what is asked when registering."""

    questions = QuestionAnswer(many=True, source="questions.all", label=_("报名问题"))


class OwnRegistrationAnswer(serializers.Serializer[Any]):
    """活动报名, as its person sees it."""

    id = serializers.UUIDField(source="public_id", label=_("报名编号"))
    session = serializers.UUIDField(source="session.public_id", label=_("场次编号"))
    title = serializers.CharField(source="session.event.local_title", label=pgettext_lazy("活动", "名称"))
    start = serializers.DateTimeField(source="session.starts_at", label=pgettext_lazy("场次", "开始"))
    place = serializers.CharField(source="session.place", label=pgettext_lazy("场次", "地点"))
    quota = serializers.CharField(source="quota.local_name", label=_("名额组"))
    seats = serializers.IntegerField(label=_("人数"))
    state = serializers.ChoiceField(Registration.State.choices, label=pgettext_lazy("活动报名", "状态"))
    created_at = serializers.DateTimeField(label=_("报名时间"))
    offer_until = serializers.DateTimeField(allow_null=True, label=_("名额保留至"))


class DeskRegistrationAnswer(OwnRegistrationAnswer):
    """活动报名, as the office that holds the event sees it."""

    number = serializers.IntegerField(source="pk", label=_("报名序号"))
    person = serializers.CharField(source="person.masked_name", label=_("姓名"))


class RegistrationsQuery(serializers.Serializer[Any]):
    """查找报名 (of one's office)."""

    session = serializers.UUIDField(required=False, label=_("场次编号"))
    state = serializers.ChoiceField(
        Registration.State.choices, required=False, label=pgettext_lazy("活动报名", "状态")
    )


class MobileText(serializers.CharField):
    """A telephone number as people write it."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return mobile.normalise(super().to_internal_value(data))
        except InvalidMobile as refusal:
            raise serializers.ValidationError(str(refusal)) from refusal


class PermitShape(serializers.Serializer[Any]):
    """监护人同意."""

    guardian_name = serializers.CharField(max_length=LONGEST_NAME, label=_("监护人姓名"))
    guardian_mobile = MobileText(max_length=mobile.LONGEST_INPUT, label=_("监护人电话"))
    relation = serializers.CharField(max_length=20, label=_("与报名人关系"))


class AnswerShape(serializers.Serializer[Any]):
    """报名回答."""

    question = serializers.IntegerField(min_value=1, max_value=2**62, label=_("问题编号"))
    words = serializers.CharField(max_length=300, allow_blank=True, label=pgettext_lazy("报名问题", "回答"))


class NewRegistration(serializers.Serializer[Any]):
    """报名活动."""

    session = serializers.UUIDField(label=_("场次编号"))
    quota = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**62,
        label=_("名额组编号"),
        help_text=_("场次不分组时可以不写"),
    )
    companions = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_NAME),
        required=False,
        max_length=59,
        label=_("同行人姓名"),
    )
    answers = serializers.ListField(child=AnswerShape(), required=False, max_length=50, label=_("报名回答"))
    permit = PermitShape(
        required=False, label=_("活动监护人同意"), help_text=_("活动当天未满 18 周岁时必填，由监护人同意")
    )
    wait = serializers.BooleanField(
        required=False, default=False, label=_("候补"), help_text=_("为真时，没有名额就加入候补")
    )
