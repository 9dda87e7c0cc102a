"""
Role × URL: for every address of the portal and its admin site, what each kind of person is answered to a GET.

2 the page · 3 another page (a step before, or the same thing by its full address) · L log in first
4 no such page · F forbidden · U not logged in (API) · M only by POST · B says what is missing

The things in an address belong to the first district: to its station, its
guest (applicant), its operator and its officer. To everybody else of the same
kind (foreign applicant, foreign operator, foreign officer) they do not exist.
"""

COLUMNS = (
    "anonymous",
    "applicant",
    "foreign applicant",
    "operator",
    "foreign operator",
    "officer",
    "foreign officer",
    "city staff",
    "administrator",
)

# Columns in the order above; one row for every pattern that the resolver knows.
TABLE = r"""
222222222  /healthz
222222222  /readyz
222222222  /api/schema/
222222222  /api/docs/
U22222222  /api/v1/me/
222222222  /api/v1/articles/
222222222  /api/v1/articles/<slug:slug>/
222222222  /api/v1/stations/
BBBBBBBBB  /api/v1/stations/<slug:code>/availability/
U22222222  /api/v1/stays/
U24242424  /api/v1/stays/<slug:reference>/
UMMMMMMMM  /api/v1/stays/<slug:reference>/cancel/
UMMMMMMMM  /api/v1/stays/<slug:reference>/accept/
UMMMMMMMM  /api/v1/stays/<slug:reference>/dates/
U22222222  /api/v1/me/allowance/
UMMMMMMMM  /api/v1/evidence/
444444444  /api/
444444444  /media/<path:path>
222222222  /
MMMMMMMMM  /display/
222222222  /pages/about/
222222222  /pages/privacy/
222222222  /pages/accessibility/
233333333  /accounts/login/
L33333333  /accounts/login/code/
233333333  /accounts/login/password/
LFF333333  /accounts/login/again/
322222222  /accounts/logout/
222222222  /accounts/inactive/
L33333333  /accounts/mobile/
L33333333  /accounts/mobile/code/
333333333  /accounts/second-factor/
L33333333  /accounts/second-factor/code/
LFF222222  /accounts/second-factor/again/
L22333333  /accounts/second-factor/set-up/
L44333333  /accounts/second-factor/remove/
L44444444  /accounts/second-factor/codes/
L22222222  /accounts/profile/
L22222222  /accounts/profile/details/
L33333333  /accounts/profile/password/
LMMMMMMMM  /accounts/profile/sessions/end/
L22222222  /accounts/identity/
L22222222  /accounts/identity/refused/
L22222222  /accounts/consents/
L24444444  /accounts/consents/<int:number>/withdraw/
222222222  /accounts/consents/<slug:scope>/v<int:version>/
L22222222  /accounts/data/
LMMMMMMMM  /accounts/data/file/
L22222222  /accounts/tokens/
LMMMMMMMM  /accounts/tokens/<int:number>/revoke/
L22222222  /accounts/messages/
LMMMMMMMM  /accounts/messages/read/
L24444444  /accounts/messages/<int:number>/
222222222  /demo/messages/
222222222  /a/<str:token>/
L22222222  /my/
222222222  /articles/
222222222  /articles/files/<uuid:public_id>/
222222222  /articles/<slug:slug>/
222222222  /stations/
222222222  /stations/apply/eligibility/
L22333333  /stations/apply/dates/
L33333333  /stations/apply/room/
L33333333  /stations/apply/purpose/
L33333333  /stations/apply/contact/
L33333333  /stations/apply/check/
L24333333  /stations/apply/done/<slug:reference>/
L24444444  /stations/stays/<slug:reference>/
L44444444  /stations/stays/<slug:reference>/calendar.ics
L24444444  /stations/stays/<slug:reference>/cancel/
L34333333  /stations/stays/<slug:reference>/correct/
LMMMMMMMM  /stations/stays/<slug:reference>/accept/
L24444444  /stations/stays/<slug:reference>/dates/
L22222222  /stations/strikes/
L24444444  /stations/strikes/<int:number>/appeal/
L24242424  /stations/evidence/<uuid:public_id>/
L44222224  /stations/desk/
L44222224  /stations/desk/walk-in/
L44222224  /stations/desk/by-phone/
L44222224  /stations/desk/search/
L44222224  /stations/desk/group/
L44222224  /stations/desk/day/<slug:day>/
L44242424  /stations/desk/code/<slug:code>/
L44242424  /stations/desk/stays/<slug:reference>/
L44242424  /stations/desk/stays/<slug:reference>/bed/
L44343434  /stations/desk/stays/<slug:reference>/<slug:act>/
L44222224  /stations/figures/
L44222224  /stations/figures/<slug:table>/<slug:kind>/
222222222  /stations/<slug:code>/
LLL222222  /admin/
LFF333333  /admin/login/
333MMMMMM  /admin/logout/
LLL222222  /admin/password_change/
LLL222222  /admin/password_change/done/
LLLFFFFFF  /admin/autocomplete/
LLL222222  /admin/jsi18n/
LLL333333  /admin/r/<path:content_type_id>/<path:object_id>/
LLL222222  /admin/accounts/consenttext/
LLLFFFFF2  /admin/accounts/consenttext/add/
LLL222222  /admin/accounts/consenttext/<path:object_id>/history/
LLLFFFFFF  /admin/accounts/consenttext/<path:object_id>/delete/
LLL222222  /admin/accounts/consenttext/<path:object_id>/change/
LLL333333  /admin/accounts/consenttext/<path:object_id>/
LLLFFFFF2  /admin/accounts/consentrecord/
LLLFFFFFF  /admin/accounts/consentrecord/add/
LLL444442  /admin/accounts/consentrecord/<path:object_id>/history/
LLL44444F  /admin/accounts/consentrecord/<path:object_id>/delete/
LLL444442  /admin/accounts/consentrecord/<path:object_id>/change/
LLL333333  /admin/accounts/consentrecord/<path:object_id>/
LLL222222  /admin/accounts/organisation/
LLLFFFF22  /admin/accounts/organisation/add/
LLL242422  /admin/accounts/organisation/<path:object_id>/history/
LLLF4F4FF  /admin/accounts/organisation/<path:object_id>/delete/
LLL242422  /admin/accounts/organisation/<path:object_id>/change/
LLL333333  /admin/accounts/organisation/<path:object_id>/
LLL222222  /admin/accounts/membership/
LLLFFFFF2  /admin/accounts/membership/add/
LLL242422  /admin/accounts/membership/<path:object_id>/history/
LLLF4F4FF  /admin/accounts/membership/<path:object_id>/delete/
LLL242422  /admin/accounts/membership/<path:object_id>/change/
LLL333333  /admin/accounts/membership/<path:object_id>/
LLL222222  /admin/accounts/area/
LLLFFFFF2  /admin/accounts/area/add/
LLL222222  /admin/accounts/area/<path:object_id>/history/
LLLFFFFFF  /admin/accounts/area/<path:object_id>/delete/
LLL222222  /admin/accounts/area/<path:object_id>/change/
LLL333333  /admin/accounts/area/<path:object_id>/
LLL24242F  /admin/accounts/person/<path:object_id>/reveal/
LLL222222  /admin/accounts/person/
LLLFFFFFF  /admin/accounts/person/add/
LLL242422  /admin/accounts/person/<path:object_id>/history/
LLLF4F4FF  /admin/accounts/person/<path:object_id>/delete/
LLL242422  /admin/accounts/person/<path:object_id>/change/
LLL333333  /admin/accounts/person/<path:object_id>/
LLLFFFFF2  /admin/accounts/identityreveal/
LLLFFFFFF  /admin/accounts/identityreveal/add/
LLL444442  /admin/accounts/identityreveal/<path:object_id>/history/
LLL44444F  /admin/accounts/identityreveal/<path:object_id>/delete/
LLL444442  /admin/accounts/identityreveal/<path:object_id>/change/
LLL333333  /admin/accounts/identityreveal/<path:object_id>/
LLLFFFF22  /admin/accounts/identityreview/
LLLFFFFFF  /admin/accounts/identityreview/add/
LLL444422  /admin/accounts/identityreview/<path:object_id>/history/
LLL4444FF  /admin/accounts/identityreview/<path:object_id>/delete/
LLL444422  /admin/accounts/identityreview/<path:object_id>/change/
LLL333333  /admin/accounts/identityreview/<path:object_id>/
LLLFFFFF2  /admin/accounts/counter/
LLLFFFFFF  /admin/accounts/counter/add/
LLL444442  /admin/accounts/counter/<path:object_id>/history/
LLL44444F  /admin/accounts/counter/<path:object_id>/delete/
LLL444442  /admin/accounts/counter/<path:object_id>/change/
LLL333333  /admin/accounts/counter/<path:object_id>/
LLLFFFFF2  /admin/accounts/onetimekey/
LLLFFFFFF  /admin/accounts/onetimekey/add/
LLL444442  /admin/accounts/onetimekey/<path:object_id>/history/
LLL44444F  /admin/accounts/onetimekey/<path:object_id>/delete/
LLL444442  /admin/accounts/onetimekey/<path:object_id>/change/
LLL333333  /admin/accounts/onetimekey/<path:object_id>/
LLLFFFFF2  /admin/accounts/exportrecord/
LLLFFFFFF  /admin/accounts/exportrecord/add/
LLL444442  /admin/accounts/exportrecord/<path:object_id>/history/
LLL44444F  /admin/accounts/exportrecord/<path:object_id>/delete/
LLL444442  /admin/accounts/exportrecord/<path:object_id>/change/
LLL333333  /admin/accounts/exportrecord/<path:object_id>/
LLLFFFFF2  /admin/admin/logentry/
LLLFFFFFF  /admin/admin/logentry/add/
LLL444442  /admin/admin/logentry/<path:object_id>/history/
LLL44444F  /admin/admin/logentry/<path:object_id>/delete/
LLL444442  /admin/admin/logentry/<path:object_id>/change/
LLL333333  /admin/admin/logentry/<path:object_id>/
LLLFFFFF2  /admin/accounts/auditevent/
LLLFFFFFF  /admin/accounts/auditevent/add/
LLL444442  /admin/accounts/auditevent/<path:object_id>/history/
LLL44444F  /admin/accounts/auditevent/<path:object_id>/delete/
LLL444442  /admin/accounts/auditevent/<path:object_id>/change/
LLL333333  /admin/accounts/auditevent/<path:object_id>/
LLLFFFFF2  /admin/accounts/user/
LLLFFFFFF  /admin/accounts/user/add/
LLL444442  /admin/accounts/user/<path:object_id>/history/
LLL44444F  /admin/accounts/user/<path:object_id>/delete/
LLL444442  /admin/accounts/user/<path:object_id>/change/
LLL333333  /admin/accounts/user/<path:object_id>/
LLLFFFFF2  /admin/accounts/apitoken/
LLLFFFFFF  /admin/accounts/apitoken/add/
LLL444442  /admin/accounts/apitoken/<path:object_id>/history/
LLL44444F  /admin/accounts/apitoken/<path:object_id>/delete/
LLL444442  /admin/accounts/apitoken/<path:object_id>/change/
LLL333333  /admin/accounts/apitoken/<path:object_id>/
LLLFF2222  /admin/articles/article/
LLLFF222F  /admin/articles/article/add/
LLL442422  /admin/articles/article/<path:object_id>/history/
LLL44F4FF  /admin/articles/article/<path:object_id>/delete/
LLL442422  /admin/articles/article/<path:object_id>/change/
LLL333333  /admin/articles/article/<path:object_id>/
LLLFF2222  /admin/articles/attachment/
LLLFFFFFF  /admin/articles/attachment/add/
LLL442422  /admin/articles/attachment/<path:object_id>/history/
LLL44F4FF  /admin/articles/attachment/<path:object_id>/delete/
LLL442422  /admin/articles/attachment/<path:object_id>/change/
LLL333333  /admin/articles/attachment/<path:object_id>/
LLLFFFFF2  /admin/notifications/notice/
LLLFFFFFF  /admin/notifications/notice/add/
LLL444442  /admin/notifications/notice/<path:object_id>/history/
LLL44444F  /admin/notifications/notice/<path:object_id>/delete/
LLL444442  /admin/notifications/notice/<path:object_id>/change/
LLL333333  /admin/notifications/notice/<path:object_id>/
LLLFFFFF2  /admin/notifications/delivery/
LLLFFFFFF  /admin/notifications/delivery/add/
LLL444442  /admin/notifications/delivery/<path:object_id>/history/
LLL44444F  /admin/notifications/delivery/<path:object_id>/delete/
LLL444442  /admin/notifications/delivery/<path:object_id>/change/
LLL333333  /admin/notifications/delivery/<path:object_id>/
LLLFFFFF2  /admin/notifications/smsmessage/
LLLFFFFFF  /admin/notifications/smsmessage/add/
LLL444442  /admin/notifications/smsmessage/<path:object_id>/history/
LLL44444F  /admin/notifications/smsmessage/<path:object_id>/delete/
LLL444442  /admin/notifications/smsmessage/<path:object_id>/change/
LLL333333  /admin/notifications/smsmessage/<path:object_id>/
LLLFFFFF2  /admin/notifications/heartbeat/
LLLFFFFFF  /admin/notifications/heartbeat/add/
LLL444442  /admin/notifications/heartbeat/<path:object_id>/history/
LLL44444F  /admin/notifications/heartbeat/<path:object_id>/delete/
LLL444442  /admin/notifications/heartbeat/<path:object_id>/change/
LLL333333  /admin/notifications/heartbeat/<path:object_id>/
LLL22222F  /admin/stations/staynight/
LLLFFFFFF  /admin/stations/staynight/add/
LLL242424  /admin/stations/staynight/<path:object_id>/history/
LLLF4F4F4  /admin/stations/staynight/<path:object_id>/delete/
LLL242424  /admin/stations/staynight/<path:object_id>/change/
LLL333333  /admin/stations/staynight/<path:object_id>/
LLL222222  /admin/stations/roomnight/
LLLFFFFFF  /admin/stations/roomnight/add/
LLL242422  /admin/stations/roomnight/<path:object_id>/history/
LLLF4F4FF  /admin/stations/roomnight/<path:object_id>/delete/
LLL242422  /admin/stations/roomnight/<path:object_id>/change/
LLL333333  /admin/stations/roomnight/<path:object_id>/
LLL22222F  /admin/stations/bedmove/
LLLFFFFFF  /admin/stations/bedmove/add/
LLL242424  /admin/stations/bedmove/<path:object_id>/history/
LLLF4F4F4  /admin/stations/bedmove/<path:object_id>/delete/
LLL242424  /admin/stations/bedmove/<path:object_id>/change/
LLL333333  /admin/stations/bedmove/<path:object_id>/
LLL22222F  /admin/stations/staytransition/
LLLFFFFFF  /admin/stations/staytransition/add/
LLL242424  /admin/stations/staytransition/<path:object_id>/history/
LLLF4F4F4  /admin/stations/staytransition/<path:object_id>/delete/
LLL242424  /admin/stations/staytransition/<path:object_id>/change/
LLL333333  /admin/stations/staytransition/<path:object_id>/
LLL22222F  /admin/stations/suspension/
LLLFF222F  /admin/stations/suspension/add/
LLL242424  /admin/stations/suspension/<path:object_id>/history/
LLLF4F4F4  /admin/stations/suspension/<path:object_id>/delete/
LLL242424  /admin/stations/suspension/<path:object_id>/change/
LLL333333  /admin/stations/suspension/<path:object_id>/
LLL22222F  /admin/stations/strike/
LLLFFFFFF  /admin/stations/strike/add/
LLL242424  /admin/stations/strike/<path:object_id>/history/
LLLF4F4F4  /admin/stations/strike/<path:object_id>/delete/
LLL242424  /admin/stations/strike/<path:object_id>/change/
LLL333333  /admin/stations/strike/<path:object_id>/
LLLFF222F  /admin/stations/placement/
LLLFF222F  /admin/stations/placement/add/
LLL442424  /admin/stations/placement/<path:object_id>/history/
LLL44F4F4  /admin/stations/placement/<path:object_id>/delete/
LLL442424  /admin/stations/placement/<path:object_id>/change/
LLL333333  /admin/stations/placement/<path:object_id>/
LLL22222F  /admin/stations/evidence/
LLLFFFFFF  /admin/stations/evidence/add/
LLL242424  /admin/stations/evidence/<path:object_id>/history/
LLLF4F4F4  /admin/stations/evidence/<path:object_id>/delete/
LLL242424  /admin/stations/evidence/<path:object_id>/change/
LLL333333  /admin/stations/evidence/<path:object_id>/
LLLFF222F  /admin/stations/station/import/
LLLFF222F  /admin/stations/station/import/workbook/
LLL222222  /admin/stations/station/
LLLFF2222  /admin/stations/station/add/
LLL242422  /admin/stations/station/<path:object_id>/history/
LLLF4F4FF  /admin/stations/station/<path:object_id>/delete/
LLL242422  /admin/stations/station/<path:object_id>/change/
LLL333333  /admin/stations/station/<path:object_id>/
LLL222222  /admin/stations/room/
LLLFF2222  /admin/stations/room/add/
LLL242422  /admin/stations/room/<path:object_id>/history/
LLLF4F4FF  /admin/stations/room/<path:object_id>/delete/
LLL242422  /admin/stations/room/<path:object_id>/change/
LLL333333  /admin/stations/room/<path:object_id>/
LLL222222  /admin/stations/bed/
LLLFF2222  /admin/stations/bed/add/
LLL242422  /admin/stations/bed/<path:object_id>/history/
LLLF42422  /admin/stations/bed/<path:object_id>/delete/
LLL242422  /admin/stations/bed/<path:object_id>/change/
LLL333333  /admin/stations/bed/<path:object_id>/
LLL222222  /admin/stations/stationphoto/
LLLFF2222  /admin/stations/stationphoto/add/
LLL242422  /admin/stations/stationphoto/<path:object_id>/history/
LLLF42422  /admin/stations/stationphoto/<path:object_id>/delete/
LLL242422  /admin/stations/stationphoto/<path:object_id>/change/
LLL333333  /admin/stations/stationphoto/<path:object_id>/
LLL222222  /admin/stations/closure/
LLL22222F  /admin/stations/closure/add/
LLL242422  /admin/stations/closure/<path:object_id>/history/
LLL24242F  /admin/stations/closure/<path:object_id>/delete/
LLL242422  /admin/stations/closure/<path:object_id>/change/
LLL333333  /admin/stations/closure/<path:object_id>/
LLL222222  /admin/stations/staypolicy/
LLLFFFF2F  /admin/stations/staypolicy/add/
LLL222222  /admin/stations/staypolicy/<path:object_id>/history/
LLLFFFFFF  /admin/stations/staypolicy/<path:object_id>/delete/
LLL222222  /admin/stations/staypolicy/<path:object_id>/change/
LLL333333  /admin/stations/staypolicy/<path:object_id>/
LLLFFFF22  /admin/stations/referralchannel/
LLLFFFF22  /admin/stations/referralchannel/add/
LLL444422  /admin/stations/referralchannel/<path:object_id>/history/
LLL4444FF  /admin/stations/referralchannel/<path:object_id>/delete/
LLL444422  /admin/stations/referralchannel/<path:object_id>/change/
LLL333333  /admin/stations/referralchannel/<path:object_id>/
LLL22222F  /admin/stations/stay/
LLLFFFFFF  /admin/stations/stay/add/
LLL242424  /admin/stations/stay/<path:object_id>/history/
LLLF4F4F4  /admin/stations/stay/<path:object_id>/delete/
LLL242424  /admin/stations/stay/<path:object_id>/change/
LLL333333  /admin/stations/stay/<path:object_id>/
LLL222222  /admin/(?P<app_label>accounts|admin|notifications|stations|articles)/$
LLL444444  /admin/(?P<url>.*)$
LLL22222F  /admin/stations/followup/
LLLFFFFFF  /admin/stations/followup/add/
LLL242424  /admin/stations/followup/<path:object_id>/history/
LLLF4F4F4  /admin/stations/followup/<path:object_id>/delete/
LLL242424  /admin/stations/followup/<path:object_id>/change/
LLL333333  /admin/stations/followup/<path:object_id>/
222222222  /demo/style/
"""

ROWS = {
    route.removeprefix("/"): letters
    for letters, _, route in (line.partition("  ") for line in TABLE.strip().splitlines())
}

# What staff may open before their second factor stands: nothing that shows a person.
OPEN_WITHOUT_DEVICE = {
    "accounts/login/again/",
    "accounts/logout/",
    "accounts/second-factor/again/",
    "accounts/second-factor/set-up/",
    "admin/jsi18n/",
    "display/",
    "healthz",
    "readyz",
}
