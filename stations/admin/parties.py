"""同住 and its members: read here; begun, answered and ended by the people themselves."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from stations.models import Party, PartyMember
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(Party)
class PartyAdmin(ReadOnlyAdmin):
    """同住: once it is booked; what has not come about is the business of its members."""

    list_display = ["__str__", "station", "arrival", "departure", "size", "relation", "state"]
    list_filter = ["relation"]
    list_select_related = ["station"]
    search_fields = ["station__name"]
    date_hierarchy = "arrival"
    fields = [
        *("station", "arrival", "departure", "size", "relation"),
        *("state", "ended_for", "began_at", "open_until", "closed_at"),
    ]


@admin.register(PartyMember)
class PartyMemberAdmin(ReadOnlyAdmin):
    """同住人: who they are and which stay is theirs; the link is shown to nobody here."""

    view_action = "stations.view_party"
    list_display = ["party", "place", "member_name", "said_yes_at", "stay"]
    list_select_related = ["party", "person", "stay"]
    search_fields = ["person__full_name"]
    fields = ["party", "place", "member_name", "said_yes_at", "stay"]
    readonly_fields = ["member_name"]

    @admin.display(description=_("同住人"), ordering="person__full_name")
    def member_name(self, member: PartyMember) -> str:
        return member.person.masked_name if member.person else ""
