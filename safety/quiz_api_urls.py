"""Addresses of the quizzes below /api/v1/quizzes/."""

from django.urls import path

from .api import quizzes

urlpatterns = [
    path("", quizzes.Quizzes.as_view(), name="api_quizzes"),
    path("attempts/<uuid:public_id>/", quizzes.OneAttempt.as_view(), name="api_quiz_attempt"),
    path("attempts/<uuid:public_id>/answers/", quizzes.Answers.as_view(), name="api_quiz_answers"),
    path("attempts/<uuid:public_id>/submit/", quizzes.Submit.as_view(), name="api_quiz_submit"),
    path("<uuid:public_id>/", quizzes.OneQuiz.as_view(), name="api_quiz"),
    path("<uuid:public_id>/attempts/", quizzes.Attempts.as_view(), name="api_quiz_attempts"),
    path("<uuid:public_id>/board/", quizzes.QuizBoard.as_view(), name="api_quiz_board"),
]
