"""Addresses of the monthly report below /api/v1/."""

from django.urls import path

from .api import views

urlpatterns = [
    path("reports/kpis/", views.Kpis.as_view(), name="api_report_kpis"),
    path("reports/months/", views.Months.as_view(), name="api_report_months"),
    path("reports/figures/", views.Figures.as_view(), name="api_report_figures"),
]
