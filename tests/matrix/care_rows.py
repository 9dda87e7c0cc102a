"""
Role × URL of the Hope Rooms for the offices of care, in the letters of `rows`.

The case belongs to the first town; to the foreign one it does not exist.
"""

from tests.matrix.care_building_rows import BUILDING
from tests.matrix.care_company_rows import COMPANY
from tests.matrix.care_concern_rows import CONCERNS
from tests.matrix.care_money_rows import MONEY

COLUMNS = ("town", "foreign town", "director", "finance", "lead", "deputy")

TABLE = r"""
222222  /admin/hope_rooms/child/
FFFFFF  /admin/hope_rooms/child/add/
242222  /admin/hope_rooms/child/<path:object_id>/history/
F4FFFF  /admin/hope_rooms/child/<path:object_id>/delete/
242222  /admin/hope_rooms/child/<path:object_id>/change/
333333  /admin/hope_rooms/child/<path:object_id>/
222222  /admin/hope_rooms/eligibilityfact/
FFFFFF  /admin/hope_rooms/eligibilityfact/add/
242222  /admin/hope_rooms/eligibilityfact/<path:object_id>/history/
F4FFFF  /admin/hope_rooms/eligibilityfact/<path:object_id>/delete/
242222  /admin/hope_rooms/eligibilityfact/<path:object_id>/change/
333333  /admin/hope_rooms/eligibilityfact/<path:object_id>/
222222  /admin/hope_rooms/careconsent/
FFFFFF  /admin/hope_rooms/careconsent/add/
242222  /admin/hope_rooms/careconsent/<path:object_id>/history/
F4FFFF  /admin/hope_rooms/careconsent/<path:object_id>/delete/
242222  /admin/hope_rooms/careconsent/<path:object_id>/change/
333333  /admin/hope_rooms/careconsent/<path:object_id>/
222222  /admin/hope_rooms/childview/
FFFFFF  /admin/hope_rooms/childview/add/
242222  /admin/hope_rooms/childview/<path:object_id>/history/
F4FFFF  /admin/hope_rooms/childview/<path:object_id>/delete/
242222  /admin/hope_rooms/childview/<path:object_id>/change/
333333  /admin/hope_rooms/childview/<path:object_id>/
222222  /admin/hope_rooms/hoperoom/
FFFFFF  /admin/hope_rooms/hoperoom/add/
242222  /admin/hope_rooms/hoperoom/<path:object_id>/history/
F4FFFF  /admin/hope_rooms/hoperoom/<path:object_id>/delete/
242222  /admin/hope_rooms/hoperoom/<path:object_id>/change/
333333  /admin/hope_rooms/hoperoom/<path:object_id>/
222222  /admin/hope_rooms/roomtransition/
FFFFFF  /admin/hope_rooms/roomtransition/add/
242222  /admin/hope_rooms/roomtransition/<path:object_id>/history/
F4FFFF  /admin/hope_rooms/roomtransition/<path:object_id>/delete/
242222  /admin/hope_rooms/roomtransition/<path:object_id>/change/
333333  /admin/hope_rooms/roomtransition/<path:object_id>/
222F22  /admin/hope_rooms/accessgrant/
FFFFFF  /admin/hope_rooms/accessgrant/add/
242422  /admin/hope_rooms/accessgrant/<path:object_id>/history/
F4F4FF  /admin/hope_rooms/accessgrant/<path:object_id>/delete/
242422  /admin/hope_rooms/accessgrant/<path:object_id>/change/
333333  /admin/hope_rooms/accessgrant/<path:object_id>/
FF2F22  /admin/hope_rooms/access/
FFFFFF  /admin/hope_rooms/access/add/
442422  /admin/hope_rooms/access/<path:object_id>/history/
44F4FF  /admin/hope_rooms/access/<path:object_id>/delete/
442422  /admin/hope_rooms/access/<path:object_id>/change/
333333  /admin/hope_rooms/access/<path:object_id>/
FF2F22  /admin/hope_rooms/accessattempt/
FFFFFF  /admin/hope_rooms/accessattempt/add/
442422  /admin/hope_rooms/accessattempt/<path:object_id>/history/
44F4FF  /admin/hope_rooms/accessattempt/<path:object_id>/delete/
442422  /admin/hope_rooms/accessattempt/<path:object_id>/change/
333333  /admin/hope_rooms/accessattempt/<path:object_id>/
FFFF22  /admin/hope_rooms/lookanomaly/
FFFFFF  /admin/hope_rooms/lookanomaly/add/
444422  /admin/hope_rooms/lookanomaly/<path:object_id>/history/
4444FF  /admin/hope_rooms/lookanomaly/<path:object_id>/delete/
444422  /admin/hope_rooms/lookanomaly/<path:object_id>/change/
333333  /admin/hope_rooms/lookanomaly/<path:object_id>/
FF2F22  /admin/hope_rooms/childhold/
FFFFFF  /admin/hope_rooms/childhold/add/
442422  /admin/hope_rooms/childhold/<path:object_id>/history/
44F4FF  /admin/hope_rooms/childhold/<path:object_id>/delete/
442422  /admin/hope_rooms/childhold/<path:object_id>/change/
333333  /admin/hope_rooms/childhold/<path:object_id>/
FF2F22  /admin/hope_rooms/childerasure/
FFFFFF  /admin/hope_rooms/childerasure/add/
442422  /admin/hope_rooms/childerasure/<path:object_id>/history/
44F4FF  /admin/hope_rooms/childerasure/<path:object_id>/delete/
442422  /admin/hope_rooms/childerasure/<path:object_id>/change/
333333  /admin/hope_rooms/childerasure/<path:object_id>/
222F22  /admin/hope_rooms/guardianrequest/
FFFFFF  /admin/hope_rooms/guardianrequest/add/
242422  /admin/hope_rooms/guardianrequest/<path:object_id>/history/
F4F4FF  /admin/hope_rooms/guardianrequest/<path:object_id>/delete/
242422  /admin/hope_rooms/guardianrequest/<path:object_id>/change/
333333  /admin/hope_rooms/guardianrequest/<path:object_id>/
FF2F22  /admin/hope_rooms/yearaudit/
FFFFFF  /admin/hope_rooms/yearaudit/add/
442422  /admin/hope_rooms/yearaudit/<path:object_id>/history/
44F4FF  /admin/hope_rooms/yearaudit/<path:object_id>/delete/
442422  /admin/hope_rooms/yearaudit/<path:object_id>/change/
333333  /admin/hope_rooms/yearaudit/<path:object_id>/
222222  /admin/hope_rooms/readingright/
FFFFFF  /admin/hope_rooms/readingright/add/
222222  /admin/hope_rooms/readingright/<path:object_id>/history/
FFFFFF  /admin/hope_rooms/readingright/<path:object_id>/delete/
222222  /admin/hope_rooms/readingright/<path:object_id>/change/
333333  /admin/hope_rooms/readingright/<path:object_id>/
222222  /admin/hope_rooms/carenotice/
FF2FFF  /admin/hope_rooms/carenotice/add/
222222  /admin/hope_rooms/carenotice/<path:object_id>/history/
FFFFFF  /admin/hope_rooms/carenotice/<path:object_id>/delete/
222222  /admin/hope_rooms/carenotice/<path:object_id>/change/
333333  /admin/hope_rooms/carenotice/<path:object_id>/
FFFFFF  /admin/hope_rooms/childrecord/
FFFFFF  /admin/hope_rooms/childrecord/add/
444444  /admin/hope_rooms/childrecord/<path:object_id>/history/
444444  /admin/hope_rooms/childrecord/<path:object_id>/delete/
444444  /admin/hope_rooms/childrecord/<path:object_id>/change/
333333  /admin/hope_rooms/childrecord/<path:object_id>/
FFFFFF  /admin/hope_rooms/childfile/
FFFFFF  /admin/hope_rooms/childfile/add/
444444  /admin/hope_rooms/childfile/<path:object_id>/history/
444444  /admin/hope_rooms/childfile/<path:object_id>/delete/
444444  /admin/hope_rooms/childfile/<path:object_id>/change/
333333  /admin/hope_rooms/childfile/<path:object_id>/
FF2F22  /admin/hope_rooms/pairing/
FFFFFF  /admin/hope_rooms/pairing/add/
442422  /admin/hope_rooms/pairing/<path:object_id>/history/
44F4FF  /admin/hope_rooms/pairing/<path:object_id>/delete/
442422  /admin/hope_rooms/pairing/<path:object_id>/change/
333333  /admin/hope_rooms/pairing/<path:object_id>/
FF2F22  /admin/hope_rooms/pairmember/
FFFFFF  /admin/hope_rooms/pairmember/add/
442422  /admin/hope_rooms/pairmember/<path:object_id>/history/
44F4FF  /admin/hope_rooms/pairmember/<path:object_id>/delete/
442422  /admin/hope_rooms/pairmember/<path:object_id>/change/
333333  /admin/hope_rooms/pairmember/<path:object_id>/
FF2F22  /admin/hope_rooms/pairingpause/
FFFFFF  /admin/hope_rooms/pairingpause/add/
442422  /admin/hope_rooms/pairingpause/<path:object_id>/history/
44F4FF  /admin/hope_rooms/pairingpause/<path:object_id>/delete/
442422  /admin/hope_rooms/pairingpause/<path:object_id>/change/
333333  /admin/hope_rooms/pairingpause/<path:object_id>/
FF2F22  /admin/hope_rooms/pairingtransition/
FFFFFF  /admin/hope_rooms/pairingtransition/add/
442422  /admin/hope_rooms/pairingtransition/<path:object_id>/history/
44F4FF  /admin/hope_rooms/pairingtransition/<path:object_id>/delete/
442422  /admin/hope_rooms/pairingtransition/<path:object_id>/change/
333333  /admin/hope_rooms/pairingtransition/<path:object_id>/
FF2F22  /admin/hope_rooms/escalation/
FFFFFF  /admin/hope_rooms/escalation/add/
442422  /admin/hope_rooms/escalation/<path:object_id>/history/
44F4FF  /admin/hope_rooms/escalation/<path:object_id>/delete/
442422  /admin/hope_rooms/escalation/<path:object_id>/change/
333333  /admin/hope_rooms/escalation/<path:object_id>/
FF2F22  /admin/hope_rooms/childvisit/
FFFFFF  /admin/hope_rooms/childvisit/add/
442422  /admin/hope_rooms/childvisit/<path:object_id>/history/
44F4FF  /admin/hope_rooms/childvisit/<path:object_id>/delete/
442422  /admin/hope_rooms/childvisit/<path:object_id>/change/
333333  /admin/hope_rooms/childvisit/<path:object_id>/
FF2F22  /admin/hope_rooms/childvisittransition/
FFFFFF  /admin/hope_rooms/childvisittransition/add/
442422  /admin/hope_rooms/childvisittransition/<path:object_id>/history/
44F4FF  /admin/hope_rooms/childvisittransition/<path:object_id>/delete/
442422  /admin/hope_rooms/childvisittransition/<path:object_id>/change/
333333  /admin/hope_rooms/childvisittransition/<path:object_id>/
222222  /hope-rooms/visits/
444444  /hope-rooms/visits/pairs/<int:number>/
444444  /hope-rooms/visits/<uuid:public_id>/
442422  /hope-rooms/pairings/
442444  /hope-rooms/pairings/ask/
442422  /hope-rooms/pairings/<int:number>/
442422  /hope-rooms/pairings/visits/<uuid:public_id>/
222222  /hope-rooms/cases/
224444  /hope-rooms/cases/new/
242222  /hope-rooms/cases/<slug:code>/
242442  /hope-rooms/cases/<slug:code>/emergency/
442422  /hope-rooms/cases/<slug:code>/log/
444424  /hope-rooms/cases/<slug:code>/hold/
242424  /hope-rooms/cases/<slug:code>/requests/new/
222422  /hope-rooms/requests/
242422  /hope-rooms/requests/<int:number>/
444422  /hope-rooms/emergencies/
444422  /hope-rooms/emergencies/<int:number>/
222222  /hope-rooms/grants/
242422  /hope-rooms/grants/<int:number>/
242222  /hope-rooms/cases/<slug:code>/access/
242222  /hope-rooms/cases/<slug:code>/record/
242222  /hope-rooms/cases/<slug:code>/files/
MMMMMM  /hope-rooms/cases/<slug:code>/files/<uuid:public_id>/
242222  /hope-rooms/cases/<slug:code>/facts/
242222  /hope-rooms/cases/<slug:code>/consents/
222222  /api/v1/hope-rooms/rooms/
242222  /api/v1/hope-rooms/rooms/<slug:code>/
222222  /api/v1/hope-rooms/districts/
FF2F22  /api/v1/hope-rooms/pairings/
"""

ROWS = {
    route.removeprefix("/"): letters
    for letters, _, route in (
        line.partition("  ") for line in (TABLE + MONEY + BUILDING + CONCERNS + COMPANY).splitlines() if line
    )
}
