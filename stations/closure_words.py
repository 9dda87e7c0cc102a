"""停用之后怎么说 (what is said once beds are out of use): to whom a proposal went, and whom to ring."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import ngettext

from .models import Rehousing


def told_of(made: Collection[Rehousing]) -> str:
    """One sentence for whoever closed the beds; empty where nobody was in them."""
    if not made:
        return ""
    unhoused = sum(row.state == Rehousing.State.TO_ARRANGE for row in made)
    told = ngettext("%(n)s 位来宾收到了改住安排。", "%(n)s 位来宾收到了改住安排。", len(made)) % {
        "n": len(made)
    }
    more = ngettext("%(n)s 位还没有床位，请打电话。", "%(n)s 位还没有床位，请打电话。", unhoused)
    return told + (more % {"n": unhoused} if unhoused else "")
