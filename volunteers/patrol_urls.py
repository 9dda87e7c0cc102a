"""Addresses of patrols, below /volunteers/patrol/: waters, patrols and logs, alerts, hazards, equipment."""

from django.urls import path

from .views import equipment_desk, patrol_desk, patrol_logs, patrols, tickets

urlpatterns = [
    path("patrol/", patrols.areas, name="patrol_areas"),
    path("patrol/shifts/<uuid:public_id>/", patrols.patrol, name="patrol"),
    path("patrol/shifts/<uuid:public_id>/plan/", patrols.plan, name="patrol_plan"),
    path("patrol/shifts/<uuid:public_id>/leader/", patrols.leader, name="patrol_leader"),
    path("patrol/desk/", patrol_desk.desk, name="patrol_desk"),
    path("patrol/desk/areas/<int:number>/alert/", patrol_desk.issue, name="patrol_issue_alert"),
    path("patrol/desk/alerts/<int:number>/lift/", patrol_desk.lift, name="patrol_lift_alert"),
    path("patrol/shifts/<uuid:public_id>/log/", patrol_logs.write, name="patrol_write"),
    path("patrol/shifts/<uuid:public_id>/hazard/", patrol_logs.hazard, name="patrol_hazard"),
    path("patrol/shifts/<uuid:public_id>/equipment/", patrol_logs.equipment, name="patrol_check"),
    path("patrol/desk/tickets/", tickets.ticket_list, name="patrol_tickets"),
    path("patrol/tickets/<int:number>/", tickets.ticket, name="patrol_ticket"),
    path("patrol/tickets/<int:number>/photo/", tickets.photo, name="patrol_ticket_photo"),
    path("patrol/tickets/<int:number>/proof/", tickets.proof, name="patrol_ticket_proof"),
    path("patrol/desk/equipment/", equipment_desk.wanting, name="patrol_equipment_desk"),
    path("patrol/desk/equipment/<int:number>/", equipment_desk.check, name="patrol_piece"),
]
