"""希望小屋: whose room it is under a code, who reads it, what was agreed, how far it is, who paid."""

from .acceptance import Acceptance, AirTest, Defect, Recheck, RoomNudge
from .access import Access, AccessAttempt, AccessGrant, ReadingRight
from .build import BillLine, Build, BuildLog, BuildPause
from .care_session import CareSession
from .child import Child, ChildFile, ChildRecord, EligibilityFact
from .child_answer import ChildAnswer
from .child_visit import ChildVisit, ChildVisitTransition
from .concern import (
    ChildrenHold,
    Concern,
    ConcernAccess,
    ConcernAlert,
    ConcernCall,
    ConcernTransition,
    ConcernWords,
)
from .consent import CareConsent, CareNotice, ChildView
from .counselling import CounsellingNote, Counsellor
from .donors import Adoption, Campaign, Donor
from .gift_uses import Allocation, PurposeChange, Refund, Spending
from .gifts import Gift, GiftTransition
from .goods import GoodsGift, GoodsItem, GoodsLine
from .guardian_request import GuardianRequest
from .holds import ChildErasure, ChildHold
from .pairing import Escalation, Pairing, PairingPause, PairingTransition, PairMember
from .room import HopeRoom, RoomTransition
from .sampling import SampleBatch, SampleRoom
from .stock import RoomGoods, StockCount, StockItem, StockMovement, StockTake
from .survey import Approval, RoomHand, Survey, SurveyVisit
from .watch import LookAnomaly
from .year_audit import YearAudit

__all__ = [
    "Acceptance",
    "Access",
    "AccessAttempt",
    "AccessGrant",
    "Adoption",
    "AirTest",
    "Allocation",
    "Approval",
    "BillLine",
    "Build",
    "BuildLog",
    "BuildPause",
    "Campaign",
    "CareConsent",
    "CareNotice",
    "CareSession",
    "Child",
    "ChildAnswer",
    "ChildErasure",
    "ChildFile",
    "ChildHold",
    "ChildRecord",
    "ChildView",
    "ChildVisit",
    "ChildVisitTransition",
    "ChildrenHold",
    "Concern",
    "ConcernAccess",
    "ConcernAlert",
    "ConcernCall",
    "ConcernTransition",
    "ConcernWords",
    "CounsellingNote",
    "Counsellor",
    "Defect",
    "Donor",
    "EligibilityFact",
    "Escalation",
    "Gift",
    "GiftTransition",
    "GoodsGift",
    "GoodsItem",
    "GoodsLine",
    "GuardianRequest",
    "HopeRoom",
    "LookAnomaly",
    "PairMember",
    "Pairing",
    "PairingPause",
    "PairingTransition",
    "PurposeChange",
    "ReadingRight",
    "Recheck",
    "Refund",
    "RoomGoods",
    "RoomHand",
    "RoomNudge",
    "RoomTransition",
    "SampleBatch",
    "SampleRoom",
    "Spending",
    "StockCount",
    "StockItem",
    "StockMovement",
    "StockTake",
    "Survey",
    "SurveyVisit",
    "YearAudit",
]
