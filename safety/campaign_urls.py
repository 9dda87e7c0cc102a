"""Addresses of the cover page, of campaigns, trainings and the register, below /safety/."""

from django.urls import path

from .views import campaign_desk, campaigns, enterprises, trainings

urlpatterns = [
    path("", campaigns.cover, name="safety"),
    path("campaigns/<uuid:public_id>/", campaigns.campaign, name="safety_campaign"),
    path("materials/<int:number>/", campaigns.material, name="safety_material"),
    path("advice/", campaigns.advice, name="safety_advice"),
    path("trainings/template/", trainings.template, name="safety_trainee_template"),
    path("trainings/<uuid:public_id>/people/", trainings.upload, name="safety_trainees"),
    path("enterprises/", enterprises.enterprise_list, name="safety_enterprises"),
    path("enterprises/new/", enterprises.new, name="safety_enterprise_new"),
    path("enterprises/import/", enterprises.upload, name="safety_enterprise_import"),
    path("enterprises/template/", enterprises.template, name="safety_enterprise_template"),
    path("enterprises/<slug:uscc>/", enterprises.enterprise, name="safety_enterprise"),
    path("desk/", campaign_desk.desk, name="safety_desk"),
    path("desk/campaigns/new/", campaign_desk.new, name="safety_campaign_new"),
    path("desk/campaigns/<uuid:public_id>/", campaign_desk.campaign, name="managed_safety_campaign"),
    path(
        "desk/campaigns/<uuid:public_id>/activities/new/",
        campaign_desk.new_activity,
        name="safety_activity_new",
    ),
    path("desk/activities/<uuid:public_id>/", campaign_desk.activity, name="managed_safety_activity"),
    path("desk/materials/<int:number>/withdraw/", campaign_desk.withdraw, name="safety_material_withdraw"),
]
