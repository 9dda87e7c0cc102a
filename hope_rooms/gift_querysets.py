"""Every read of gifts, allocations, stock and adoptions that gives rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import F, Q

from zibo_youth.core.scope import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from hope_rooms.models import HopeRoom
    from zibo_youth.accounts.models import User


class MoneyQuerySet(ScopedQuerySet):
    """捐赠账: the ledger of the whole city, read by the city, the centre and the finance desk."""

    def view_action(self) -> str:
        return "hope_rooms.view_gift"


class GiftQuerySet(MoneyQuerySet):
    """现金捐赠."""

    def with_money_left(self) -> Self:
        """Received, and not yet wholly allocated or given back."""
        return self.filter(received__gt=F("allocated") + F("refunded"))

    def to_decide_by(self, user: User) -> Self:
        """With a change of purpose that another than this person asked for."""
        changes = apps.get_model("hope_rooms", "PurposeChange")._base_manager.filter(state="asked")
        return self.filter(pk__in=changes.exclude(asked_by__person_id=user.person_id or 0).values("gift"))

    def fitting(self, room: HopeRoom) -> Self:
        """Whose purpose lets them go to this room."""
        district = Q(purpose="district", district=room.child.reporting_org_id)
        return self.filter(Q(purpose="any") | district | Q(purpose="room", room=room))

    def received_between(self, start: date, end: date) -> Self:
        """From the first day up to, not including, the second."""
        return self.filter(received_on__gte=start, received_on__lt=end)

    def outside_campaigns(self) -> Self:
        """A campaign is told by itself: its sum and the ledger's are never added (domain.md C3)."""
        return self.filter(campaign__isnull=True)


class GoodsGiftQuerySet(MoneyQuerySet):
    """实物捐赠."""

    def waiting(self) -> Self:
        """Not looked at, or not taken yet."""
        return self.filter(state__in=["offered", "inspected"])

    def accepted_between(self, start: date, end: date) -> Self:
        """From the first day up to, not including, the second."""
        return self.filter(state="accepted", accepted_on__gte=start, accepted_on__lt=end)


class AllocationQuerySet(ScopedQuerySet):
    """资金分配: a district sees what was given to its rooms, and not by whom."""

    scope = Scope(district="room__child__reporting_org_id")

    def view_action(self) -> str:
        return "hope_rooms.view_allocation"

    def standing(self) -> Self:
        """Not wholly back in the pool."""
        return self.filter(amount__gt=F("returned"))


class SpendingQuerySet(ScopedQuerySet):
    """支出."""

    scope = Scope(district="allocation__room__child__reporting_org_id")

    def view_action(self) -> str:
        return "hope_rooms.view_allocation"


class GoodsItemQuerySet(ScopedQuerySet):
    """物资目录: the same for everybody who keeps goods."""

    def view_action(self) -> str:
        return "hope_rooms.view_goodsitem"


class StockItemQuerySet(ScopedQuerySet):
    """库存: of the place that keeps it."""

    scope = Scope(district="place_id")

    def view_action(self) -> str:
        return "hope_rooms.view_stock"

    def free(self) -> Self:
        """Of which some are not promised."""
        return self.filter(quantity__gt=F("reserved"))

    def kept_for(self, room: HopeRoom) -> Self:
        """In the store of the room's own district."""
        return self.filter(place=room.child.reporting_org_id)


class OfStockQuerySet(ScopedQuerySet):
    """What happened to a stock."""

    scope = Scope(district="stock__place_id")

    def view_action(self) -> str:
        return "hope_rooms.view_stock"


class StockTakeQuerySet(ScopedQuerySet):
    """盘点."""

    scope = Scope(district="place_id")

    def view_action(self) -> str:
        return "hope_rooms.view_stock"

    def whole(self) -> Self:
        """With what every page shows of it."""
        return self.select_related("place", "counted_by__person", "finalised_by__person")

    def to_finalise(self) -> Self:
        """Counted, and not yet true."""
        return self.filter(state="counting")

    def to_finalise_by(self, user: User) -> Self:
        """By another than who counted."""
        return self.to_finalise().exclude(counted_by__person_id=user.person_id)


class AdoptionQuerySet(MoneyQuerySet):
    """认领."""

    def standing(self) -> Self:
        return self.filter(Q(ended_at__isnull=True))
