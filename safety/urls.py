"""Addresses of the safety action, below /safety/; each part has its own in <part>_urls."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("quizzes/", include("safety.quiz_urls")),
]
