"""驿站, 房间, 床位, 停用: the places, kept by the district that reports them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.base import ContentFile
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from stations import services
from stations.closure_words import told_of
from stations.models import Bed, Closure, Room, Station, StationPhoto
from stations.services.places import WALLS
from zibo_youth.accounts.scoped_admin import (
    ReadOnlyAdmin,
    ReadOnlyInline,
    ScopedAdmin,
    ScopedInline,
    signed_in,
)
from zibo_youth.core import uploads
from zibo_youth.core.errors import DomainError

from .figure_filters import OfferedOnFilter
from .place_import import ImportsPlaces
from .station_days import StationForm


class OfStation:
    """Parts of a station are edited by whoever manages stations."""

    view_action = "stations.view_station"
    change_action = "stations.manage_station"
    deletable = True


class PhotoForm(forms.ModelForm):
    """A photo is rebuilt from its pixels: a telephone writes where it was taken into the file."""

    def clean_image(self) -> Any:
        upload = self.cleaned_data["image"]
        if "image" not in self.changed_data or not upload:
            return upload
        try:
            clean = uploads.rebuild(upload)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        if clean.content_type == uploads.PDF:
            raise forms.ValidationError(_("请上传 JPG 或 PNG 照片"), code="photo_type")
        return ContentFile(clean.content, name=f"photo{clean.extension}")


class PhotosOfStation(OfStation, ScopedInline):
    model = StationPhoto
    form = PhotoForm
    fields = ["image", "description", "position"]


class RoomsOfStation(OfStation, ScopedInline):
    model = Room
    fields = ["name", "gender_mode", "floor"]
    deletable = False


class ClosuresOfStation(ReadOnlyInline):
    """停用: made and lifted at the desk, where the guests in closed beds are seen first."""

    model = Closure
    view_action = "stations.view_station"
    change_action = "stations.manage_closure"
    fields = ["room", "from_on", "until_on", "reason"]


class BedsOfRoom(OfStation, ScopedInline):
    model = Bed
    fields = ["label"]


@admin.register(Station)
class StationAdmin(ImportsPlaces):
    """驿站: whoever reports it edits it; its operator reads. New days re-house whom they leave bedless."""

    form = StationForm
    refusals = WALLS
    list_display = [
        "name",
        "area",
        "reporting_org",
        "operator",
        "beds",
        "is_township",
        "opened_on",
        "closed_on",
    ]
    list_filter = ["reporting_org", "operator", "is_township"]
    list_select_related = ["area", "reporting_org", "operator"]
    search_fields = ["name", "name_en", "code", "address"]
    export_fields = ("code", "name_en", "address", "phone", "latitude", "longitude", "facilities")
    ordering = ["area__position", "code"]  # an annotated list forgets the model's own order
    autocomplete_fields = ["area", "operator"]
    inlines = [RoomsOfStation, PhotosOfStation, ClosuresOfStation]
    fieldsets = [
        (None, {"fields": ["code", "name", "name_en", "is_township", "opened_on", "closed_on"]}),
        (_("归属"), {"fields": ["area", "reporting_org", "operator"]}),
        (_("位置与联系"), {"fields": ["address", "latitude", "longitude", "transport", "phone"]}),
        (_("介绍"), {"fields": ["summary", "facilities", "house_rules", "paid_after_cap"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Station]:
        return super().get_queryset(request).annotate(bed_count=Count("rooms__beds"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, (None, {"fields": ["seen_days"]})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.actor = signed_in(request)
        return form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """设施 is a list of choices: boxes to tick, not words to type."""
        if db_field.name == "facilities":
            return forms.MultipleChoiceField(
                label=db_field.verbose_name,
                choices=Station.Facility.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Station, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
        elif told := told_of(services.change_station(actor=signed_in(request), station=obj)):
            self.message_user(request, told, messages.WARNING)

    @admin.display(description=_("床位数"), ordering="bed_count")
    def beds(self, station: Any) -> int:
        return int(station.bed_count)


@admin.register(Room)
class RoomAdmin(OfStation, ScopedAdmin):
    """房间: its kind changes only while no written night contradicts."""

    deletable = False
    refusals = WALLS
    list_display = ["station", "name", "gender_mode", "floor", "beds"]
    list_display_links = ["name"]
    list_filter = ["gender_mode", "station"]
    list_select_related = ["station"]
    search_fields = ["name", "station__name"]
    ordering = ["station__name", "name"]
    autocomplete_fields = ["station"]
    inlines = [BedsOfRoom]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A room stays in its house, and with it the nights that are booked in it."""
        return ["station"] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        return super().get_queryset(request).annotate(bed_count=Count("beds"))

    @admin.display(description=_("床位数"), ordering="bed_count")
    def beds(self, room: Any) -> int:
        return int(room.bed_count)


@admin.register(Bed)
class BedAdmin(OfStation, ScopedAdmin):
    """床位: a bed that nobody ever booked may be taken out; others stay."""

    refusals = WALLS
    list_display = ["room", "label"]
    list_display_links = ["label"]
    list_filter = [OfferedOnFilter, "room__gender_mode", "room__station"]
    list_select_related = ["room__station"]
    search_fields = ["label", "room__name", "room__station__name"]
    autocomplete_fields = ["room"]


@admin.register(StationPhoto)
class StationPhotoAdmin(OfStation, ScopedAdmin):
    """驿站照片."""

    form = PhotoForm
    list_display = ["station", "preview", "description", "position"]
    list_display_links = ["description"]
    list_filter = ["station"]
    list_select_related = ["station"]
    search_fields = ["description", "station__name"]
    autocomplete_fields = ["station"]

    @admin.display(description=_("照片"))
    def preview(self, photo: StationPhoto) -> str:
        return format_html(
            '<img src="{}" alt="{}" width="96" loading="lazy">', photo.image.url, photo.description
        )


@admin.register(Closure)
class ClosureAdmin(ReadOnlyAdmin):
    """停用: nights on which a station, or one room, takes no guests; made and lifted at the desk."""

    view_action = "stations.view_station"
    change_action = "stations.manage_closure"
    list_display = ["station", "room", "from_on", "until_on", "reason"]
    list_filter = ["station"]
    list_select_related = ["station", "room__station"]
    search_fields = ["reason", "station__name"]
    date_hierarchy = "from_on"
