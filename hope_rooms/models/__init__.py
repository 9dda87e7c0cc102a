"""希望小屋: whose room it is under a code, who reads it, what was agreed, how far it is, who paid."""

from .access import Access, AccessAttempt, AccessGrant, ReadingRight
from .child import Child, ChildFile, ChildRecord, EligibilityFact
from .child_visit import ChildVisit, ChildVisitTransition
from .consent import CareConsent, CareNotice, ChildView
from .donors import Adoption, Campaign, Donor
from .gift_uses import Allocation, PurposeChange, Refund, Spending
from .gifts import Gift, GiftTransition
from .goods import GoodsGift, GoodsItem, GoodsLine
from .pairing import Escalation, Pairing, PairingPause, PairingTransition, PairMember
from .room import HopeRoom, RoomTransition
from .stock import RoomGoods, StockCount, StockItem, StockMovement, StockTake

__all__ = [
    "Access",
    "AccessAttempt",
    "AccessGrant",
    "Adoption",
    "Allocation",
    "Campaign",
    "CareConsent",
    "CareNotice",
    "Child",
    "ChildFile",
    "ChildRecord",
    "ChildView",
    "ChildVisit",
    "ChildVisitTransition",
    "Donor",
    "EligibilityFact",
    "Escalation",
    "Gift",
    "GiftTransition",
    "GoodsGift",
    "GoodsItem",
    "GoodsLine",
    "HopeRoom",
    "PairMember",
    "Pairing",
    "PairingPause",
    "PairingTransition",
    "PurposeChange",
    "ReadingRight",
    "Refund",
    "RoomGoods",
    "RoomTransition",
    "Spending",
    "StockCount",
    "StockItem",
    "StockMovement",
    "StockTake",
]
