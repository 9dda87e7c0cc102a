"""捐赠和库存: read here; money and goods move through the services of the finance desk."""

from __future__ import annotations

from django.contrib import admin

from hope_rooms.models import (
    Adoption,
    Allocation,
    Campaign,
    Donor,
    Gift,
    GiftTransition,
    GoodsGift,
    GoodsItem,
    GoodsLine,
    PurposeChange,
    Refund,
    RoomGoods,
    Spending,
    StockCount,
    StockItem,
    StockMovement,
    StockTake,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin, name_without_link

# Read by fewer offices than the rows that point at them.
for pointed_at in (Donor, Campaign, Gift, GoodsGift, PurposeChange, Allocation):
    name_without_link(pointed_at)


class OfGifts(ReadOnlyAdmin):
    """捐赠账: the city's, the centre's and the finance desk's."""

    view_action = "hope_rooms.view_gift"


class OfAllocations(ReadOnlyAdmin):
    """What was given to rooms, without who gave it."""

    view_action = "hope_rooms.view_allocation"


class OfStock(ReadOnlyAdmin):
    """A place's store."""

    view_action = "hope_rooms.view_stock"


@admin.register(Donor)
class DonorAdmin(OfGifts):
    """捐赠方: no contact is kept."""

    list_display = ["name", "kind", "may_be_named"]
    list_filter = ["kind", "may_be_named"]
    search_fields = ["name"]


@admin.register(Campaign)
class CampaignAdmin(OfGifts):
    """筹款活动."""

    list_display = ["name", "starts_on", "ends_on"]
    search_fields = ["name"]


@admin.register(Gift)
class GiftAdmin(OfGifts):
    """现金捐赠."""

    list_display = ["__str__", "donor", "state", "received", "allocated", "refunded", "purpose"]
    list_filter = ["state", "purpose", "campaign", "reporting_org"]
    list_select_related = ["donor"]
    search_fields = ["donor__name", "receipt_no"]
    date_hierarchy = "received_on"


@admin.register(GiftTransition)
class GiftTransitionAdmin(OfGifts):
    """捐赠流转."""

    list_display = ["gift", "from_state", "to_state", "actor", "at"]
    list_select_related = ["gift", "actor__person"]


@admin.register(PurposeChange)
class PurposeChangeAdmin(OfGifts):
    """用途变更."""

    list_display = ["gift", "before", "purpose", "consent", "state", "asked_by", "decided_by"]
    list_filter = ["state"]
    list_select_related = ["gift", "asked_by__person", "decided_by__person"]
    exclude = ["paper", "paper_type"]


@admin.register(Refund)
class RefundAdmin(OfGifts):
    """退款."""

    list_display = ["gift", "amount", "reason", "voucher", "recorded_by", "recorded_at"]
    list_select_related = ["gift", "recorded_by__person"]


@admin.register(Allocation)
class AllocationAdmin(OfAllocations):
    """资金分配."""

    list_display = ["room", "line", "line_told", "amount", "spent", "returned", "made_at"]
    list_filter = ["room__child__reporting_org"]
    list_select_related = ["room__child"]
    search_fields = ["room__child__code"]


@admin.register(Spending)
class SpendingAdmin(OfAllocations):
    """支出."""

    list_display = ["allocation", "amount", "paid_on", "voucher", "recorded_by"]
    list_select_related = ["allocation__room__child", "recorded_by__person"]
    search_fields = ["voucher"]


@admin.register(GoodsItem)
class GoodsItemAdmin(ScopedAdmin):
    """物资目录: today's prices; what was accepted keeps the value of its day."""

    list_display = ["name", "unit", "price"]
    search_fields = ["name"]


@admin.register(GoodsGift)
class GoodsGiftAdmin(OfGifts):
    """实物捐赠."""

    list_display = ["__str__", "donor", "place", "state", "value", "accepted_on"]
    list_filter = ["state", "campaign", "place"]
    list_select_related = ["donor", "place"]
    search_fields = ["donor__name"]


@admin.register(GoodsLine)
class GoodsLineAdmin(OfGifts):
    """捐赠物资."""

    list_display = ["gift", "item", "quantity", "unit_value"]
    list_select_related = ["gift", "item"]


@admin.register(StockItem)
class StockItemAdmin(OfStock):
    """库存."""

    list_display = ["place", "item", "quantity", "reserved"]
    list_filter = ["place"]
    list_select_related = ["place", "item"]
    search_fields = ["item__name"]


@admin.register(RoomGoods)
class RoomGoodsAdmin(OfStock):
    """小屋物资."""

    list_display = ["room", "stock", "reserved", "issued", "installed"]
    list_select_related = ["room__child", "stock__place", "stock__item"]
    search_fields = ["room__child__code"]


@admin.register(StockMovement)
class StockMovementAdmin(OfStock):
    """库存变动."""

    list_display = ["stock", "kind", "quantity", "room", "note", "by", "at"]
    list_filter = ["kind"]
    list_select_related = ["stock__place", "stock__item", "room__child", "by__person"]
    date_hierarchy = "at"


@admin.register(StockTake)
class StockTakeAdmin(OfStock):
    """盘点."""

    list_display = ["place", "state", "counted_by", "counted_at", "finalised_by", "finalised_at"]
    list_filter = ["state", "place"]
    list_select_related = ["place", "counted_by__person", "finalised_by__person"]


@admin.register(StockCount)
class StockCountAdmin(OfStock):
    """盘点记录."""

    list_display = ["take", "stock", "expected", "counted"]
    list_select_related = ["take__place", "stock__place", "stock__item"]


@admin.register(Adoption)
class AdoptionAdmin(OfGifts):
    """认领: the code is nowhere, its digest is no column."""

    list_display = ["donor", "room", "names_the_sign", "began_at", "ended_at"]
    list_select_related = ["donor", "room__child"]
    search_fields = ["donor__name", "room__child__code"]
    exclude = ["code_digest"]
