"""Role × URL of patrols, waters and alerts, and of mass events; its columns are those of `rows`."""

OF_PATROLS = r"""
22222222222  /volunteers/patrol/
L2444242424  /volunteers/patrol/shifts/<uuid:public_id>/
L4444242424  /volunteers/patrol/shifts/<uuid:public_id>/plan/
L4444242424  /volunteers/patrol/shifts/<uuid:public_id>/leader/
L4444222422  /volunteers/patrol/desk/
L4444242424  /volunteers/patrol/desk/areas/<int:number>/alert/
L4444242424  /volunteers/patrol/desk/alerts/<int:number>/lift/
L4444222222  /volunteers/crowds/
L4444222422  /volunteers/crowds/new/
L4444242224  /volunteers/crowds/<int:number>/
L4444242424  /volunteers/crowds/<int:number>/correct/
LLLFF222222  /admin/volunteers/patrolarea/
LLLFF222F22  /admin/volunteers/patrolarea/add/
LLL44242224  /admin/volunteers/patrolarea/<path:object_id>/history/
LLL44F4FFF4  /admin/volunteers/patrolarea/<path:object_id>/delete/
LLL44242224  /admin/volunteers/patrolarea/<path:object_id>/change/
LLL33333333  /admin/volunteers/patrolarea/<path:object_id>/
LLLFF222222  /admin/volunteers/patrolpoint/
LLLFF222F22  /admin/volunteers/patrolpoint/add/
LLL44242224  /admin/volunteers/patrolpoint/<path:object_id>/history/
LLL44F4FFF4  /admin/volunteers/patrolpoint/<path:object_id>/delete/
LLL44242224  /admin/volunteers/patrolpoint/<path:object_id>/change/
LLL33333333  /admin/volunteers/patrolpoint/<path:object_id>/
LLLFF222222  /admin/volunteers/areaalert/
LLLFFFFFFFF  /admin/volunteers/areaalert/add/
LLL44242224  /admin/volunteers/areaalert/<path:object_id>/history/
LLL44F4FFF4  /admin/volunteers/areaalert/<path:object_id>/delete/
LLL44242224  /admin/volunteers/areaalert/<path:object_id>/change/
LLL33333333  /admin/volunteers/areaalert/<path:object_id>/
LLLFF222F22  /admin/volunteers/patrolshift/
LLLFFFFFFFF  /admin/volunteers/patrolshift/add/
LLL44242424  /admin/volunteers/patrolshift/<path:object_id>/history/
LLL44F4F4F4  /admin/volunteers/patrolshift/<path:object_id>/delete/
LLL44242424  /admin/volunteers/patrolshift/<path:object_id>/change/
LLL33333333  /admin/volunteers/patrolshift/<path:object_id>/
LLLFF222222  /admin/volunteers/crowdsession/
LLLFFFFFFFF  /admin/volunteers/crowdsession/add/
LLL44242224  /admin/volunteers/crowdsession/<path:object_id>/history/
LLL44F4FFF4  /admin/volunteers/crowdsession/<path:object_id>/delete/
LLL44242224  /admin/volunteers/crowdsession/<path:object_id>/change/
LLL33333333  /admin/volunteers/crowdsession/<path:object_id>/
"""
