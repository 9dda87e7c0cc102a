"""
What the Hope Rooms hold of whoever has an account (see `accounts.holdings`): whom they kept company.

Children have no account: their records are sealed, and end by their own rules. Who read a record, on
which right and for what, is kept for the guardian who asks (未成年人网络保护条例 36).
"""

from __future__ import annotations

from django.db.models import Model

from zibo_youth.accounts.holdings import Holding, Part, add_part

from .models import (
    Acceptance,
    Access,
    AccessAttempt,
    AccessGrant,
    Adoption,
    AirTest,
    Allocation,
    Approval,
    BillLine,
    Build,
    BuildLog,
    BuildPause,
    CareConsent,
    Child,
    ChildAnswer,
    ChildErasure,
    ChildFile,
    ChildHold,
    ChildRecord,
    ChildrenHold,
    ChildView,
    ChildVisit,
    ChildVisitTransition,
    Concern,
    ConcernAccess,
    ConcernAlert,
    ConcernCall,
    ConcernTransition,
    ConcernWords,
    CounsellingNote,
    Counsellor,
    Defect,
    EligibilityFact,
    Escalation,
    Gift,
    GiftTransition,
    GoodsGift,
    GoodsLine,
    GuardianRequest,
    HopeRoom,
    LookAnomaly,
    Pairing,
    PairingPause,
    PairingTransition,
    PairMember,
    PurposeChange,
    Recheck,
    Refund,
    RoomGoods,
    RoomHand,
    RoomNudge,
    RoomTransition,
    SampleBatch,
    SampleRoom,
    Spending,
    StockCount,
    StockMovement,
    StockTake,
    Survey,
    SurveyVisit,
)

FOR_THE_GUARDIAN = "why a child's record was opened; the guardian may ask for it"
OF_THE_VISIT = "about the visit and the child, whose record is kept by its own rules"
HOLDINGS = [
    Holding(model=PairMember, of=("volunteer__person",)),
    Holding(model=RoomHand, of=("person",)),
    Holding(model=SurveyVisit, of=("hand__person",)),
    Holding(
        model=Counsellor,
        of=("volunteer__person",),
        keep=dict.fromkeys(["qualification", "end_reason"], "on which paper somebody counselled a child"),
    ),
    Holding(
        model=AccessGrant,
        of=("person",),
        keep=dict.fromkeys(["reason", "answer"], FOR_THE_GUARDIAN),
    ),
    Holding(model=Access, of=("user__person",), keep={"note": FOR_THE_GUARDIAN}),
    Holding(model=AccessAttempt, of=("user__person",)),
    Holding(model=LookAnomaly, of=("user__person",)),
    Holding(
        model=ChildVisit,
        of=("asked_by__person",),
        keep=dict.fromkeys(["explanation", "report_sealed"], OF_THE_VISIT),
    ),
]
OF_A_CASE = "a child's case and the office that wrote it down"
OF_THE_BUILDING = "how a room was built, and the office that wrote it down"
OF_GIFTS = "money and goods, and the office that wrote them down; a donor here has no account"
OF_CONCERNS = "a concern for a child, kept by its own term; whom it is about is not told (未成年人保护法 11)"
PAPERS: dict[type[Model], str] = {
    **dict.fromkeys(
        [
            *(Child, ChildRecord, ChildFile, ChildView, ChildHold, ChildErasure, GuardianRequest),
            *(CareConsent, ChildAnswer, EligibilityFact, HopeRoom, RoomTransition, CounsellingNote),
        ],
        OF_A_CASE,
    ),
    **dict.fromkeys(
        [Pairing, PairingPause, PairingTransition, Escalation, ChildVisitTransition],
        "how a child's company went on, and who wrote it down",
    ),
    **dict.fromkeys(
        [
            Survey,
            Approval,
            Build,
            BillLine,
            BuildLog,
            BuildPause,
            Acceptance,
            Defect,
            AirTest,
            Recheck,
            RoomNudge,
            SampleBatch,
            SampleRoom,
        ],
        OF_THE_BUILDING,
    ),
    **dict.fromkeys(
        [Gift, GiftTransition, GoodsGift, GoodsLine, Allocation, PurposeChange, Refund, Spending], OF_GIFTS
    ),
    **dict.fromkeys(
        [
            Concern,
            ConcernWords,
            ConcernCall,
            ConcernAlert,
            ConcernTransition,
            ConcernAccess,
            ChildrenHold,
        ],
        OF_CONCERNS,
    ),
    **dict.fromkeys([Adoption, RoomGoods, StockCount, StockMovement, StockTake], OF_GIFTS),
}


def register_holdings() -> None:
    """Called once, when the app is ready."""
    add_part("hope_rooms", Part(holdings=HOLDINGS, papers=PAPERS))
