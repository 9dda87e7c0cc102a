"""填报单位 (reporting organisations) by the name that a heading gives them."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext

from zibo_youth.accounts.models import Organisation


def unit_name(organisation: Organisation) -> str:
    """张店区: the place that it reports for, in the page's language; the city's own keeps its short name."""
    if not organisation.is_reporting or organisation.area is None:
        return gettext(str(organisation))
    name = organisation.area.name
    local = pgettext("区域", name)
    return gettext(name) if local == name else local
