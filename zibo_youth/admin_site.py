"""管理后台 (admin): Django's own, with the portal's sign-in, names and a first page of work queues."""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zibo_youth.core import queues


@cache
def _group(label: str, _language: str | None) -> dict[str, Any]:
    """An app: its name and its page."""
    name = str(apps.get_app_config(label).verbose_name)
    page = reverse("admin:app_list", kwargs={"app_label": label})
    return {"name": name, "app_label": label, "app_url": page, "has_module_perms": True}


def _table(model: type[Model], perms: dict[str, bool], language: str | None) -> dict[str, Any]:
    """A table as somebody with these rights finds it."""
    name, page, new = _ways(model, language)
    return {
        "name": name,
        "object_name": model._meta.object_name,
        "admin_url": page,
        "add_url": new if perms["add"] else None,
        "view_only": not perms["change"],
    }


@cache
def _ways(model: type[Model], _language: str | None) -> tuple[str, str, str]:
    """The name of a table, its page and the page of a new row."""
    way = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return capfirst(str(model._meta.verbose_name_plural)), reverse(f"{way}_changelist"), reverse(f"{way}_add")


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
        """
        What Django's own gives, on every page of the admin: the tables that this person may open.

        Names and addresses are looked up once in each language; Django's reverses two addresses for each
        table on every page, and sorts by names that are translated at each comparison.
        """
        groups: dict[str, dict[str, Any]] = {}
        for model, page in self._registry.items():
            label = model._meta.app_label
            perms = page.get_model_perms(request)
            if app_label not in (None, label) or not perms["view"]:
                continue
            group = groups.setdefault(label, {**_group(label, get_language()), "models": []})
            group["models"].append({"model": model, "perms": perms, **_table(model, perms, get_language())})
        for group in groups.values():
            group["models"].sort(key=itemgetter("name"))
        return sorted(groups.values(), key=lambda group: group["name"].lower())

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """工作台 (dashboard): what waits for this person, then the list of tables."""
        tiles = queues.tiles_for(request.user)
        return super().index(request, {"tiles": tiles} | (extra_context or {}))


class PortalAdminConfig(AdminConfig):
    """Stands in INSTALLED_APPS instead of django.contrib.admin."""

    default_site = "zibo_youth.admin_site.PortalAdminSite"
