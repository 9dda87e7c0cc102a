"""Addresses of trainings below /api/v1/trainings/."""

from django.urls import path

from .api import trainings

urlpatterns = [
    path("", trainings.Trainings.as_view(), name="api_trainings"),
    path("<uuid:public_id>/take-up/", trainings.TrainingTakeUp.as_view(), name="api_training_take_up"),
]
