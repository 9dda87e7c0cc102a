"""Role × URL of campaigns, trainings and the register of enterprises, in the letters of `rows`."""

from tests.matrix.safety_rows import OF_A_DISTRICT

PAGES = r"""
22222222222  /safety/
22222222222  /safety/campaigns/<uuid:public_id>/
33333333333  /safety/materials/<int:number>/
22222222222  /safety/advice/
L4444222422  /safety/trainings/template/
L4444222422  /safety/trainings/<uuid:public_id>/people/
L4444222244  /safety/enterprises/
L4444222444  /safety/enterprises/new/
L4444222444  /safety/enterprises/import/
L4444222444  /safety/enterprises/template/
L4444242244  /safety/enterprises/<slug:uscc>/
L4444222444  /safety/desk/
L4444222444  /safety/desk/campaigns/new/
L4444222444  /safety/desk/campaigns/<uuid:public_id>/
L4444222444  /safety/desk/campaigns/<uuid:public_id>/activities/new/
L4444242444  /safety/desk/activities/<uuid:public_id>/
L4444242444  /safety/desk/materials/<int:number>/withdraw/
22222222222  /api/v1/trainings/
UFFFF2422FF  /api/v1/trainings/<uuid:public_id>/take-up/
"""
OF_CAMPAIGNS = PAGES.rstrip() + "".join(
    f"\n{letters}  /admin/safety/{table}/{path}"
    for table in ("safetycampaign", "safetyactivity", "safetymaterial")
    for letters, path in OF_A_DISTRICT
)
