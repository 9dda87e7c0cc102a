"""Addresses of the safety action, below /safety/; each part has its own in <part>_urls."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("hazards/", include("safety.hazard_urls")),
    path("posts/", include("safety.post_urls")),
    path("quizzes/", include("safety.quiz_urls")),
    path("", include("safety.campaign_urls")),
]
