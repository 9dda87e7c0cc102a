"""Addresses of the quizzes, below /safety/quizzes/."""

from django.urls import path

from .views.quizzes import banks, desk, playing, public

urlpatterns = [
    path("", public.quiz_list, name="quizzes"),
    path("mine/", public.mine, name="my_quizzes"),
    path("attempts/<uuid:public_id>/", playing.attempt, name="quiz_attempt"),
    path("attempts/<uuid:public_id>/submit/", playing.submit, name="quiz_submit"),
    path("attempts/<uuid:public_id>/result/", playing.result, name="quiz_result"),
    path("desk/", desk.quiz_list, name="quiz_desk"),
    path("desk/new/", desk.new, name="quiz_new"),
    path("desk/banks/", banks.bank_list, name="quiz_banks"),
    path("desk/banks/template.<slug:kind>", banks.template, name="quiz_bank_template"),
    path("desk/banks/<int:number>/", banks.bank, name="quiz_bank"),
    path("desk/banks/<int:number>/import/", banks.upload, name="quiz_bank_import"),
    path("desk/questions/<int:number>/", banks.question, name="quiz_question"),
    path("desk/attempts/<uuid:public_id>/", desk.attempt, name="managed_quiz_attempt"),
    path("desk/<uuid:public_id>/", desk.quiz, name="managed_quiz"),
    path("<uuid:public_id>/", public.quiz, name="quiz"),
    path("<uuid:public_id>/start/", playing.start, name="quiz_start"),
    path("<uuid:public_id>/board/", public.board, name="quiz_board"),
]
