"""Addresses of hazards, below /safety/hazards/."""

from django.urls import path

from .views.hazards import desk, figures, mine, photos

urlpatterns = [
    path("", desk.hazard_list, name="hazards"),
    path("report/", mine.report, name="hazard_report"),
    path("mine/", mine.my_hazards, name="my_hazards"),
    path("mine/<uuid:public_id>/", mine.my_hazard, name="my_hazard"),
    path("mine/<uuid:public_id>/photos/<int:shot>/", mine.my_photo, name="my_hazard_photo"),
    path("statistics/", figures.statistics, name="hazard_statistics"),
    path("statistics/rows/", figures.rows, name="hazard_figure_rows"),
    path("stuck/", desk.stuck, name="hazards_stuck"),
    path("rewards/", desk.rewards, name="hazard_rewards"),
    path("<uuid:public_id>/", desk.hazard, name="hazard"),
    path("<uuid:public_id>/photos/<int:shot>/", photos.photo, name="hazard_photo"),
    path("<uuid:public_id>/reporter/", desk.reporter, name="hazard_reporter"),
]
