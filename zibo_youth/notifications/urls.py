"""Addresses of the message box."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
