"""The description of the API: OpenAPI at /api/schema/, Swagger UI at /api/docs/ under the strict CSP."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers


class Refusal(serializers.Serializer[Any]):
    """拒绝 (refusal): every 4xx has this shape; ``errors`` and others come beside it where they help."""

    code = serializers.CharField(help_text=_("稳定的代码，供程序判断"))
    message = serializers.CharField(help_text=_("给人看的一句话"))
    field = serializers.CharField(allow_blank=True, help_text=_("有误的字段，没有时为空"))

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """With ``errors``, which as a class attribute would hide the serializer's own."""
        told = serializers.DictField(required=False, help_text=_("格式有误时，每个字段的说明"))
        return super().get_fields() | {"errors": told}


def refusals(*statuses: int) -> dict[int, OpenApiResponse]:
    """The documented refusals of a call."""
    return {status: OpenApiResponse(Refusal, description=str(status)) for status in statuses}


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description=_("每份申请一个新的提交键（8 至 64 个字符）；重发同一份申请时使用同一个键，得到同一个答复"),
)


OPTIONAL_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=False,
    description=_("可选的提交键（8 至 64 个字符）：没有收到答复时用同一个键重发，只办理一次"),
)


class PersonalTokenScheme(OpenApiAuthenticationExtension):
    target_class = "zibo_youth.api.authentication.PersonalToken"
    name = "PersonalToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": str(_("填写“Token ”加个人接口令牌；令牌在个人资料页面建立和停用")),
        }


class MachineBearerScheme(OpenApiAuthenticationExtension):
    target_class = "zibo_youth.api.authentication.MachineBearer"
    name = "MachineBearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": str(_("系统对接令牌，由团市委发给对接的系统，只能读取授权范围内的数据")),
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "zibo_youth.api.authentication.Session"
    name = "Session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class Generator(SchemaGenerator):
    """One description in each language, written when first asked for: it tells of the code, not of rows."""

    written: ClassVar[dict[str, Any]] = {}

    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        asked = get_language()
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        if language not in self.written:
            with override(language):
                self.written[language] = super().get_schema(request=None, public=True)
        return self.written[language]


class Schema(SpectacularAPIView):
    """接口描述 (OpenAPI)."""

    generator_class = Generator


class Docs(SpectacularSwaggerSplitView):
    """
    接口文档 (docs page): its script is a second request, so that no inline script is needed.

    It knows nobody: a refusal of a session could not be drawn, as drawing asks for the session again.
    """

    authentication_classes: list[Any] = []
    url_name = "api_schema"
    template_name = "api/docs.html"
