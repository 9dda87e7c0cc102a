"""本人 (me): the caller's own profile, masked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from zibo_youth.accounts.models import ConsentRecord, Person

from .schema import refusals
from .views import ApiView, signed_in


class Profile(serializers.Serializer[Any]):
    """个人资料 (profile): enough to greet and to see what is missing; numbers stay masked."""

    name = serializers.CharField(allow_blank=True, label=_("姓名"))
    mobile = serializers.CharField(label=_("手机号"))
    identity_state = serializers.ChoiceField(Person.IdentityState.choices, label=_("实名状态"))
    id_number = serializers.CharField(allow_blank=True, label=_("证件号码"))
    gender = serializers.ChoiceField(["", "male", "female"], label=_("性别"))
    language = serializers.CharField(label=_("语言"))
    consents = serializers.ListField(child=serializers.CharField(), label=_("已同意的告知"))


GENDERS = {Person.Gender.MALE: "male", Person.Gender.FEMALE: "female"}


class Me(ApiView):
    """本人资料."""

    @extend_schema(
        operation_id="me", summary=_("本人资料"), tags=["me"], responses={200: Profile, **refusals(401)}
    )
    def get(self, request: Request) -> Response:
        user = signed_in(request)
        person = user.person or Person()
        given = ConsentRecord.objects.of(user).living().order_by("scope").values_list("scope", flat=True)
        return Response(
            {
                "name": person.masked_name,
                "mobile": f"{user.mobile[-11:-8]}****{user.mobile[-4:]}",
                "identity_state": person.identity_state,
                "id_number": person.masked_id,
                "gender": GENDERS.get(Person.Gender(person.gender), ""),
                "language": user.language,
                "consents": list(given.distinct()),
            }
        )
