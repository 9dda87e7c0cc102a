"""集体婚礼 in the admin: read here; written by the services of the desk."""

from __future__ import annotations

from django.contrib import admin

from events.models import (
    Couple,
    CoupleDocument,
    CoupleMember,
    CoupleScore,
    CoupleTransition,
    ProgrammeItem,
    ProgrammeSlot,
    SlotBooking,
    Wedding,
    WeddingCriterion,
    WeddingSelection,
    WeddingTransition,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


class OfWeddings(ReadOnlyAdmin):
    """Read by whoever manages the edition."""

    view_action = "events.view_wedding"


class OfCouples(ReadOnlyAdmin):
    """Read by whoever works with the couples."""

    view_action = "events.view_couple"


@admin.register(Wedding)
class WeddingAdmin(OfWeddings):
    """集体婚礼."""

    list_display = ["number", "held_on", "state", "organiser", "places", "taken"]
    list_filter = ["state", "reporting_org"]
    list_select_related = ["organiser"]
    search_fields = ["number"]


@admin.register(WeddingTransition)
class WeddingTransitionAdmin(OfWeddings):
    """集体婚礼流转."""

    list_display = ["wedding", "from_state", "to_state", "actor", "at"]
    list_select_related = ["wedding", "actor__person"]


@admin.register(WeddingSelection)
class WeddingSelectionAdmin(OfWeddings):
    """集体婚礼遴选: the seed is read on the public page, after the release."""

    list_display = ["wedding", "seed_hash", "listed_at", "released_at"]
    list_select_related = ["wedding"]
    exclude = ["seed", "listing"]


@admin.register(WeddingCriterion)
class WeddingCriterionAdmin(OfWeddings):
    """婚礼评分项."""

    list_display = ["wedding", "number", "name", "most"]
    list_select_related = ["wedding"]


@admin.register(ProgrammeItem)
class ProgrammeItemAdmin(OfWeddings):
    """婚礼环节."""

    list_display = ["wedding", "number", "name", "kind", "place"]
    list_select_related = ["wedding"]


@admin.register(ProgrammeSlot)
class ProgrammeSlotAdmin(OfWeddings):
    """环节时段."""

    list_display = ["item", "starts_at", "ends_at", "capacity", "taken"]
    list_select_related = ["item__wedding"]


@admin.register(Couple)
class CoupleAdmin(OfCouples):
    """新人: by number; the certificate is read on the desk's page of the review."""

    list_display = ["wedding", "number", "state", "guests", "rank", "table_number"]
    list_filter = ["state", "wedding__reporting_org"]
    list_select_related = ["wedding"]
    exclude = ["cert_sealed", "cert_index"]


@admin.register(CoupleMember)
class CoupleMemberAdmin(OfCouples):
    """新人一方: without the link and without the health hint."""

    list_display = ["couple", "seat", "person", "confirmed_at", "portrait_agreed_at"]
    list_select_related = ["couple__wedding", "person"]
    exclude = ["seed", "digest", "health_sealed"]


@admin.register(CoupleTransition)
class CoupleTransitionAdmin(OfCouples):
    """新人流转."""

    list_display = ["couple", "from_state", "to_state", "reason", "actor", "at"]
    list_filter = ["to_state"]
    list_select_related = ["couple__wedding", "actor__person"]


@admin.register(CoupleDocument)
class CoupleDocumentAdmin(OfCouples):
    """新人材料: the file is given out by its own page."""

    list_display = ["couple", "kind", "original_name", "created_at"]
    list_select_related = ["couple__wedding"]
    exclude = ["file"]


@admin.register(CoupleScore)
class CoupleScoreAdmin(OfCouples):
    """新人评分: only once the result was released."""

    list_display = ["couple", "criterion", "scorer_seat", "points"]
    list_select_related = ["couple__wedding", "criterion"]


@admin.register(SlotBooking)
class SlotBookingAdmin(OfCouples):
    """环节预约."""

    list_display = ["couple", "item", "starts_at", "ends_at"]
    list_select_related = ["couple__wedding", "item"]
