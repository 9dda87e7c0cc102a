"""消息 in the admin: what was told to whom, whether it arrived, and one more try."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ReadOnlyInline
from zibo_youth.core.templatetags.portal import mask_mobile
from zibo_youth.notifications import services
from zibo_youth.notifications.models import Delivery, Heartbeat, Notice, SmsMessage


class DeliveriesOfNotice(ReadOnlyInline):
    model = Delivery
    view_action = "notifications.view_notice"
    fields = ["channel", "state", "attempts", "next_try_at", "last_error", "sent_at"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """通知: the row says that something was told; the words are made when it is read."""

    list_display = ["created_at", "kind", "recipient", "planned_at", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["to"]
    search_fields = ["kind", "to__full_name", "to__mobile__endswith"]
    date_hierarchy = "created_at"
    inlines = [DeliveriesOfNotice]
    fields = ["kind", "recipient", "about_model", "about_pk", "created_at", "planned_at", "read_at"]
    readonly_fields = ["recipient"]
    view_on_site = False  # the page is the addressee's; for anybody else it is not there

    @admin.display(description=_("收件人"), ordering="to__full_name")
    def recipient(self, notice: Notice) -> str:
        return notice.to.masked_name


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """投递: those given up start again from here."""

    view_action = "notifications.view_notice"
    list_display = ["notice", "channel", "state", "attempts", "next_try_at", "last_error", "sent_at"]
    list_filter = ["state", "channel"]
    list_select_related = ["notice"]
    search_fields = ["notice__kind"]
    actions = ["retry"]
    action_needs = {"retry": "notifications.retry_notice"}

    @admin.action(description=_("重新投递"))
    def retry(self, request: HttpRequest, deliveries: QuerySet[Delivery]) -> None:
        self.apply(request, deliveries, services.retry_delivery)


@admin.register(SmsMessage)
class SmsMessageAdmin(ReadOnlyAdmin):
    """短信: to a masked number; codes are starred out before they are kept."""

    list_display = ["created_at", "shown_mobile", "kind", "state", "attempts", "last_error"]
    list_filter = ["state", "kind"]
    list_select_related = False
    search_fields = ["mobile__endswith"]
    search_help_text = _("手机尾号")
    date_hierarchy = "created_at"
    fields = ["shown_mobile", "kind", "text", "state", "attempts", "last_error", "created_at", "sent_at"]
    readonly_fields = ["shown_mobile"]

    @admin.display(description=_("手机号"))
    def shown_mobile(self, message: SmsMessage) -> str:
        return mask_mobile(message.mobile)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """心跳: whether the recurring jobs run."""

    view_action = "notifications.view_notice"
    list_display = ["name", "beat_at"]
    list_select_related = False
