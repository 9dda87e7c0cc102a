"""管理后台的底座 (base of every admin page): scoped rows, policy's rights, services' writes."""

from .filters import ForgivingPaginator, ManagedRelatedFilter
from .inlines import ReadOnlyInline, ScopedInline
from .links import name_without_link
from .rights import signed_in
from .scoped import ReadOnlyAdmin, ScopedAdmin

__all__ = [
    "ForgivingPaginator",
    "ManagedRelatedFilter",
    "ReadOnlyAdmin",
    "ReadOnlyInline",
    "ScopedAdmin",
    "ScopedInline",
    "name_without_link",
    "signed_in",
]
