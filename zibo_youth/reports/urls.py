"""The addresses of the monthly report. Fixed words come before those that take any word."""

from django.urls import path

from zibo_youth.reports import views

urlpatterns = [
    path("district/", views.district_reports, name="district_reports"),
    path("district/<slug:unit>/<slug:month>/", views.district_report, name="district_report"),
    path("district/<slug:unit>/<slug:month>/take/", views.district_take, name="district_take"),
    path("district/<slug:unit>/<slug:month>/fill/", views.district_fill, name="district_fill"),
    path("district/<slug:unit>/<slug:month>/explain/", views.district_explain, name="district_explain"),
    path("district/<slug:unit>/<slug:month>/send/", views.district_send, name="district_send"),
    path("district/<slug:unit>/<slug:month>/preview/", views.district_preview, name="district_preview"),
    path("district/<slug:unit>/<slug:month>/compare/", views.district_compare, name="district_compare"),
    path("district/<slug:unit>/<slug:month>/files/", views.district_files, name="district_files"),
    path("district/<slug:unit>/<slug:month>/<slug:figure>/", views.district_figure, name="district_figure"),
    path("city/", views.city_reports, name="city_reports"),
    path("city/targets/", views.city_targets, name="city_targets"),
    path("city/targets/<int:year>/<slug:figure>/", views.city_target, name="city_target"),
    path("city/<slug:month>/", views.city_month, name="city_month"),
    path("city/<slug:month>/lock/", views.city_lock, name="city_lock"),
    path("city/<slug:month>/remind/", views.city_remind, name="city_remind"),
    path("city/<slug:month>/<slug:unit>/", views.city_report, name="city_report"),
    path("city/<slug:month>/<slug:unit>/accept/", views.city_accept, name="city_accept"),
    path("city/<slug:month>/<slug:unit>/return/", views.city_return, name="city_return"),
    path("exports/", views.export_jobs, name="export_jobs"),
    path("exports/<uuid:public_id>/", views.export_job, name="export_job"),
    path("exports/<uuid:public_id>/file/", views.export_file, name="export_file"),
    path("exports/<uuid:public_id>/again/", views.export_again, name="export_again"),
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:table>/<slug:kind>/", views.figures_file, name="figures_table"),
]
