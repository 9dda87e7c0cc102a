"""
失败报告 (reports of failures): whoever runs the portal is told where it failed, and nothing of what it held.

A view that fails may have had a child's record in its hands, or a form with one: what was sent and what the
frames held is in no mail and in no report, of whichever view.
"""

from __future__ import annotations

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class TellsNoValues(SafeExceptionReporterFilter):
    """Names of fields and of variables without their values; with DEBUG everything, to whoever develops."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()
