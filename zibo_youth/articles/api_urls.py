"""Addresses of the articles below /api/v1/."""

from django.urls import path

from . import api

urlpatterns = [
    path("articles/", api.Articles.as_view(), name="api_articles"),
    path("articles/<slug:slug>/", api.OneArticle.as_view(), name="api_article"),
]
