"""Addresses of the safety action, below /api/v1/; each part has its own router."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
