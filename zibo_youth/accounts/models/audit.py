from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pghistory.models import Events


class AuditEvent(Events):
    """留痕 (audit event): one kept change of any audited table, read across all of them."""

    class Meta:
        proxy = True
        verbose_name = _("留痕")
        verbose_name_plural = pgettext_lazy("复数", "留痕")
        default_manager_name = "no_objects"

    def __str__(self) -> str:
        return f"{apps.get_model(self.pgh_obj_model)._meta.verbose_name} {self.pgh_obj_id}"
