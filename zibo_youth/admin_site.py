"""管理后台 (admin): Django's own, with the portal's sign-in, names and a first page of work queues."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from zibo_youth.core import queues


class PortalAdminSite(AdminSite):
    """One sign-in for the whole portal: the admin has no password form of its own."""

    site_title = _("管理后台")
    index_title = _("工作台")
    site_header = _("管理后台")
    enable_nav_sidebar = True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """
        Only pages that know whose rows they show.

        Libraries register pages of their own (second factors with their secrets,
        groups, e-mail addresses) that ask no policy; they stay closed.
        """
        from zibo_youth.accounts.scoped_admin import ScopedAdmin

        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Signed-in, active staff; the second factor is asked for by the accounts middleware."""
        user = request.user
        return user.is_authenticated and user.is_active and user.is_staff

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send strangers to the portal's log-in, and tell signed-in guests that this is not their door."""
        from allauth.account.decorators import secure_admin_login

        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context=extra_context)
        return answer

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Every admin page knows the name of the portal."""
        return super().each_context(request) | {"portal_name": settings.PORTAL["name"]}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Django's, with names looked up once: it sorts names that are translated at every comparison."""
        found: Any = self._build_app_dict(request, app_label).values()
        for group in found:
            models = [model | {"name": str(model["name"])} for model in group["models"]]
            group["models"] = sorted(models, key=itemgetter("name"))
        return sorted(found, key=lambda group: str(group["name"]).lower())

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """工作台 (dashboard): what waits for this person, then the list of tables."""
        tiles = queues.tiles_for(request.user)
        return super().index(request, {"tiles": tiles} | (extra_context or {}))


class PortalAdminConfig(AdminConfig):
    """Stands in INSTALLED_APPS instead of django.contrib.admin."""

    default_site = "zibo_youth.admin_site.PortalAdminSite"
