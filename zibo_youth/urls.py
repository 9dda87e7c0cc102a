"""
Every address of the portal. Chinese at the root, English under /en/ with the same names.

What machines ask for (health, API, media) has one address and no language.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.static import serve

from zibo_youth import style, views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("api/", include("zibo_youth.api.urls")),
]

pages: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("display/", views.display_preferences, name="display"),
    path("pages/about/", views.about, name="about"),
    path("pages/privacy/", views.privacy, name="privacy"),
    path("pages/accessibility/", views.accessibility, name="accessibility"),
    path("accounts/", include("zibo_youth.accounts.urls")),
    path("", include("zibo_youth.notifications.urls")),
    path("", include("zibo_youth.articles.urls")),
    path("", include("zibo_youth.reports.urls")),
    path("", include("stations.urls")),
    path("volunteers/", include("volunteers.urls")),
    path("hope-rooms/", include("hope_rooms.urls")),
    path("loans/", include("loans.urls")),
    path("safety/", include("safety.urls")),
    path("events/", include("events.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEMO:
    pages.append(path("demo/style/", style.style_page, name="demo_style"))
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))

urlpatterns += i18n_patterns(*pages, prefix_default_language=False)

# A page for people, JSON below /api/.
handler400 = "zibo_youth.api.handlers.bad_request"
handler403 = "zibo_youth.api.handlers.permission_denied"
handler404 = "zibo_youth.api.handlers.page_not_found"
handler500 = "zibo_youth.api.handlers.server_error"
