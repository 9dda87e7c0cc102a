"""Addresses of the articles. Files come before ``articles/<slug>/``, which takes any word."""

from django.urls import path

from . import views

urlpatterns = [
    path("articles/", views.article_index, name="article_index"),
    path("articles/files/<uuid:public_id>/", views.attachment, name="article_attachment"),
    path("articles/<slug:slug>/", views.article_page, name="article_page"),
]
