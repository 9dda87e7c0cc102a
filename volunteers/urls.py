"""Addresses of the volunteers, below /volunteers/. Each part keeps its own lines together."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
