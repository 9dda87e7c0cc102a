"""Addresses of the safety action, below /api/v1/; each part has its own router."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("trainings/", include("safety.training_api_urls")),
    path("quizzes/", include("safety.quiz_api_urls")),
    path("hazards/", include("safety.hazard_api_urls")),
]
